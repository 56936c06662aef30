/** Words of sagas. Lists alone: database, API and pages share them. */

/** By what the events of a saga belong together; everything but a correlation id is concluded. */
export const BASES = ["correlation", "trace", "reference"] as const;

/**
 * saga: several events. single: one event alone. request: a request and its reply, and nothing else, which would flood a list
 * of sagas.
 */
export const FORMS = ["saga", "single", "request"] as const;

/** What is stored. STUCK is not: it is RUNNING or COMPENSATING past `stuckAt`, so that nothing has to be written when time passes. */
export const STORED_STATUSES = ["RUNNING", "COMPLETED", "COMPENSATING", "COMPENSATED", "FAILED"] as const;
export const SAGA_STATUSES = [...STORED_STATUSES, "STUCK"] as const;

/** An event of a saga, or what happened to one later. */
export const STEP_ROLES = ["event", "death", "retry", "redrive", "replay"] as const;

/** How an instance departs from its definition. */
export const DEVIATIONS = ["missing", "unexpected", "order", "late"] as const;

/** How a list of sagas is ordered, the newest or the longest first. */
export const SAGA_ORDERS = ["started", "activity", "duration"] as const;

/** A variant tells the first so many events of a saga: beyond that, nobody compares. */
export const MOST_TOLD = 200;
