import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type { Basis, SagaStatus } from "./saga";
import type { SagaFilter } from "./saga-schemas";
import { SERVED } from "./served-sagas";

/** A filter that a masker has let pass (guard-saga-filter.ts). */
export interface GuardedSagaFilter extends SagaFilter {
  /** Bases by whose values the reader may find sagas; undefined: by all. */
  bases?: readonly Basis[] | undefined;
}

type Field = Exclude<keyof GuardedSagaFilter, "bases" | "form">;

/** What a filter is asked with. */
export interface Asked {
  filter: GuardedSagaFilter;
  scope: Scope;
  now: Date;
}

/** Arrivals of one stream that are followed to their sagas. */
const MOST_OF_STREAM = 20_000;

/** Sagas that have not ended. */
export const OPEN = sql`s.status IN ('RUNNING', 'COMPENSATING')`;
const passed = (moment: SqlFragment, now: Date) => sql`${moment} <= ${now.toISOString()}::timestamptz`;
/** Past the moment from which on it is stuck; false where nothing is known of it. */
export const isStuck = (now: Date): SqlFragment =>
  sql`(${OPEN} AND coalesce(${passed(sql`s.stuck_at`, now)}, false))`;
export const isLate = (now: Date): SqlFragment =>
  sql`(${OPEN} AND coalesce(least(s.late_at, s.stuck_at) <= ${now.toISOString()}::timestamptz, false))`;

/** The served sagas of a form: what every index begins with. */
export const ofForm = ({ form }: SagaFilter): SqlFragment =>
  sql`s.generation = ${SERVED} AND s.form = ${form}`;

const CONDITIONS: { [F in Field]: (value: NonNullable<SagaFilter[F]>, asked: Asked) => SqlFragment } = {
  vhost: (value) => sql`s.vhost = ${value}`,
  status: (value, { now }) => hasStatus(value, now),
  late: (value, { now }) => (value ? isLate(now) : sql`NOT ${isLate(now)}`),
  type: (value, { scope }) => allOf([sql`s.start_type = ${value}`, ...startsWithin(scope)]),
  definition: (value) => sql`s.definition = ${value}`,
  participant: (value, { scope }) =>
    narrow(scope)
      ? hasStep(sql`p.role = 'event' AND p.producer = ${value}`, scope)
      : sql`${value} = ANY (s.participants)`,
  correlationId: (value, { filter: { bases } }) =>
    bases ? sql`s.value = ${value} AND s.basis = ANY (${[...bases]}::text[])` : sql`s.value = ${value}`,
  streamId: (value, { scope }) => ofStream(value, scope),
  variant: (value, { scope }) => allOf([sql`s.variant = ${value}::uuid`, ...wholly(scope)]),
  deviation: (value, { scope }) =>
    allOf([
      sql`s.deviations <> '[]' AND s.deviations @> ${JSON.stringify([{ what: value }])}::jsonb`,
      ...wholly(scope),
    ]),
  deadLetters: (value, { scope }) => {
    const some = narrow(scope)
      ? sql`(s.dead > 0 AND ${hasStep(sql`p.role = 'event' AND p.dead`, scope)})`
      : sql`s.dead > 0`;
    return value ? some : sql`NOT ${some}`;
  },
  answered: (value) => (value ? sql`s.events > 1` : sql`s.events = 1`),
  from: (value) => sql`s.started_at >= ${value.toISOString()}::timestamptz`,
  to: (value) => sql`s.started_at < ${value.toISOString()}::timestamptz`,
};

/**
 * A filter and a scope as conditions on `sagas AS s`. A saga is seen by whoever sees one of its exchanges; by what lies in
 * others, nobody finds it.
 * @param except fields that the caller tests in its own way
 */
export function sagaConditions(asked: Asked, except: readonly Field[] = []): SqlFragment[] {
  const fields = (Object.keys(CONDITIONS) as Field[]).filter(
    (field) => asked.filter[field] !== undefined && !except.includes(field),
  );
  return [...touches(asked.scope), ...fields.map((field) => conditionOf(field, asked))];
}

/** One field of a filter as a condition. */
export function conditionOf<F extends Field>(field: F, asked: Asked): SqlFragment {
  return CONDITIONS[field](asked.filter[field] as NonNullable<SagaFilter[F]>, asked);
}

/** The range of a filter, by when a saga began. */
export const rangeOf = (asked: Asked): SqlFragment[] =>
  (["from", "to"] as const)
    .filter((field) => asked.filter[field] !== undefined)
    .map((field) => conditionOf(field, asked));

function hasStatus(status: SagaStatus, now: Date): SqlFragment {
  if (status === "STUCK") return isStuck(now);
  const open = status === "RUNNING" || status === "COMPENSATING";
  return open ? sql`s.status = ${status} AND NOT ${isStuck(now)}` : sql`s.status = ${status}`;
}

/** Whether a scope speaks of single exchanges, so that sagas may lie in it in part. */
export const narrow = (scope: Scope): boolean =>
  scope !== "everything" && scope.some(({ exchanges }) => exchanges !== null);

/** Sagas of which the scope shows how they began. */
export const startsWithin = (scope: Scope): SqlFragment[] =>
  narrow(scope) ? scopeConditions(scope, "start") : [];

/** Sagas of which the scope shows anything. */
export function touches(scope: Scope): SqlFragment[] {
  // Where a scope knows whole virtual hosts alone, its condition does not look at exchanges.
  const tests = scopeConditions(scope, "each");
  if (!narrow(scope)) return tests;
  return [sql`EXISTS (SELECT 1 FROM unnest(s.exchanges) AS x (name) WHERE ${allOf(tests)})`];
}

/** Sagas that lie in the scope as a whole. */
export function wholly(scope: Scope): SqlFragment[] {
  if (!narrow(scope)) return [];
  const tests = allOf(scopeConditions(scope, "each"));
  return [sql`NOT EXISTS (SELECT 1 FROM unnest(s.exchanges) AS x (name) WHERE NOT ${tests})`];
}

function hasStep(test: SqlFragment, scope: Scope): SqlFragment {
  const tests = allOf([test, ...scopeConditions(scope, "p")]);
  return sql`EXISTS (SELECT 1 FROM saga_steps AS p
    WHERE p.generation = s.generation AND p.key = s.key AND p.ordinal = s.ordinal AND ${tests})`;
}

/** Sagas that events of a stream belong to: by the newest events of it, which the store finds by their stream. */
function ofStream(streamId: string, scope: Scope): SqlFragment {
  const tests = allOf([sql`p.generation = ${SERVED} AND p.role = 'event'`, ...scopeConditions(scope, "p")]);
  return sql`(s.key, s.ordinal) IN (
    SELECT p.key, p.ordinal FROM (
      SELECT m.id FROM messages AS m WHERE m.stream_id = ${streamId} ORDER BY m.stream_seq DESC LIMIT ${MOST_OF_STREAM}
    ) AS m JOIN saga_steps AS p ON p.record_id = m.id WHERE ${tests})`;
}
