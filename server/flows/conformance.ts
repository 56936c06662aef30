import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { allOf, sql } from "@/server/event-store/sql";
import { guardFilter } from "@/server/masking/filter-guard";
import { maskShapes } from "@/server/masking/text-shapes";
import { shippedTitle } from "@/server/sagas/definition-of-saga";
import type { SagaReader } from "@/server/sagas/list-sagas";
import { type Deviation, sagaId } from "@/server/sagas/saga";
import type { ConformanceAnswer, VariantsInput } from "./flow-schemas";
import { begunWithin } from "./sagas-of-range";

/** Sagas that are looked at; of more than these, those that began last. */
const MOST = 100_000;
/** Departures that are told of one definition, the most frequent first. */
const MOST_DEVIATIONS = 200;

interface Row {
  definition: string;
  title: string | null;
  judged: number;
  departing: number;
  what: Deviation["what"] | null;
  type: string | null;
  after: string | null;
  count: number | null;
  example: string | null;
  countedFrom: Date | null;
}

/**
 * How the sagas that began within a range depart from the definitions that they were judged by, the most frequent departures first.
 * @throws SillageError FORBIDDEN for a filter by what is masked, UNAVAILABLE when the database needs too long
 */
export async function readConformance(
  pool: Pool,
  { scope, masker }: SagaReader,
  input: VariantsInput,
  most = MOST,
): Promise<ConformanceAnswer> {
  guardFilter({ vhost: input.vhost, eventType: input.sagaType }, masker);
  const tests = allOf([sql`s.form = ANY ('{saga,single,request}'::text[])`, ...begunWithin(input, scope)]);
  const rows = await askDatabase<Row>(
    pool,
    sql`WITH looked AS MATERIALIZED (
          SELECT s.definition, s.deviations, s.started_at, replace(s.key::text, '-', '') AS key, s.ordinal
          FROM sagas AS s WHERE ${tests} AND s.definition IS NOT NULL ORDER BY s.started_at DESC LIMIT ${most}
        ), judged AS (
          SELECT definition, count(*)::int AS judged, (count(*) FILTER (WHERE deviations <> '[]'))::int AS departing
          FROM looked GROUP BY definition
        ), departures AS (
          SELECT definition, d->>'what' AS what, d->>'type' AS type, d->>'after' AS after,
            count(DISTINCT (key, ordinal))::int AS count,
            max(array[to_char(started_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS'), key, ordinal::text]) AS newest
          FROM looked CROSS JOIN LATERAL jsonb_array_elements(deviations) AS d GROUP BY 1, 2, 3, 4
        ), ranked AS (
          SELECT *, row_number() OVER (PARTITION BY definition ORDER BY count DESC, what, type, after) AS place FROM departures
        )
        SELECT j.definition, j.judged, j.departing, r.what, r.type, r.after, r.count,
          r.newest[2] || '.' || r.newest[3] AS example,
          (SELECT definition->>'title' FROM saga_definitions AS n WHERE n.name = j.definition ORDER BY n.version DESC LIMIT 1) AS title,
          (SELECT min(started_at) FROM looked HAVING count(*) >= ${most}) AS "countedFrom"
        FROM judged AS j LEFT JOIN ranked AS r ON r.definition = j.definition AND r.place <= ${MOST_DEVIATIONS}
        ORDER BY j.judged DESC, j.definition, r.place`,
  );
  const shapes = masker.strictest?.shapes;
  const shown = (type: string) => (shapes ? maskShapes(type, shapes) : type);
  const definitions = new Map<string, ConformanceAnswer["definitions"][number]>();
  for (const { definition: name, title, judged, departing, ...row } of rows) {
    const found = definitions.get(name) ?? {
      name,
      title: title ?? shippedTitle(name) ?? name,
      judged,
      departing,
      deviations: [],
    };
    definitions.set(name, found);
    if (row.what === null || row.type === null || row.count === null || row.example === null) continue;
    const [hex, ordinal] = row.example.split(".");
    found.deviations.push({
      what: row.what,
      type: shown(row.type),
      after: row.after && shown(row.after),
      count: row.count,
      example: sagaId(hex!, Number(ordinal)),
    });
  }
  return {
    definitions: [...definitions.values()],
    countedFrom: rows[0]?.countedFrom?.toISOString() ?? null,
  };
}
