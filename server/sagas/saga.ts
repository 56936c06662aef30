import type { Certainty, EventKind } from "@/server/envelopes/envelope";
import type { BASES, DEVIATIONS, FORMS, SAGA_STATUSES, STEP_ROLES, STORED_STATUSES } from "./words";

export { BASES, DEVIATIONS, FORMS, SAGA_STATUSES, STEP_ROLES, STORED_STATUSES } from "./words";

/**
 * What a saga is. Pure types and words; decision 19 says why so.
 *
 * A saga instance is what one correlation id did, once. Where messages carry none, they belong together by trace id, else by
 * the aggregate that they are about. All times are those at which the broker gave us the message: one clock for every
 * producer, and the one by which the events page counts.
 */

export type Basis = (typeof BASES)[number];
export type Form = (typeof FORMS)[number];
export type StoredStatus = (typeof STORED_STATUSES)[number];
export type SagaStatus = (typeof SAGA_STATUSES)[number];
export type StepRole = (typeof STEP_ROLES)[number];

/** What a saga shares: the digest of virtual host, basis and value, and what it was made of. */
export interface SagaKey {
  /** A UUID. */
  key: string;
  vhost: string;
  basis: Basis;
  /** The correlation id, the trace id, or the stream id. Hostile text. */
  value: string;
}

/** One arrival as it came, as far as grouping needs it. Names are hostile text. */
export interface Arrived {
  /** Record id in the store, decimal. */
  id: string;
  /** Microseconds since 1970. */
  at: number;
  vhost: string;
  role: StepRole;
  /**
   * Record id of the event that a death, retry, redrive or replay repeats; null where it is not known. An event that names
   * itself came to us only when it had died.
   */
  firstId: string | null;
  exchange: string;
  type: string;
  kind: EventKind;
  producer: string | null;
  eventId: string | null;
  causationId: string | null;
  streamId: string | null;
  declaredVersion: number | null;
}

/** How an event is linked to the one before it: its producer said so, or it followed in order. */
export type Link = "causation" | "order";

/** An event and what the fold of its key made of it. */
export interface SagaStep extends Arrived {
  /** Null: it begins its instance. */
  before: {
    id: string;
    type: string;
    exchange: string;
    link: Link /** Milliseconds, never negative. */;
    gapMs: number;
  } | null;
  /** It was dead-lettered at least once. */
  dead: boolean;
}

/** One instance, told whole: the pure function of what arrived under one key (fold-saga.ts). */
export interface SagaInstance {
  key: SagaKey;
  /** From 1; ids are used again. */
  ordinal: number;
  form: Form;
  /** Events in the order of (at, id); at least one. */
  steps: SagaStep[];
  /** Deaths, retries, redrives and replays of its events, in order. */
  marks: Arrived[];
  variant: { id: string; path: VariantNode[] };
}

/**
 * The path of an instance: each event under the one that it followed, siblings by type and then by time, so that a race of two
 * branches makes no other variant. `times`: equal neighbours are told once.
 */
export interface VariantNode {
  type: string;
  times?: number;
  next?: VariantNode[];
}

/** A step that is expected next, and what that rests on. Durations are milliseconds since the event it is expected after. */
export interface Expectation {
  type: string;
  /** Who usually publishes it; null when that is not known. */
  from: string | null;
  /** Record id of the event that it is expected after. */
  afterId: string;
  afterType: string;
  /** Between 0 and 1; null where a definition says it. */
  share: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  /** Instances that the statement rests on; null where a definition says it. */
  instances: number | null;
  /** When it is due by its definition, or past its p95: microseconds since 1970. */
  dueAt: number | null;
}

/** How an instance departs from its definition. */
export interface Deviation {
  what: (typeof DEVIATIONS)[number];
  /** The step that is missing, unexpected, too early or late. */
  type: string;
  /** What it should have come after. */
  after: string | null;
}

/** What can be said of an instance (judge-saga.ts). */
export interface Verdict {
  status: StoredStatus;
  certainty: Certainty;
  /** Microseconds since 1970; null: nothing can be said. */
  lateAt: number | null;
  stuckAt: number | null;
  waitingFor: Expectation[];
  deviations: Deviation[];
  definition: { name: string; version: number } | null;
  modelVersion: number | null;
}

/** How the address of an instance reads: its key without dashes, and from the second instance on `.2`. */
export function sagaId(key: string, ordinal: number): string {
  const hex = key.replaceAll("-", "");
  return ordinal === 1 ? hex : `${hex}.${ordinal}`;
}

/** Reads such an address; null when it is none. */
export function parseSagaId(id: string): { key: string; ordinal: number } | null {
  const match =
    /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})(?:\.([1-9][0-9]{0,8}))?$/.exec(id);
  if (!match) return null;
  return { key: match.slice(1, 6).join("-"), ordinal: Number(match[6] ?? "1") };
}

/** The status that a person is shown at a moment (microseconds since 1970). */
export function statusAt(stored: StoredStatus, stuckAt: number | null, now: number): SagaStatus {
  const open = stored === "RUNNING" || stored === "COMPENSATING";
  return open && stuckAt !== null && stuckAt <= now ? "STUCK" : stored;
}
