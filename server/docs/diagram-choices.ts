import type { Pool } from "pg";
import type { z } from "zod";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import { SERVED } from "@/server/sagas/served-sagas";
import type { diagramChoices } from "./diagram-schemas";
import type { DocsReader } from "./docs-reader";
import { shownType } from "./shown-names";

/** The newest messages and sagas that are looked at for what there is, and how many of it are told. */
const LOOKED_AT = 50_000;
const MOST = 200;

/** Aggregate types and types of sagas that were seen lately, the most frequent first. None that is masked. */
export async function diagramChoicesOf(
  pool: Pool,
  { scope, masker }: DocsReader,
): Promise<z.output<typeof diagramChoices>> {
  const [aggregates, sagas] = await Promise.all([
    askDatabase<Choice>(
      pool,
      sql`WITH m AS MATERIALIZED (
            SELECT m.vhost, m.exchange, m.aggregate_type, m.stream_seq FROM messages AS m
            ORDER BY m.received_at DESC, m.id DESC LIMIT ${LOOKED_AT})
          SELECT m.aggregate_type AS type, m.vhost, m.exchange, count(*)::float8 AS count FROM m
          WHERE ${allOf([
            sql`m.aggregate_type IS NOT NULL AND m.stream_seq IS NOT NULL`,
            ...scopeConditions(scope, "m"),
          ])}
          GROUP BY 1, 2, 3`,
    ),
    askDatabase<Choice>(
      pool,
      sql`WITH s AS MATERIALIZED (
            SELECT s.start_type, s.vhost, s.start_exchange FROM sagas AS s
            WHERE s.generation = ${SERVED} AND s.form = 'saga' ORDER BY s.started_at DESC LIMIT ${LOOKED_AT})
          SELECT s.start_type AS type, s.vhost, s.start_exchange AS exchange, count(*)::float8 AS count FROM s
          WHERE ${allOf(scopeConditions(scope, "start"))}
          GROUP BY 1, 2, 3`,
    ),
  ]);
  return { aggregateTypes: told(aggregates, masker), sagaTypes: told(sagas, masker) };
}

interface Choice {
  type: string;
  vhost: string;
  exchange: string;
  count: number;
}

function told(rows: readonly Choice[], masker: DocsReader["masker"]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (shownType(masker, row, row.type) !== row.type) continue;
    counts.set(row.type, (counts.get(row.type) ?? 0) + row.count);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted.slice(0, MOST).map(([type]) => type);
}
