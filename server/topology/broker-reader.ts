import { vhostOf } from "@/server/broker/connection";
import { createManagement, type Management, managementUrl } from "@/server/broker/management";
import type { Clock } from "@/server/clock";
import type { Env } from "@/server/env";
import { errorText } from "@/server/errors";
import { type BrokerReading, readBroker } from "./read-broker";

/** However many people look, the broker is asked at most this often: its statistics are felt (docs/decisions/0008). */
const FRESH_MS = 4_500;

/** What is known of a virtual host now. */
export interface KnownBroker {
  /** The last answer; null when there was none since this process started. */
  reading: BrokerReading | null;
  readAt: Date | null;
  /** Why the last question was not answered, in words; null when it was. */
  problem: string | null;
}

interface Entry extends KnownBroker {
  askedAt: number;
  pending: Promise<void> | null;
}

/** Reads the broker for everybody who looks, and remembers the last answer for when it is down. */
export class BrokerReader {
  /** Virtual hosts that are observed. The first is the one of RABBITMQ_URL. */
  readonly vhosts: readonly string[];
  readonly #management: Management;
  readonly #user: string;
  readonly #clock: Clock;
  readonly #known = new Map<string, Entry>();

  constructor(options: { management: Management; vhosts: readonly string[]; user: string; clock: Clock }) {
    this.#management = options.management;
    this.vhosts = options.vhosts;
    this.#user = options.user;
    this.#clock = options.clock;
  }

  /** The virtual host as it is now, or as it was when the broker last answered. Never throws. */
  async read(vhost: string): Promise<KnownBroker> {
    const entry = this.#entry(vhost);
    if (this.#clock().getTime() - entry.askedAt >= FRESH_MS) {
      entry.pending ??= this.#ask(vhost, entry).finally(() => {
        entry.pending = null;
      });
    }
    if (entry.pending) await entry.pending;
    const { reading, readAt, problem } = entry;
    return { reading, readAt, problem };
  }

  close(): void {
    this.#management.close();
  }

  #entry(vhost: string): Entry {
    let entry = this.#known.get(vhost);
    if (!entry) {
      entry = { reading: null, readAt: null, problem: null, askedAt: 0, pending: null };
      this.#known.set(vhost, entry);
    }
    return entry;
  }

  async #ask(vhost: string, entry: Entry): Promise<void> {
    try {
      entry.reading = await readBroker(this.#management, vhost, this.#user);
      entry.readAt = this.#clock();
      entry.problem = null;
    } catch (error) {
      entry.problem = errorText(error);
    }
    entry.askedAt = this.#clock().getTime();
  }
}

/** The reader for a configuration; null without a broker. Nothing is asked before somebody looks. */
export function brokerReaderOf(
  { rabbitmq, vhosts }: Pick<Env, "rabbitmq" | "vhosts">,
  clock: Clock,
): BrokerReader | null {
  const { url } = rabbitmq;
  if (!url) return null;
  const target = { ...rabbitmq, url: managementUrl(url, rabbitmq.managementUrl) };
  return new BrokerReader({
    management: createManagement(target),
    vhosts: [...new Set([vhostOf(url), ...vhosts])],
    user: decodeURIComponent(new URL(url).username) || "guest",
    clock,
  });
}
