import type { Pool } from "pg";
import type { Clock } from "@/server/clock";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { ensurePartitions } from "./partitions";

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
const AHEAD_DAYS = 7;

/** Keeps a week of partitions ready ahead of the messages. */
export class PartitionsJob {
  readonly #pool: Pool;
  readonly #logger: Logger;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | null = null;

  constructor(pool: Pool, logger: Logger, clock: Clock) {
    this.#pool = pool;
    this.#logger = logger;
    this.#clock = clock;
  }

  /** Makes them once now, so that no message of today lands in the default partition, then keeps looking. */
  async start(): Promise<void> {
    await this.#ensure();
    this.#timer = setInterval(() => {
      this.#ensure().catch((error) => {
        this.#logger.warn(
          { reason: errorText(error) },
          "cannot make partitions now, trying again in an hour",
        );
      });
    }, EVERY_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  async #ensure(): Promise<void> {
    const now = this.#clock();
    await ensurePartitions(this.#pool, now, new Date(now.getTime() + AHEAD_DAYS * DAY_MS));
  }
}
