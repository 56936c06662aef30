import type { Pool } from "pg";
import { inScope, type Scope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { decodeCursor, encodeCursor, keyTime } from "@/server/event-store/search-cursor";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { guardFilter } from "@/server/masking/filter-guard";
import { maskShapes } from "@/server/masking/text-shapes";
import type { SagaReader } from "@/server/sagas/list-sagas";
import { type Link, type StoredStatus, sagaId, statusAt } from "@/server/sagas/saga";
import { startsWithin, wholly } from "@/server/sagas/saga-conditions";
import { microsOf } from "@/server/sagas/saga-item";
import { SERVED } from "@/server/sagas/served-sagas";
import type { BehindAnswer, BehindInput } from "./flow-schemas";

interface Row {
  recordId: string;
  at: number;
  vhost: string;
  exchange: string;
  type: string;
  gapMs: number | null;
  link: Link | null;
  dead: boolean;
  key: string;
  ordinal: number;
  startType: string;
  startExchange: string;
  status: StoredStatus;
  stuckAt: number | null;
}

const DOWN = sql`p.received_at DESC, p.record_id DESC`;

/**
 * A page of the events behind a node or an edge of the flow map, each with its saga, the newest first. With a variant, those of the
 * sagas that took it and began within the range, else those that came within the range: as the map counts them.
 * @throws SillageError FORBIDDEN for a filter by what is masked, INVALID_INPUT for a cursor of something else, UNAVAILABLE when the
 *   database needs too long
 */
export async function readBehind(pool: Pool, reader: SagaReader, input: BehindInput): Promise<BehindAnswer> {
  const { scope, masker, now } = reader;
  const { vhost, exchange, type, before, sagaType, limit } = input;
  guardFilter({ vhost, exchange, eventType: type }, masker);
  for (const eventType of [before, sagaType]) if (eventType) guardFilter({ vhost, eventType }, masker);
  const rows = await askDatabase<Row>(
    pool,
    sql`SELECT p.record_id::text AS "recordId", ${microsOf(sql`p.received_at`)} AS at, p.vhost, p.exchange,
          p.event_type AS type, p.gap_ms AS "gapMs", p.link, p.dead, p.key::text, p.ordinal,
          s.start_type AS "startType", s.start_exchange AS "startExchange", s.status, ${microsOf(sql`s.stuck_at`)} AS "stuckAt"
        FROM (${input.last ? lastSteps(input, scope) : stepsOf(input, scope)}) AS p
        JOIN sagas AS s ON s.generation = p.generation AND s.key = p.key AND s.ordinal = p.ordinal
        ORDER BY ${DOWN} LIMIT ${limit + 1}`,
  );
  const shown = (text: string, place: { vhost: string; exchange: string }) => {
    const judge = masker.judgeOf(place);
    return judge ? maskShapes(text, judge.shapes) : text;
  };
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => {
      const start = { vhost: row.vhost, exchange: row.startExchange };
      return {
        recordId: row.recordId,
        at: row.at,
        type: shown(row.type, row),
        exchange: row.exchange,
        gapMs: row.gapMs,
        link: row.link,
        dead: row.dead,
        saga: {
          id: sagaId(row.key, row.ordinal),
          type: inScope(scope, start) ? shown(row.startType, start) : null,
          status: statusAt(row.status, row.stuckAt, now.getTime() * 1_000),
        },
      };
    }),
    nextCursor:
      rows.length > limit && last
        ? encodeCursor({ micros: String(Math.round(last.at)), id: last.recordId })
        : null,
  };
}

/** Steps by the index of edges: each way to the type for itself, so that a page costs the same however many there are. */
function stepsOf(input: BehindInput, scope: Scope): SqlFragment {
  const ways =
    input.before === undefined
      ? sql`SELECT DISTINCT before_type FROM flow_edge_names WHERE event_type = ${input.type}`
      : sql`SELECT ${input.before}::text COLLATE "C" AS before_type`;
  const seen = input.before ? seenBefore(scope) : [];
  const tests = allOf([
    sql`p.generation = ${SERVED} AND p.event_type = ${input.type} AND p.before_type = way.before_type AND p.role = 'event'`,
    ...stepTests(input, scope),
    ...seen,
  ]);
  return sql`SELECT p.* FROM (${ways}) AS way CROSS JOIN LATERAL (
    SELECT p.* FROM saga_steps AS p ${sagasOf(input)} WHERE ${tests} ORDER BY ${DOWN} LIMIT ${input.limit + 1}) AS p`;
}

/** The last events of sagas, by when they came. */
function lastSteps(input: BehindInput, scope: Scope): SqlFragment {
  const { from, to, sagaType, variant } = input;
  const moment = variant === undefined ? sql`s.last_at` : sql`s.started_at`;
  const tests = allOf([
    sql`s.generation = ${SERVED} AND s.form = form.name AND s.last_type = ${input.type}`,
    ...(from ? [sql`${moment} >= ${from.toISOString()}::timestamptz`] : []),
    ...(to ? [sql`${moment} < ${to.toISOString()}::timestamptz`] : []),
    ...ofSagas({ sagaType, variant }, scope),
    sql`p.event_type = s.last_type AND p.exchange = s.last_exchange`,
    // The last of those that came in the same microsecond.
    sql`p.record_id = (SELECT max(o.record_id) FROM saga_steps AS o WHERE o.generation = s.generation AND o.key = s.key
      AND o.ordinal = s.ordinal AND o.received_at = s.last_at AND o.role = 'event')`,
    ...stepTests(
      { ...input, from: undefined, to: undefined, sagaType: undefined, variant: undefined },
      scope,
    ),
  ]);
  return sql`SELECT p.* FROM unnest('{saga,single,request}'::text[]) AS form (name) CROSS JOIN LATERAL (
    SELECT p.* FROM sagas AS s JOIN saga_steps AS p
      ON p.generation = s.generation AND p.key = s.key AND p.ordinal = s.ordinal AND p.received_at = s.last_at
    WHERE ${tests} ORDER BY s.last_at DESC, p.record_id DESC LIMIT ${input.limit + 1}) AS p`;
}

/** The sagas of steps, where they are filtered by them. */
const sagasOf = ({ sagaType, variant }: BehindInput): SqlFragment =>
  sagaType === undefined && variant === undefined
    ? sql``
    : sql`JOIN sagas AS s ON s.generation = p.generation AND s.key = p.key AND s.ordinal = p.ordinal`;

function stepTests(
  { from, to, vhost, exchange, sagaType, variant, cursor }: BehindInput,
  scope: Scope,
): SqlFragment[] {
  const moment = variant === undefined ? sql`p.received_at` : sql`s.started_at`;
  const after = cursor === undefined ? null : decodeCursor(cursor);
  return [
    ...scopeConditions(scope, "p"),
    ...(from ? [sql`${moment} >= ${from.toISOString()}::timestamptz`] : []),
    ...(to ? [sql`${moment} < ${to.toISOString()}::timestamptz`] : []),
    ...(vhost === undefined ? [] : [sql`p.vhost = ${vhost}`]),
    ...(exchange === undefined ? [] : [sql`(p.exchange = ${exchange} OR p.before_exchange = ${exchange})`]),
    ...ofSagas({ sagaType, variant }, scope),
    ...(after
      ? [sql`(p.received_at, p.record_id) < (${keyTime(after)}::timestamptz, ${after.id}::bigint)`]
      : []),
  ];
}

/** By how a saga began where its reader sees nothing, nobody finds it, nor by a way that is not all theirs to see. */
const ofSagas = (
  { sagaType, variant }: Pick<BehindInput, "sagaType" | "variant">,
  scope: Scope,
): SqlFragment[] => [
  ...(sagaType === undefined ? [] : [sql`s.start_type = ${sagaType}`, ...startsWithin(scope)]),
  ...(variant === undefined ? [] : [sql`s.variant = ${variant}::uuid`, ...wholly(scope)]),
];

/** Whoever names the event before must see it: by what lies elsewhere, nobody finds anything. */
const seenBefore = (scope: Scope): SqlFragment[] => scopeConditions(scope, "before");
