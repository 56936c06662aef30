import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { readMessage } from "@/server/event-store/read-message";
import { openBody } from "@/server/event-store/seal";
import { sql } from "@/server/event-store/sql";
import { askDatabase } from "./ask-database";

/** What a dead letter carries: its properties byte for byte, and its body; null when that was too large to be kept. */
export interface Content {
  rawProperties: Buffer;
  body: Buffer | null;
}

interface Kept {
  rawProperties: Buffer | null;
  codec: number | null;
  body: Buffer | null;
  recordId: string | null;
}

/**
 * The content of a dead letter in one of its versions: from our custody, else from the arrival that showed it. Null where
 * that arrival is not there any more.
 */
export async function contentOf(
  pool: Pool,
  scope: Scope,
  id: string,
  version: number,
): Promise<Content | null> {
  const [kept] = await askDatabase<Kept>(
    pool,
    version === 0
      ? sql`SELECT raw_properties AS "rawProperties", body_codec AS codec, body, record_id::text AS "recordId"
          FROM dead_letter_contents WHERE id = ${id}::bigint`
      : sql`SELECT raw_properties AS "rawProperties", body_codec AS codec, body, NULL::text AS "recordId"
          FROM dead_letter_versions WHERE dead_letter_id = ${id}::bigint AND version = ${version}`,
  );
  if (!kept) return null;
  const { rawProperties, codec, body, recordId } = kept;
  if (rawProperties !== null && codec !== null && body !== null)
    return { rawProperties, body: openBody(codec, body) };
  return recordId === null ? null : readMessage(pool, recordId, scope);
}
