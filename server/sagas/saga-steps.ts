import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import type { EventKind } from "@/server/envelopes/envelope";
import { findByEventIds } from "@/server/event-store/related-messages";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { type Masker, maskRoutingKey } from "@/server/masking/masker";
import type { SagaDefinition } from "./definition";
import { compensationOf } from "./definition-of-saga";
import { maskColumn, maskStream, maskType } from "./mask-saga";
import { sagaId } from "./saga";
import { microsOf, type SagaRow } from "./saga-item";
import { pairsOf } from "./saga-pairs";
import type { ShownMark, ShownStep } from "./saga-schemas";

/** Events of a saga that a page is given, and what happened to them later. */
export const MOST_STEPS = 10_000;
const MOST_MARKS = 10_000;
/** Causes in other sagas that are looked for. */
const MOST_CAUSES = 500;

/** An event of a saga as it is stored, unmasked. */
export interface StepRow {
  id: string;
  at: number;
  exchange: string;
  routingKey: string | null;
  type: string;
  kind: EventKind;
  producer: string | null;
  eventId: string | null;
  causationId: string | null;
  streamId: string | null;
  streamSeq: number | null;
  beforeId: string | null;
  link: "causation" | "order" | null;
  gapMs: number | null;
  dead: boolean;
}

const ofSaga = ({ generation, key, ordinal }: SagaRow, scope: Scope): SqlFragment =>
  allOf([
    sql`p.generation = ${generation} AND p.key = ${key}::uuid AND p.ordinal = ${ordinal}`,
    ...scopeConditions(scope, "p"),
  ]);

/** The first events of a saga that a scope shows, in order. */
export function readSteps(pool: Pool, saga: SagaRow, scope: Scope): Promise<StepRow[]> {
  return askDatabase<StepRow>(
    pool,
    sql`SELECT p.record_id::text AS id, ${microsOf(sql`p.received_at`)} AS at, p.exchange,
          m.routing_key AS "routingKey", p.event_type AS type, p.kind, p.producer, p.event_id AS "eventId",
          p.causation_id AS "causationId", p.stream_id AS "streamId", m.stream_seq::float8 AS "streamSeq",
          p.before_id::text AS "beforeId", p.link, p.gap_ms AS "gapMs", p.dead
        FROM (
          SELECT * FROM saga_steps AS p WHERE ${ofSaga(saga, scope)} AND p.role = 'event'
          ORDER BY p.received_at, p.record_id LIMIT ${MOST_STEPS}
        ) AS p LEFT JOIN messages AS m ON m.received_at = p.received_at AND m.id = p.record_id
        ORDER BY p.received_at, p.record_id`,
  );
}

/** What happened to its events later, as far as a scope shows it. */
export function readMarks(pool: Pool, saga: SagaRow, scope: Scope): Promise<ShownMark[]> {
  return askDatabase<ShownMark>(
    pool,
    sql`SELECT p.record_id::text AS id, ${microsOf(sql`p.received_at`)} AS at, p.role, p.first_id::text AS "firstId",
          p.event_type AS type, p.exchange
        FROM saga_steps AS p WHERE ${ofSaga(saga, scope)} AND p.role <> 'event'
        ORDER BY p.received_at, p.record_id LIMIT ${MOST_MARKS}`,
  );
}

type Elsewhere = NonNullable<ShownStep["elsewhere"]>;

/** Causes of its events that belong to another saga, by the id of the event that they caused. */
export async function causesElsewhere(
  pool: Pool,
  saga: SagaRow,
  scope: Scope,
  steps: readonly StepRow[],
): Promise<Map<string, Elsewhere>> {
  const own = new Set(steps.map(({ eventId }) => eventId));
  const caused = steps.filter(({ causationId }) => causationId !== null && !own.has(causationId));
  const ids = [...new Set(caused.map(({ causationId }) => causationId!))].slice(0, MOST_CAUSES);
  const causes = await findByEventIds(pool, { vhost: saga.vhost, scope }, ids, 1);
  const records = [...causes.values()].map(({ rows }) => rows[0]!.id);
  if (records.length === 0) return new Map();
  const found = await askDatabase<{ record: string; key: string; ordinal: number }>(
    pool,
    sql`SELECT p.record_id::text AS record, p.key::text, p.ordinal FROM saga_steps AS p
        WHERE p.record_id = ANY (${records}::bigint[]) AND p.generation = ${saga.generation} AND p.ordinal IS NOT NULL
          AND (p.key, p.ordinal) <> (${saga.key}::uuid, ${saga.ordinal}::int)`,
  );
  const sagas = new Map(found.map(({ record, key, ordinal }) => [record, sagaId(key, ordinal)]));
  return new Map(
    caused.flatMap(({ id, causationId }): [string, Elsewhere][] => {
      const recordId = causes.get(causationId!)?.rows[0]?.id;
      const saga = recordId === undefined ? undefined : sagas.get(recordId);
      return saga === undefined ? [] : [[id, { sagaId: saga, recordId: recordId! }]];
    }),
  );
}

/** Steps as a reader may see them: each as its own exchange has it. What came before a step may lie where nobody sees it. */
export function showSteps(
  rows: readonly StepRow[],
  { vhost }: SagaRow,
  masker: Masker,
  { elsewhere, definition }: { elsewhere: ReadonlyMap<string, Elsewhere>; definition: SagaDefinition | null },
): ShownStep[] {
  const pairs = pairsOf(rows);
  const seen = new Set(rows.map(({ id }) => id));
  return rows.map((row) => {
    const judge = masker.judgeOf({ vhost, exchange: row.exchange });
    const judges = judge ? [judge] : [];
    const key = row.routingKey ?? "";
    return {
      ...row,
      routingKey: judge ? maskRoutingKey(key, judge) : key,
      type: maskType(row.type, judges),
      producer: row.producer && maskColumn("producer", row.producer, judges),
      eventId: row.eventId && maskColumn("eventId", row.eventId, judges),
      causationId: row.causationId && maskColumn("causationId", row.causationId, judges),
      streamId: row.streamId && maskStream(row.streamId, judges),
      beforeId: row.beforeId !== null && seen.has(row.beforeId) ? row.beforeId : null,
      compensation: compensationOf(row.type, definition),
      pairId: pairs.get(row.id) ?? null,
      elsewhere: elsewhere.get(row.id) ?? null,
    };
  });
}

export function showMarks(marks: readonly ShownMark[], { vhost }: SagaRow, masker: Masker): ShownMark[] {
  return marks.map((mark) => {
    const judge = masker.judgeOf({ vhost, exchange: mark.exchange });
    return judge ? { ...mark, type: maskType(mark.type, [judge]) } : mark;
  });
}
