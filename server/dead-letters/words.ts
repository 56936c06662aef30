/** Words of dead letters that the database, the API and the pages share. */

/** See the type `dead_letter_state` in the schema. */
export const DEAD_LETTER_STATES = ["observed", "held", "gone", "released", "redriven", "discarded"] as const;
export type DeadLetterState = (typeof DEAD_LETTER_STATES)[number];

/** Nobody has settled them: they lie in their queue or in our custody. */
export const WAITING_STATES = ["observed", "held"] as const satisfies readonly DeadLetterState[];

/** What the headers say an error is: may pass by itself, will never pass, or was refused by a rule of the business. */
export const ERROR_CLASSES = ["transient", "poison", "business"] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

export const CUSTODIES = ["observe", "hold"] as const;
export type Custody = (typeof CUSTODIES)[number];

/** Reasons that RabbitMQ gives; others may stand there, and are shown as they are. */
export const REASONS = ["rejected", "expired", "maxlen", "delivery_limit"] as const;
export type Reason = (typeof REASONS)[number];
