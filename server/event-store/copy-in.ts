import type { ClientBase } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** Sends a finished binary COPY in one piece and waits until the server has taken it. `sql` is one of our own constant statements. */
export function copyIn(client: ClientBase, sql: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(sql));
    stream.on("error", reject);
    stream.on("finish", resolve);
    stream.end(bytes);
  });
}
