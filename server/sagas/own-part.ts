import type { Pool } from "pg";
import { inScope, type Scope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import { microsOf, type SagaRow } from "./saga-item";

/** What a scope shows of a saga that runs through other exchanges too. */
interface Part {
  key: string;
  ordinal: number;
  startType: string;
  startExchange: string;
  startedAt: number;
  lastType: string;
  lastExchange: string;
  lastAt: number;
  events: number;
  inferredLinks: number;
  dead: number;
  redriven: number;
  participants: string[];
  exchanges: string[];
  streams: string[];
}

/**
 * Sagas as a scope shows them: those that run through other exchanges too as their part in it, without what is said of the
 * whole: what they wait for, how they depart, which way they took. Their status is left: that it is not over is nobody's secret
 * who takes part in it.
 */
export async function ownParts(pool: Pool, scope: Scope, rows: readonly SagaRow[]): Promise<SagaRow[]> {
  const whole = ({ vhost, exchanges }: SagaRow) =>
    exchanges.every((exchange) => inScope(scope, { vhost, exchange }));
  const cut = rows.filter((row) => !whole(row));
  if (cut.length === 0) return [...rows];
  const of = new Map((await readParts(pool, scope, cut)).map((part) => [nameOf(part), part]));
  return rows.flatMap((row) => {
    if (whole(row)) return row;
    const part = of.get(nameOf(row));
    // Its last event of the scope went to another instance since it was listed.
    if (!part) return [];
    const durationMs = (part.lastAt - part.startedAt) / 1_000;
    return { ...row, ...part, durationMs, variant: "", waitingFor: [], deviations: [] };
  });
}

const nameOf = ({ key, ordinal }: { key: string; ordinal: number }) => `${key}.${ordinal}`;

function readParts(pool: Pool, scope: Scope, rows: readonly SagaRow[]): Promise<Part[]> {
  const first = (value: string) => sql`(array_agg(${column(value)} ORDER BY p.received_at, p.record_id)
    FILTER (WHERE p.role = 'event'))[1]`;
  const last = (
    value: string,
  ) => sql`(array_agg(${column(value)} ORDER BY p.received_at DESC, p.record_id DESC)
    FILTER (WHERE p.role = 'event'))[1]`;
  const each = (value: string) => sql`coalesce(array_agg(DISTINCT ${column(value)} ORDER BY ${column(value)})
    FILTER (WHERE p.role = 'event' AND ${column(value)} IS NOT NULL), '{}')`;
  return askDatabase<Part>(
    pool,
    sql`SELECT p.key::text, p.ordinal, ${first("type")} AS "startType", ${first("exchange")} AS "startExchange",
          ${microsOf(sql`min(p.received_at) FILTER (WHERE p.role = 'event')`)} AS "startedAt",
          ${last("type")} AS "lastType", ${last("exchange")} AS "lastExchange",
          ${microsOf(sql`max(p.received_at) FILTER (WHERE p.role = 'event')`)} AS "lastAt",
          (count(*) FILTER (WHERE p.role = 'event'))::int AS events,
          (count(*) FILTER (WHERE p.role = 'event' AND p.link = 'order'))::int AS "inferredLinks",
          (count(*) FILTER (WHERE p.role = 'event' AND p.dead))::int AS dead,
          (count(*) FILTER (WHERE p.role = 'redrive'))::int AS redriven,
          ${each("producer")} AS participants, ${each("exchange")} AS exchanges, ${each("stream")} AS streams
        FROM unnest(${rows.map(({ key }) => key)}::uuid[], ${rows.map(({ ordinal }) => ordinal)}::int[]) AS k (key, ordinal)
        JOIN saga_steps AS p ON p.generation = ${rows[0]!.generation} AND p.key = k.key AND p.ordinal = k.ordinal
        WHERE ${allOf(scopeConditions(scope, "p"))}
        GROUP BY p.key, p.ordinal HAVING count(*) FILTER (WHERE p.role = 'event') > 0`,
  );
}

const COLUMNS = {
  type: sql`p.event_type`,
  exchange: sql`p.exchange`,
  producer: sql`p.producer`,
  stream: sql`p.stream_id`,
};
const column = (name: string) => COLUMNS[name as keyof typeof COLUMNS];
