import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { parseStreamId } from "@/server/envelopes/stream-id";
import { scopeConditions } from "./scope-conditions";
import { allOf, sql } from "./sql";

/** Head of a stream. */
export interface StreamHead {
  vhost: string;
  streamId: string;
  aggregateType: string;
  aggregateId: string;
  /** Place of its last event. */
  version: number;
  /** Only Sillage's own commands extend it. */
  owned: boolean;
  firstAt: Date;
  lastAt: Date;
}

/** More streams of one id than these are not told apart for anybody. */
const MOST = 50;

/**
 * Streams that a text names: by their whole id (`Complaint-42`), or by the id of the aggregate alone. Those of which the
 * reader may see nothing are not there.
 */
export async function findStreams(
  pool: Pool,
  name: string,
  { scope, vhost }: { scope: Scope; vhost?: string | undefined },
): Promise<StreamHead[]> {
  const ids = [name];
  const parsed = parseStreamId(name);
  if (parsed) ids.push(parsed.id);
  const tests = [
    sql`s.aggregate_id = ANY (${ids}::text[])`,
    sql`(s.stream_id = ${name} OR s.aggregate_id = ${name})`,
  ];
  if (vhost !== undefined) tests.push(sql`s.vhost = ${vhost}`);
  const inside = scopeConditions(scope, "m");
  if (inside.length > 0) {
    tests.push(sql`EXISTS (SELECT 1 FROM messages AS m
      WHERE m.stream_id = s.stream_id AND m.vhost = s.vhost AND ${allOf(inside)})`);
  }
  const { rows } = await pool.query<StreamHead>(
    sql`SELECT s.vhost, s.stream_id AS "streamId", s.aggregate_type AS "aggregateType", s.aggregate_id AS "aggregateId",
               s.version::float8 AS version, s.owned, s.first_at AS "firstAt", s.last_at AS "lastAt"
        FROM streams AS s WHERE ${allOf(tests)}
        ORDER BY s.stream_id = ${name} DESC, s.vhost, s.stream_id LIMIT ${MOST}`.toQuery(),
  );
  // A whole name is meant as one, also where some aggregate has it for an id.
  const whole = rows.filter((row) => row.streamId === name);
  return whole.length > 0 ? whole : rows;
}
