/** What went wrong, in a word that code may branch on. HTTP and tRPC codes are derived from it in one place each. */
export type ErrorCode =
  | "INVALID_INPUT"
  | "NOT_FOUND"
  | "CONFLICT"
  | "UNPROCESSABLE"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "TOO_MANY_REQUESTS"
  | "UNAVAILABLE"
  | "CONFIGURATION"
  | "INTERNAL";

/** Of every copy of this module. */
const OURS = Symbol.for("sillage.error");

/**
 * An error whose message may be shown to a person: it says what failed, why, and what to do.
 * Anything else that is thrown is a bug and is shown only as "internal error" with an id.
 *
 * A built web process has this module twice, once for pages and once for the API, and what was made by one side is used by
 * the other: `instanceof` knows the errors of both.
 */
export class SillageError extends Error {
  readonly [OURS] = true;
  readonly code: ErrorCode;
  readonly details?: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    message: string,
    options?: { cause?: unknown; details?: Record<string, unknown> },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SillageError";
    this.code = code;
    if (options?.details) this.details = options.details;
  }

  static override readonly [Symbol.hasInstance] = hasInstance;
}

/** What `instanceof` asks: any copy's error for the class itself, what it always asks for those made of it. */
function hasInstance(this: { prototype: object }, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return this.prototype === SillageError.prototype
    ? OURS in value
    : Object.prototype.isPrototypeOf.call(this.prototype, value);
}

/** The text of anything that was thrown. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(errorText).join("; ");
  return error instanceof Error ? error.message : String(error);
}
