import type { Pool } from "pg";
import type { BrokerTarget } from "@/server/broker/connection";
import { createManagement, managementUrl } from "@/server/broker/management";
import { type AuditQueueLimits, DEFAULT_LIMITS } from "@/server/broker/plumbing";
import type { Clock } from "@/server/clock";
import type { Logger } from "@/server/logger";
import { EventFollower } from "./event-follower";
import { Leadership } from "./leadership";
import { RightsWatcher } from "./rights-watcher";
import { Sampler } from "./sampler";
import { Tapper } from "./tapper";
import type { TapStatus } from "./taps-schemas";
import type { KnownTopology } from "./topology-cache";

export interface StartTapsOptions {
  target: BrokerTarget;
  /** When not given: the broker's host and the usual port. */
  managementUrl?: string | undefined;
  vhosts: readonly string[];
  pool: Pool;
  logger: Logger;
  clock: Clock;
  /** The broker is a node that Sillage itself started. */
  ownBroker: boolean;
  /** Virtual hosts that Sillage itself made on somebody else's broker: no consent is needed there. */
  ownVhosts?: readonly string[];
  /** SILLAGE_TAP: `on` binds somebody else's broker without asking, `off` never binds. */
  tap: "on" | "off" | undefined;
  limits?: AuditQueueLimits;
  /** How often to sample what is complete, in milliseconds. */
  everyMs?: number;
}

/** Taps that are kept until they are stopped. */
export interface Taps {
  /** Whether some queue of the virtual host sends its dead messages to that exchange, as far as is known now. */
  isDeadLetterExchange(vhost: string, exchange: string): boolean;
  /** What a virtual host looks like, as last read; null before it was. */
  topology(vhost: string): KnownTopology | null;
  status(): TapStatus[];
  /** Stops keeping them. The bindings stay, so that nothing is missed until the next start. */
  stop(): Promise<void>;
}

/** Taps every exchange of the virtual hosts, and those that come. Returns at once; a broker that is down is waited for. */
export function startTaps(options: StartTapsOptions): Taps {
  const { target, vhosts, ownBroker, tap } = options;
  const management = createManagement({ ...target, url: managementUrl(target.url, options.managementUrl) });
  const leadership = new Leadership(options.pool);
  const bindingIn = (vhost: string) => {
    if (tap === "off") return "never";
    return ownBroker || tap === "on" || options.ownVhosts?.includes(vhost) ? "always" : "consent";
  };
  const tappers = [...new Set(vhosts)].map(
    (vhost) =>
      new Tapper({
        ...options,
        vhost,
        management,
        leadership,
        binding: bindingIn(vhost),
        limits: options.limits ?? DEFAULT_LIMITS,
      }),
  );
  const tellAll = (problem: string | null) => {
    for (const tapper of tappers) tapper.follow(problem);
  };
  const byVhost = new Map(tappers.map((tapper) => [tapper.vhost, tapper]));
  const follower = new EventFollower({
    target,
    management,
    onChange: (change) => byVhost.get(change.vhost)?.notice(change),
    onFollowing: () => tellAll(null),
    onLost: tellAll,
  });
  const rights = new RightsWatcher({ target, management, tappers, logger: options.logger });
  const samplers = tappers.map(
    (tapper) =>
      new Sampler({
        ...options,
        vhost: tapper.vhost,
        management,
        leadership,
        waiting: () => tapper.waiting(),
      }),
  );
  for (const part of [...tappers, ...samplers]) part.start();
  rights.start();
  follower.start();
  return {
    isDeadLetterExchange: (vhost, exchange) => byVhost.get(vhost)?.isDeadLetterExchange(exchange) ?? false,
    topology: (vhost) => byVhost.get(vhost)?.topology() ?? null,
    status: () => tappers.map((tapper) => tapper.status()),
    async stop() {
      await Promise.all([follower, rights, ...samplers].map((part) => part.stop()));
      await Promise.all(tappers.map((tapper) => tapper.stop()));
      await leadership.resign();
      management.close();
    },
  };
}
