import type { ClientBase } from "pg";
import { z } from "zod";
import { listenTo } from "@/server/event-store/listen";
import type { Logger } from "@/server/logger";

/** Who looks at a read model hears here what has changed in it. Hearing is only faster than asking from time to time. */
const CHANNEL = "sillage_views";

/** More than this, or longer, and it is said that anything may have changed: a notice holds less than 8,000 bytes. */
const MOST_KEYS = 60;
const LONGEST = 6_000;

const notice = z.object({ projection: z.string(), keys: z.array(z.string()).nullable() });

/** What has changed in a read model. `keys` null: anything may have. */
export type ViewChange = z.output<typeof notice>;

/** Tells those who look, when the transaction of the caller commits. */
export async function tellViewers(
  client: ClientBase,
  projection: string,
  keys: readonly string[] | null,
): Promise<void> {
  if (keys?.length === 0) return;
  const told = JSON.stringify({ projection, keys: keys && keys.length <= MOST_KEYS ? keys : null });
  const fits = told.length <= LONGEST ? told : JSON.stringify({ projection, keys: null });
  await client.query("SELECT pg_notify($1, $2)", [CHANNEL, fits]);
}

/** Hears of changes on behalf of everybody in this process, over one connection while somebody listens. */
export interface ViewFollower {
  /**
   * Yields what changes from now on. After a break, in which something may have been missed, it says once that anything
   * may have changed. Ends when the signal aborts.
   */
  follow(projection: string, signal: AbortSignal): AsyncGenerator<string[] | null>;
  close(): void;
}

export function createViewFollower(options: { databaseUrl: string; logger: Logger }): ViewFollower {
  return new SharedViewFollower(options);
}

/** The connection is kept so long after the last one left, for a page that is only being reloaded. */
const LINGER_MS = 5_000;

class SharedViewFollower implements ViewFollower {
  readonly #options: { databaseUrl: string; logger: Logger };
  readonly #heard = new Set<(change: ViewChange | null) => void>();
  #stop: (() => void) | null = null;
  #linger: NodeJS.Timeout | undefined;

  constructor(options: { databaseUrl: string; logger: Logger }) {
    this.#options = options;
  }

  close(): void {
    clearTimeout(this.#linger);
    this.#stop?.();
    this.#stop = null;
  }

  async *follow(projection: string, signal: AbortSignal): AsyncGenerator<string[] | null> {
    const waiting = new Waiting(projection);
    this.#heard.add(waiting.take);
    this.#start();
    try {
      while (!signal.aborted) {
        const keys = await waiting.next(signal);
        if (keys !== undefined) yield keys;
      }
    } finally {
      this.#heard.delete(waiting.take);
      if (this.#heard.size === 0) {
        clearTimeout(this.#linger);
        this.#linger = setTimeout(() => this.#heard.size === 0 && this.close(), LINGER_MS).unref();
      }
    }
  }

  #start(): void {
    clearTimeout(this.#linger);
    const { databaseUrl, logger } = this.#options;
    this.#stop ??= listenTo(CHANNEL, databaseUrl, logger, (payload) => {
      const change = payload === undefined ? null : notice.parse(JSON.parse(payload));
      for (const take of this.#heard) take(change);
    });
  }
}

/** What changed since somebody last asked, gathered. */
class Waiting {
  readonly #projection: string;
  #keys: Set<string> | null = new Set();
  #wake: (() => void) | null = null;

  constructor(projection: string) {
    this.#projection = projection;
  }

  /** `change` null: the connection was made (again). */
  readonly take = (change: ViewChange | null): void => {
    if (change && change.projection !== this.#projection) return;
    if (!change?.keys) this.#keys = null;
    else for (const key of change.keys) this.#keys?.add(key);
    this.#wake?.();
  };

  /** What changed, waiting for it; undefined when the signal aborts. */
  async next(signal: AbortSignal): Promise<string[] | null | undefined> {
    while (this.#keys?.size === 0) {
      if (signal.aborted) return undefined;
      await new Promise<void>((resolve) => {
        const done = () => {
          signal.removeEventListener("abort", done);
          this.#wake = null;
          resolve();
        };
        this.#wake = done;
        signal.addEventListener("abort", done);
      });
    }
    const keys = this.#keys && [...this.#keys];
    this.#keys = new Set();
    return keys;
  }
}
