import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "./scope-conditions";
import { allOf, type SqlFragment, sql } from "./sql";

/** Values that were seen lately, the most frequent first. Hostile text, all of it. */
export interface KnownValues {
  exchange: string[];
  eventType: string[];
  vhost: string[];
  producer: string[];
}

const MOST = 200;
/** Time of the rollups that is looked at. */
const LATELY = "24 hours";
/** Messages that are looked at for the producers of a scope. */
const LOOKED_AT = 20_000;

/**
 * What a person may want to filter by. From the rollups of the last 24 hours; producers, which the rollups do not know,
 * by going from one to the next through their index, whatever the number of messages.
 */
export async function knownValues(pool: Pool, scope: Scope): Promise<KnownValues> {
  const [rollup, producers] = await Promise.all([
    pool.query<{ field: "exchange" | "eventType" | "vhost"; value: string }>(
      sql`WITH lately AS MATERIALIZED (
            SELECT t.exchange, t.event_type, t.vhost, sum(t.count) AS count FROM traffic_minutes AS t
            WHERE ${allOf([sql`t.minute >= now() - ${LATELY}::interval`, ...scopeConditions(scope, "t")])} GROUP BY 1, 2, 3),
          named AS (
            SELECT n.field, n.value, sum(l.count) AS count FROM lately AS l
            CROSS JOIN LATERAL (VALUES ('exchange', l.exchange), ('eventType', l.event_type), ('vhost', l.vhost)) AS n (field, value)
            WHERE n.value <> '' GROUP BY 1, 2),
          ranked AS (SELECT *, row_number() OVER (PARTITION BY field ORDER BY count DESC, value) AS rank FROM named)
          SELECT field, value FROM ranked WHERE rank <= ${MOST} ORDER BY field, rank`.toQuery(),
    ),
    pool.query<{ value: string }>(producersOf(scope).toQuery()),
  ]);
  const of = (field: string) => rollup.rows.filter((row) => row.field === field).map((row) => row.value);
  return {
    exchange: of("exchange"),
    eventType: of("eventType"),
    vhost: of("vhost"),
    producer: producers.rows.map((row) => row.value),
  };
}

/**
 * The index of producers knows nothing of exchanges: within a scope the newest messages of the last 24 hours are read
 * instead, in the order of their time.
 */
function producersOf(scope: Scope): SqlFragment {
  const inside = scopeConditions(scope, "m");
  if (inside.length > 0) {
    return sql`
      WITH looked AS MATERIALIZED (
        SELECT m.producer, ${allOf(inside)} AS hit FROM messages AS m
        WHERE m.received_at >= now() - ${LATELY}::interval
        ORDER BY m.received_at DESC, m.id DESC LIMIT ${LOOKED_AT})
      SELECT producer AS value FROM looked WHERE hit AND producer IS NOT NULL
      GROUP BY producer ORDER BY count(*) DESC, producer LIMIT ${MOST}`;
  }
  return sql`
    WITH RECURSIVE step AS (
      (SELECT m.producer AS value, 1 AS n FROM messages AS m WHERE m.producer IS NOT NULL ORDER BY m.producer LIMIT 1)
      UNION ALL
      SELECT (SELECT m.producer FROM messages AS m WHERE m.producer > s.value ORDER BY m.producer LIMIT 1), s.n + 1
      FROM step AS s WHERE s.value IS NOT NULL AND s.n < ${MOST})
    SELECT value FROM step WHERE value IS NOT NULL ORDER BY n`;
}
