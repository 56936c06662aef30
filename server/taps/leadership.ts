import type { Pool, PoolClient } from "pg";

/** Any number that no other advisory lock of ours uses as its first half. */
const LOCK_CLASS = 746_171;

/**
 * Every worker taps, one writes what it sees. The writer of a virtual host is whoever holds an advisory lock, on the
 * very connection that it writes with: when the process is killed or the connection breaks, PostgreSQL frees the
 * lock, and a writer that lost it cannot write any more. One connection serves all virtual hosts of a process.
 */
export class Leadership {
  readonly #pool: Pool;
  #client: PoolClient | null = null;
  #terms = new Map<string, number>();
  #term = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Runs a transaction if this process leads the virtual host or can from now on; returns null when another does.
   * @param work is told the term: when it is another than last time, others may have led in between, and what was
   *   remembered may be out of date
   */
  transaction<T>(vhost: string, work: (client: PoolClient, term: number) => Promise<T>): Promise<T | null> {
    const result = this.#last.then(async () => {
      try {
        return await this.#run(vhost, work);
      } catch (error) {
        this.#drop(error as Error);
        throw error;
      }
    });
    this.#last = result.catch(() => {});
    return result;
  }

  /** Lets another process lead, when what is being written is written. */
  async resign(): Promise<void> {
    await this.#last;
    // Closing the connection frees the locks, whatever state it is in.
    this.#drop();
  }

  async #run<T>(vhost: string, work: (client: PoolClient, term: number) => Promise<T>): Promise<T | null> {
    const client = await this.#connected();
    if (!this.#terms.has(vhost)) {
      if (!(await tryLock(client, vhost))) return null;
      this.#terms.set(vhost, ++this.#term);
    }
    await client.query("BEGIN");
    const result = await work(client, this.#terms.get(vhost)!);
    await client.query("COMMIT");
    return result;
  }

  async #connected(): Promise<PoolClient> {
    if (this.#client) return this.#client;
    const client = await this.#pool.connect();
    this.#client = client;
    client.on("error", (error) => {
      if (this.#client === client) this.#drop(error);
    });
    // A host that vanishes without a word would keep the locks for hours with the system's defaults.
    await client.query(
      "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3",
    );
    return client;
  }

  #drop(error?: Error): void {
    const client = this.#client;
    this.#client = null;
    this.#terms.clear();
    client?.release(error ?? true);
  }
}

async function tryLock(client: PoolClient, vhost: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    "SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked",
    [LOCK_CLASS, vhost],
  );
  return rows[0]!.locked;
}
