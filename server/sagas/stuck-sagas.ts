import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { allOf, sql } from "@/server/event-store/sql";
import type { Masker } from "@/server/masking/masker";
import { startsWithin, touches } from "./saga-conditions";
import { SERVED } from "./served-sagas";

/** Sagas that got stuck since a moment, by their type. Names are hostile text. */
export interface StuckSagas {
  types: { name: string; count: number }[];
  /** False: there are at least so many, no more were counted. */
  exact: boolean;
  /** When the first of them got stuck; ISO time. */
  since: string | null;
}

/** Stuck sagas that are counted. */
const MOST = 10_000;

/** What got stuck since a moment, and still is, as far as a scope shows how it began. */
export async function stuckSagas(
  pool: Pool,
  { scope, masker, now, since }: { scope: Scope; masker: Masker; now: Date; since: Date },
): Promise<StuckSagas> {
  const tests = allOf([...touches(scope), ...startsWithin(scope)]);
  const rows = await askDatabase<{ name: string; count: number; first: Date; looked: number }>(
    pool,
    sql`SELECT s.start_type AS name, count(*)::int AS count, min(s.stuck_at) AS first, max(s.looked)::int AS looked
        FROM (
          SELECT s.*, count(*) OVER () AS looked FROM (
            SELECT * FROM sagas AS s
            WHERE s.generation = ${SERVED} AND s.form = 'saga' AND s.status IN ('RUNNING', 'COMPENSATING')
              AND s.stuck_at > ${since.toISOString()}::timestamptz AND s.stuck_at <= ${now.toISOString()}::timestamptz
            LIMIT ${MOST}
          ) AS s
        ) AS s WHERE ${tests} GROUP BY s.start_type`,
  );
  const first = rows.map((row) => row.first.toISOString()).sort()[0];
  return {
    types: masker.names(rows.map(({ name, count }) => ({ name, count }))),
    exact: rows.every(({ looked }) => looked < MOST),
    since: first ?? null,
  };
}
