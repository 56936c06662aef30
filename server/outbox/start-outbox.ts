import type { Pool } from "pg";
import { type BrokerTarget, vhostOf } from "@/server/broker/connection";
import { SERVICES } from "@/server/complaints/complaint-events";
import { listenTo } from "@/server/event-store/listen";
import { APPENDED_CHANNEL, type OutboxMessage } from "@/server/event-store/outbox-message";
import { declareServices } from "@/server/inbox/declare-services";
import type { Logger } from "@/server/logger";
import type { Metrics } from "@/server/metrics/registry";
import type { RelayStatus } from "@/server/processes/process-status";
import { Relay } from "./relay";

export interface OutboxOptions {
  target: BrokerTarget;
  /** Virtual hosts that something may be published to, beside that of our own services. */
  vhosts: readonly string[];
  databaseUrl: string;
  pool: Pool;
  logger: Logger;
  metrics: Metrics;
  /** Our own services run: their queues are to stand before anything is published. */
  services: boolean;
  /** Called when somebody has appended: there is something to put into the log. */
  onAppended: () => void;
}

export interface Outbox {
  status(): Promise<RelayStatus>;
  stop(): Promise<void>;
}

const EVENT_EXCHANGES: ReadonlySet<string> = new Set(
  Object.values(SERVICES).map((service) => service.exchange),
);

/** Starts the relay of this worker, which hears of what is appended anywhere as soon as it is committed. */
export function startOutbox(options: OutboxOptions): Outbox {
  const { target, vhosts, databaseUrl, pool, logger, metrics, services, onAppended } = options;
  const vhost = vhostOf(target.url);
  const relay = new Relay({
    target,
    vhost,
    prepare: services ? () => declareServices(target, vhost, logger) : undefined,
    pool,
    logger,
    onPublished: (message) => measurePublished(metrics, message),
  });
  // What an operator publishes elsewhere: these connect only when there is something.
  const others = vhosts
    .filter((other) => other !== vhost)
    .map((other) => new Relay({ target, vhost: other, pool, logger, onPublished: () => {} }));
  const relays = [relay, ...others];
  for (const each of relays) each.start();
  const unlisten = listenTo(APPENDED_CHANNEL, databaseUrl, logger, () => {
    for (const each of relays) each.poke();
    onAppended();
  });
  return {
    status: () => relay.status(),
    stop: async () => {
      unlisten();
      await Promise.all(relays.map((each) => each.stop()));
    },
  };
}

/** Counts events; what else is published from the outbox (dead letters) is none. */
function measurePublished(metrics: Metrics, { exchange, properties }: OutboxMessage): void {
  if (!EVENT_EXCHANGES.has(exchange)) return;
  metrics.publishedEvents.inc({ event_type: properties.type ?? "", service: properties.appId ?? "" });
}
