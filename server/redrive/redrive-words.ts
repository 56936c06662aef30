/** Words of redrives that the database, the API and the pages share. */

/** redrive: to where the messages are to be handled; release: back into their dead-letter queue. */
export const REDRIVE_KINDS = ["redrive", "release"] as const;
export type RedriveKind = (typeof REDRIVE_KINDS)[number];

/** See the type `redrive_status` in the schema. */
export const REDRIVE_STATUSES = [
  "planned",
  "running",
  "paused",
  "halted",
  "completed",
  "aborted",
  "expired",
] as const;
export type RedriveStatus = (typeof REDRIVE_STATUSES)[number];

const ENDED_STATUSES: readonly RedriveStatus[] = ["completed", "aborted", "expired"];
/** Nothing more is sent, whatever happens. */
export const hasEnded = (status: RedriveStatus): boolean => ENDED_STATUSES.includes(status);

/** Until then a plan has its messages in hand: longer than a night, so that a script may start it then. */
export const PLAN_LASTS_MS = 24 * 3_600_000;

/** See the type `redrive_outcome` in the schema. */
export const REDRIVE_OUTCOMES = [
  "pending",
  "confirmed",
  "returned",
  "refused",
  "unknown",
  "in_doubt",
  "released",
] as const;
export type RedriveOutcome = (typeof REDRIVE_OUTCOMES)[number];

/** What a confirmed message then did; see the type `redrive_aftermath` in the schema. */
export const REDRIVE_AFTERMATHS = ["left", "effect", "dead_again"] as const;
export type RedriveAftermath = (typeof REDRIVE_AFTERMATHS)[number];

/**
 * Where messages are sent. failed-queue: each to the queue that it died in, and to no other; origin: each to the exchange
 * that it was published on, with its key, so that all subscribers get it again; queue, exchange: one that is named.
 */
export const DESTINATION_KINDS = ["failed-queue", "origin", "queue", "exchange"] as const;
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

/**
 * Why a redrive stopped by itself. dead-again: too many came back dead; not-taken: too many were returned or refused;
 * broker: the broker does not let us send at all.
 */
export const HALT_RULES = ["dead-again", "not-taken", "broker"] as const;
export type HaltRule = (typeof HALT_RULES)[number];

/** Largest number of messages that are named one by one. */
export const MOST_IDS = 10_000;
/** Largest number of messages in one redrive. */
export const MOST_MESSAGES = 1_000_000;
