import type { Pool } from "pg";
import type { CustodyLease } from "./custody-lease";

/**
 * Messages that were stored by a worker of which nobody knows whether the broker had taken its ack. Those whose ack was
 * not taken are delivered again, marked as redelivered: each of them is in the store already, once.
 */
export class Doubt {
  readonly #left = new Map<string, number>();
  #size: number;

  /** @param digests of the messages in doubt @param throughBatch the last batch of them; 0 when there is none */
  constructor(
    digests: readonly string[],
    readonly throughBatch: number,
  ) {
    for (const digest of digests) this.#left.set(digest, (this.#left.get(digest) ?? 0) + 1);
    this.#size = digests.length;
  }

  /** How many are still in doubt. */
  get size(): number {
    return this.#size;
  }

  /** Whether a delivery is one of them; each counts once. */
  settles(digest: string, redelivered: boolean): boolean {
    const left = redelivered ? (this.#left.get(digest) ?? 0) : 0;
    if (left === 0) return false;
    this.#left.set(digest, left - 1);
    this.#size--;
    return true;
  }

  /** None is in doubt any more. */
  clear(): void {
    this.#left.clear();
    this.#size = 0;
  }
}

/** What is in doubt in a queue. Asked by who has the lease, so that nothing more can come to it. */
export async function readDoubt(pool: Pool, { vhost, queue, ackedThrough }: CustodyLease): Promise<Doubt> {
  const { rows } = await pool.query<{ digest: string; batch: number }>(
    `SELECT digest, custody_batch::float8 AS batch FROM dead_letters
     WHERE vhost = $1 AND queue = $2 AND custody_batch > $3`,
    [vhost, queue, ackedThrough],
  );
  return new Doubt(
    rows.map(({ digest }) => digest),
    rows.reduce((last, { batch }) => Math.max(last, batch), 0),
  );
}
