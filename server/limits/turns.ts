import { SillageError } from "@/server/errors";

export interface TurnLimits {
  /** Turns that are taken at the same time, by all together and by one key. */
  total: number;
  each: number;
  /** How many of one key may wait, and how long each, in ms. */
  waiting: number;
  waitMs: number;
}

interface Waiter {
  go: () => void;
  refuse: (error: SillageError) => void;
  timer: NodeJS.Timeout;
}

/**
 * Hands out turns fairly: whoever asks for many at once waits behind themselves, not before the others. Free turns go
 * round the keys that wait, one each.
 */
export class Turns {
  readonly #limits: TurnLimits;
  readonly #taken = new Map<string, number>();
  /** In the order in which the keys are served next. */
  readonly #waiting = new Map<string, Waiter[]>();
  #total = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /**
   * Waits for a turn.
   * @returns what ends it; called twice it ends once
   * @throws SillageError TOO_MANY_REQUESTS when too many of this key wait already, UNAVAILABLE when its turn does not come
   */
  async take(key: string): Promise<() => void> {
    if (!this.#free(key)) await this.#wait(key);
    else this.#enter(key);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#leave(key);
    };
  }

  #free(key: string): boolean {
    return this.#total < this.#limits.total && (this.#taken.get(key) ?? 0) < this.#limits.each;
  }

  #enter(key: string): void {
    this.#total++;
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
  }

  #leave(key: string): void {
    this.#total--;
    const left = this.#taken.get(key)! - 1;
    if (left === 0) this.#taken.delete(key);
    else this.#taken.set(key, left);
    this.#serve();
  }

  #wait(key: string): Promise<void> {
    const queue = this.#waiting.get(key) ?? [];
    if (queue.length >= this.#limits.waiting) {
      throw new SillageError(
        "TOO_MANY_REQUESTS",
        "Too many searches of yours are waiting. Try again in 5 s.",
        {
          details: { retryAfter: 5 },
        },
      );
    }
    this.#waiting.set(key, queue);
    return new Promise<void>((go, refuse) => {
      const waiter: Waiter = {
        go,
        refuse,
        timer: setTimeout(() => this.#giveUp(key, waiter), this.#limits.waitMs),
      };
      queue.push(waiter);
    });
  }

  #giveUp(key: string, waiter: Waiter): void {
    const queue = this.#waiting.get(key)!.filter((other) => other !== waiter);
    if (queue.length > 0) this.#waiting.set(key, queue);
    else this.#waiting.delete(key);
    waiter.refuse(
      new SillageError(
        "UNAVAILABLE",
        "Too many searches are running. Wait for some of them to end, then try again.",
      ),
    );
  }

  #serve(): void {
    for (const [key, queue] of [...this.#waiting]) {
      if (!this.#free(key)) continue;
      const waiter = queue.shift()!;
      clearTimeout(waiter.timer);
      // To the end of the round.
      this.#waiting.delete(key);
      if (queue.length > 0) this.#waiting.set(key, queue);
      this.#enter(key);
      waiter.go();
    }
  }
}
