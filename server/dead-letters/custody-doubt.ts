import type { Pool } from "pg";
import type { CustodyLease } from "./custody-lease";

/** A delivery, as far as it can be recognised. */
interface Recognisable {
  digest: string;
  redelivered: boolean;
}

/**
 * Messages that were stored by a worker of which nobody knows whether the broker had taken its ack. If it had not, they are
 * delivered again, marked as redelivered. Pure.
 */
export class Doubt {
  readonly #left = new Map<string, number>();
  readonly #different: boolean;
  #certain: boolean;
  #size: number;

  /**
   * @param digests of the messages in doubt
   * @param throughBatch the last batch of them; 0 when there is none
   * @param certain nothing was delivered since that batch: then what is marked as redelivered was in it, and nothing else
   */
  constructor(
    digests: readonly string[],
    readonly throughBatch: number,
    certain: boolean,
  ) {
    for (const digest of digests) this.#left.set(digest, (this.#left.get(digest) ?? 0) + 1);
    this.#size = digests.length;
    this.#different = this.#left.size > 1;
    this.#certain = certain;
  }

  /** How many are still in doubt. */
  get size(): number {
    return this.#size;
  }

  /**
   * Tells which deliveries are messages in doubt that came again; each message counts once. Where it is not certain, they
   * are all of them and come first, or it is none; and none where all are equal: what is kept twice can be seen, what is
   * lost cannot.
   * @returns their places
   */
  settle(deliveries: readonly Recognisable[]): number[] {
    const left = new Map(this.#left);
    const again = deliveries.flatMap(({ digest, redelivered }, place) => {
      const count = redelivered ? (left.get(digest) ?? 0) : 0;
      if (count === 0) return [];
      left.set(digest, count - 1);
      return [place];
    });
    const allFirst = again.length === this.#size && again.every((place, n) => place === n);
    if (!this.#certain && !(allFirst && this.#different)) {
      this.clear();
      return [];
    }
    for (const [digest, count] of left) this.#left.set(digest, count);
    this.#size -= again.length;
    this.#certain = true;
    return again;
  }

  /** None is in doubt any more. */
  clear(): void {
    this.#left.clear();
    this.#size = 0;
  }
}

/** What is in doubt in a queue. Asked by who has the lease, so that nothing more can come to it. */
export async function readDoubt(
  pool: Pool,
  { vhost, queue, ackedThrough, probedThrough }: CustodyLease,
): Promise<Doubt> {
  const { rows } = await pool.query<{ digest: string; batch: number }>(
    `SELECT digest, custody_batch::float8 AS batch FROM dead_letter_contents
     WHERE vhost = $1 AND queue = $2 AND custody_batch > $3`,
    [vhost, queue, ackedThrough],
  );
  const throughBatch = rows.reduce((last, { batch }) => Math.max(last, batch), 0);
  const digests = rows.map(({ digest }) => digest);
  return new Doubt(digests, throughBatch, probedThrough < throughBatch);
}
