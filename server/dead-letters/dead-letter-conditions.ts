import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { type SqlFragment, sql } from "@/server/event-store/sql";
import type { DeadLetterFilter, StateFilter } from "./dead-letter-filter";
import { DEAD_LETTER_STATES, type DeadLetterState, WAITING_STATES } from "./words";

/** A filter that a masker has let pass (guard-dead-letter-filter.ts). */
export interface GuardedFilter extends DeadLetterFilter {
  /** `text` is looked for in what a reader sees who sees errors masked. */
  maskedText?: true | undefined;
}

type Field = Exclude<keyof GuardedFilter, "maskedText">;

const CONDITIONS: { [F in Field]: (value: NonNullable<DeadLetterFilter[F]>) => SqlFragment } = {
  vhost: (value) => sql`d.vhost = ${value}`,
  queue: (value) => sql`d.queue = ${value}`,
  groupId: (value) => sql`d.group_id = ${value}::bigint`,
  state: (value) => sql`d.state = ANY (${statesOf(value)}::dead_letter_state[])`,
  reason: (value) => sql`d.reason = ${value}`,
  errorClass: (value) => sql`d.error_class = ${value}`,
  eventType: (value) => sql`d.event_type = ${value}`,
  producer: (value) => sql`d.producer = ${value}`,
  failedQueue: (value) => sql`d.failed_queue = ${value}`,
  originExchange: (value) => sql`d.origin_exchange = ${value}`,
  correlationId: (value) => sql`d.correlation_id = ${value}`,
  streamId: (value) => sql`d.stream_id = ${value}`,
  eventId: (value) => sql`d.event_id = ${value}`,
  from: (value) => sql`d.died_at >= ${value}::timestamptz`,
  to: (value) => sql`d.died_at < ${value}::timestamptz`,
  text: (value) => sql`d.error_message ILIKE ${containing(value)}`,
  tries: (value) => sql`d.tries >= ${value}`,
};

/** The states that a filter by state means; without one, all. */
export function statesOf(state: StateFilter | undefined): readonly DeadLetterState[] {
  if (state === undefined) return DEAD_LETTER_STATES;
  return state === "waiting" ? WAITING_STATES : [state];
}

/**
 * A filter and a scope as conditions on `dead_letters AS d`. A dead letter lies where it was published before its death;
 * where that is not known, where it was dead-lettered.
 * @param except fields that the caller tests in its own way
 */
export function deadLetterConditions(
  filter: GuardedFilter,
  scope: Scope | undefined,
  except: readonly Field[] = [],
): SqlFragment[] {
  const { maskedText, ...fields } = filter;
  const tests = (Object.keys(CONDITIONS) as Field[])
    .filter((field) => fields[field] !== undefined && !except.includes(field))
    .map((field) =>
      field === "text" && maskedText
        ? sql`${withoutPersonal(sql`d.error_message`)} ILIKE ${containing(fields.text!)}`
        : conditionOf(field, fields),
    );
  return [...scopeConditions(scope, "d"), ...tests];
}

function conditionOf<F extends Field>(field: F, filter: DeadLetterFilter): SqlFragment {
  return CONDITIONS[field](filter[field] as NonNullable<DeadLetterFilter[F]>);
}

/**
 * A text of an error without whatever may be masked in it. It takes out more than the masks do (text-shapes.ts), never
 * less: what is found by a text must not confirm what is hidden. A text that is JSON is masked by its fields: none of it.
 */
export function withoutPersonal(text: SqlFragment): SqlFragment {
  return sql`(CASE WHEN ${text} !~ '^\\s*[[{]' THEN regexp_replace(${text},
    '"[^"]*"(@|%40)[^\\s"<>]*|[^\\s"<>]*(@|%40|://)[^\\s"<>]*|(eyJ|ewo|ew0|W3s)\\S*|(bearer|basic)\\s+\\S+|[A-Z]{2}\\d{2}( ?[A-Z0-9]){11,}|\\d{4}([ -]?\\d+)+',
    '•••', 'gi') END)`;
}

/** A pattern for ILIKE, in which its own characters stand for themselves. */
export function containing(value: string): string {
  return `%${value.replace(/[\\%_]/g, "\\$&")}%`;
}
