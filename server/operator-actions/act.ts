import type { ClientBase, Pool } from "pg";
import { errorText } from "@/server/errors";
import type { ActionToRecord } from "./action";
import { recordAction } from "./record-action";

/** An action before it is known what came of it. */
export type Deed = Omit<ActionToRecord, "outcome">;

/** What was done: the value for the caller, and what the record says beside the deed. */
export interface Done<T> extends Pick<ActionToRecord, "before" | "after" | "detail"> {
  value: T;
}

/**
 * Changes something and records it, in one transaction: there is no change without its record. When `work` throws,
 * nothing has changed, the record says that it failed and why, and the error goes on to the caller.
 */
export async function act<T>(
  pool: Pool,
  deed: Deed,
  work: (transaction: ClientBase) => Promise<Done<T>>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const { value, ...told } = await work(client);
    await recordAction(client, { ...deed, ...told, outcome: "done" });
    await client.query("COMMIT");
    return value;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => {
      broken = failure;
    });
    if (!broken) await recordFailure(client, deed, error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Notes that a deed failed. What failed it may also keep this from being written; the caller's error is the one that counts. */
export async function recordFailure(writer: Pool | ClientBase, deed: Deed, error: unknown): Promise<void> {
  await recordAction(writer, {
    ...deed,
    outcome: "failed",
    detail: { ...(deed.detail as object | undefined), error: errorText(error) },
  }).catch(() => {});
}
