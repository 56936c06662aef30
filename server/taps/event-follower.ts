import { Backoff, pause } from "@/server/backoff";
import { type BrokerChange, EVENT_EXCHANGE, openEventFeed } from "@/server/broker/broker-events";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Management } from "@/server/broker/management";
import { errorText } from "@/server/errors";

export interface EventFollowerOptions {
  target: BrokerTarget;
  management: Management;
  onChange(change: BrokerChange): void;
  /** Events come from now on. What happened before was not seen. */
  onFollowing(): void;
  /** No events until further notice, and why. */
  onLost(why: string): void;
}

/** Keeps the feed of the broker's own events open, for all virtual hosts at once. Never gives up. */
export class EventFollower {
  readonly #options: EventFollowerOptions;
  readonly #stopping = new AbortController();
  #run: Promise<void> | null = null;

  constructor(options: EventFollowerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#run = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#run;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopping;
    const backoff = new Backoff(250, 30_000);
    while (!signal.aborted) {
      try {
        const vhost = await this.#eventVhost();
        if (vhost !== null) {
          await this.#followOnce(vhost, signal, () => backoff.reset());
        } else {
          this.#options.onLost(
            "the plugin rabbitmq_event_exchange is not enabled, or we may not see its exchange",
          );
        }
      } catch (error) {
        this.#options.onLost(errorText(error));
      }
      if (!signal.aborted) await pause(backoff.next(), signal);
    }
  }

  async #followOnce(vhost: string, signal: AbortSignal, onOpen: () => void): Promise<void> {
    const { target, onChange, onFollowing, onLost } = this.#options;
    let lost: (why: string) => void = () => {};
    const closed = new Promise<string>((resolve) => {
      lost = resolve;
    });
    const feed = await openEventFeed(target, vhost, onChange, (why) => lost(why));
    const stop = () => void feed.close();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    else {
      onOpen();
      onFollowing();
    }
    const why = await closed;
    signal.removeEventListener("abort", stop);
    if (!signal.aborted) onLost(why);
  }

  /** The virtual host that the plugin publishes to: `/` unless configured. */
  async #eventVhost(): Promise<string | null> {
    const { management } = this.#options;
    const names = (await management.vhosts()).map((vhost) => vhost.name);
    const ordered = ["/", ...names.filter((name) => name !== "/")].filter((name) => names.includes(name));
    for (const name of ordered) {
      const found = await management.exchange(name, EVENT_EXCHANGE).catch(() => null);
      if (found) return name;
    }
    return null;
  }
}
