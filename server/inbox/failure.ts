import { storable } from "@/server/envelopes/text";
import { errorText } from "@/server/errors";

/**
 * What a failure means for the message. transient: it may work later, so it is tried again; poison: the message itself
 * is bad, nothing will ever come of it; business: a rule or a partner said no, and that is answered by compensation.
 */
export const ERROR_CLASSES = ["transient", "poison", "business"] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** A failure whose class is known. The message is for a person. */
export class ServiceFailure extends Error {
  readonly errorClass: ErrorClass;
  /** Trying again before this has passed is known to be in vain, in milliseconds. */
  readonly notBeforeMs: number;
  /** It waits for something that is sure to end: no attempt of its own is counted. */
  readonly waits: boolean;

  constructor(
    errorClass: ErrorClass,
    message: string,
    options: { cause?: unknown; notBeforeMs?: number; waits?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ServiceFailure";
    this.errorClass = errorClass;
    this.notBeforeMs = options.notBeforeMs ?? 0;
    this.waits = options.waits ?? false;
  }
}

/** Whatever was thrown, with a class: what nobody classed may pass, so it is tried again. */
export function failureOf(error: unknown): ServiceFailure {
  return error instanceof ServiceFailure
    ? error
    : new ServiceFailure("transient", errorText(error), { cause: error });
}

/** Longest reason that is kept, in characters. */
const LONGEST_REASON = 1_000;

/** A reason as it is stored and shown. */
export const reasonText = (message: string): string => storable(message.slice(0, LONGEST_REASON));
