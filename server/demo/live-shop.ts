import { pause } from "@/server/backoff";
import { type LiveOptions, LiveSystem } from "./live-system";
import { seeded } from "./random";
import { SHOP, systemAt } from "./shop";
import type { System } from "./system";

/** Messages that a saga makes on average, over all systems; a spec holds it to the truth. */
export const MESSAGES_A_SAGA = 6.2;
const MESSAGES_A_SECOND = 5;
const BETWEEN_MS = (1000 * MESSAGES_A_SAGA) / MESSAGES_A_SECOND;
/** With more than this in hand, the shop's services do not keep up: no new customers meanwhile. */
const MOST_IN_HAND = 150;

export interface ShopOptions extends LiveOptions {
  /** Systems that no customer comes to: their work is done elsewhere. */
  without?: readonly System[];
}

/** The shop at work: about five messages a second, for as long as it runs. */
export class LiveShop {
  readonly #systems: ReadonlyMap<System, LiveSystem>;
  readonly #stopping = new AbortController();
  readonly #without: ReadonlySet<System>;
  #customers: Promise<void> | null = null;

  constructor({ without = [], ...options }: ShopOptions) {
    this.#without = new Set(without);
    this.#systems = new Map(SHOP.map((system) => [system, new LiveSystem(system, options)]));
  }

  /** Opens: resolves when every system is connected and has declared what it needs. */
  async open(): Promise<void> {
    await Promise.all([...this.#systems.values()].map((system) => system.start()));
  }

  /** Lets customers in, at random intervals, until `stop`. */
  serve(): void {
    this.#customers ??= this.#serve();
  }

  /** Begins one saga of a system now. False when the broker is away. */
  async begin(system: System, at: number): Promise<boolean> {
    const live = this.#systems.get(system)!;
    for (const { afterMs, message } of system.start(at)) {
      await pause(afterMs, this.#stopping.signal);
      if (!(await live.publish(message))) return false;
    }
    return true;
  }

  /** Closes: no new customers, then every system stops. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#customers;
    await Promise.all([...this.#systems.values()].map((system) => system.stop()));
  }

  async #serve(): Promise<void> {
    const { signal } = this.#stopping;
    const random = seeded("customers");
    let last = 0;
    while (!signal.aborted) {
      // Never at the same pace, and never so long that the pause looks like a failure.
      await pause(BETWEEN_MS * (0.3 + 1.4 * random.next()), signal);
      if (signal.aborted || this.#inHand() > MOST_IN_HAND) continue;
      const at = Math.max(Date.now(), last + 1);
      last = at;
      // The confirm is awaited: a broker that is slow or blocks its publishers gets fewer customers, not a backlog.
      const system = systemAt(at);
      if (!this.#without.has(system)) await this.begin(system, at);
    }
  }

  #inHand(): number {
    return [...this.#systems.values()].reduce((sum, system) => sum + system.inHand, 0);
  }
}
