import type { Pool, PoolClient } from "pg";

/** Any number that no other advisory lock of ours uses as its first half. */
const LOCK_CLASS = 746_171;

/**
 * Every worker taps, one writes what it sees. The writer of a virtual host is whoever holds an advisory lock, on the
 * very connection that it writes with: when the process is killed or the connection breaks, PostgreSQL frees the
 * lock, and a writer that lost it cannot write any more.
 */
export class Leadership {
  readonly #pool: Pool;
  readonly #vhost: string;
  #client: PoolClient | null = null;

  constructor(pool: Pool, vhost: string) {
    this.#pool = pool;
    this.#vhost = vhost;
  }

  /** The connection to write with when the lock is ours or can be taken now, else null. */
  async lead(): Promise<PoolClient | null> {
    if (this.#client) return this.#client;
    const client = await this.#pool.connect();
    const drop = (error?: Error) => {
      client.off("error", drop);
      if (this.#client === client) this.#client = null;
      client.release(error ?? true);
    };
    client.on("error", drop);
    try {
      // A host that vanishes without a word would keep the lock for hours with the system's defaults.
      await client.query(
        "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3",
      );
      const { rows } = await client.query<{ locked: boolean }>(
        "SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked",
        [LOCK_CLASS, this.#vhost],
      );
      if (!rows[0]?.locked) {
        client.off("error", drop);
        client.release();
        return null;
      }
    } catch (error) {
      drop(error as Error);
      throw error;
    }
    this.#client = client;
    return client;
  }

  get leading(): boolean {
    return this.#client !== null;
  }

  /** Gives the lock back. */
  async resign(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    // Closing the connection frees the lock, whatever state it is in.
    client?.release(true);
  }
}
