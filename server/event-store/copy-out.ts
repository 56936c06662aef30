import type { ClientBase, Connection, Submittable } from "pg";

/**
 * Reads the rows of a binary COPY: `pg` would have each bytea as hexadecimal text, twice as long, to be made and read again.
 * `sql`: one of our own statements; COPY takes no parameters.
 */
export function copyOut(client: ClientBase, sql: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.query(new CopyOut(sql, resolve, reject));
  });
}

/** What `pg` calls while the statement is the active one (tried with pg 8.23): its parser reads the messages. */
class CopyOut implements Submittable {
  readonly #sql: string;
  readonly #resolve: (bytes: Buffer) => void;
  readonly #reject: (error: unknown) => void;
  readonly #chunks: Buffer[] = [];
  #failure: unknown = null;
  /** `pg` puts the end of its `query_timeout` here; left uncalled, its timer keeps all that was read for two minutes. */
  callback: () => void = () => {};

  constructor(sql: string, resolve: (bytes: Buffer) => void, reject: (error: unknown) => void) {
    this.#sql = sql;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    connection.query(this.#sql);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The parser uses its memory again.
    this.#chunks.push(Buffer.from(chunk));
  }

  handleCommandComplete(): void {}

  handleError(error: unknown): void {
    this.#failure = error;
    this.callback();
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.callback();
    if (this.#failure === null) this.#resolve(Buffer.concat(this.#chunks));
  }
}
