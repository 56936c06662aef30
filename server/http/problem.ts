import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type ErrorCode, errorText, SillageError } from "@/server/errors";
import type { Logger } from "@/server/logger";

/** The one place where an error becomes an HTTP answer: problem details (RFC 9457). */

const STATUS: Record<ErrorCode, number> = {
  INVALID_INPUT: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNPROCESSABLE: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
  CONFIGURATION: 500,
  INTERNAL: 500,
};

const TITLE: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Forbidden",
  404: "Not found",
  409: "Conflict",
  422: "Unprocessable",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

/** Headers of every answer of the API: nothing is cached, nothing is guessed. */
export const API_HEADERS = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" } as const;

/** A JSON answer. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: API_HEADERS });
}

/** A JSON answer whose text is made already. */
export function jsonText(text: string, status = 200): Response {
  return new Response(text, { status, headers: { ...API_HEADERS, "Content-Type": "application/json" } });
}

/** An error as problem+json. What is not a SillageError is logged under an id, and only the id is told. */
export function problem(error: unknown, logger: Logger): Response {
  if (error instanceof SillageError && STATUS[error.code] !== 500) {
    const fields = error.details?.fields as Record<string, string> | undefined;
    const retryAfter = retryAfterOf(error);
    const response = problemResponse(STATUS[error.code], {
      code: error.code,
      detail: error.message,
      ...(fields ? { errors: Object.entries(fields).map(([field, detail]) => ({ field, detail })) } : {}),
      ...(retryAfter === null ? {} : { retryAfter }),
      ...memberFacts(error),
    });
    if (retryAfter !== null) response.headers.set("Retry-After", String(retryAfter));
    return response;
  }
  if (isDatabaseDown(error)) {
    logger.warn({ error: errorText(error) }, "database not reachable");
    return problemResponse(503, {
      code: "UNAVAILABLE",
      detail: "The database cannot be reached at the moment.",
    });
  }
  const id = randomUUID();
  logger.error(
    { id, error: errorText(error), stack: error instanceof Error ? error.stack : undefined },
    "internal error",
  );
  return problemResponse(500, {
    code: "INTERNAL",
    detail: `Something went wrong here. The log has it under ${id}.`,
    id,
  });
}

/** Seconds after which a refused caller may try again; null where the error does not say. */
export function retryAfterOf(error: unknown): number | null {
  const seconds = error instanceof SillageError ? error.details?.retryAfter : undefined;
  return typeof seconds === "number" ? seconds : null;
}

/** What an error says for its caller's program, beside its text: a status, what is allowed, what happened meanwhile. */
export function factsOf(error: unknown): Record<string, unknown> | undefined {
  return error instanceof SillageError
    ? (error.details?.facts as Record<string, unknown> | undefined)
    : undefined;
}

/** The facts as members of a problem, in which `status` is that of the answer. */
function memberFacts(error: unknown): Record<string, unknown> {
  const { status, ...facts } = factsOf(error) ?? {};
  return status === undefined ? facts : { currentStatus: status, ...facts };
}

function problemResponse(status: number, fields: Record<string, unknown>): Response {
  return new Response(JSON.stringify({ type: "about:blank", title: TITLE[status], status, ...fields }), {
    status,
    headers: {
      ...API_HEADERS,
      "Content-Type": "application/problem+json",
      ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
    },
  });
}

/** Whether an error says that the database cannot be reached, as against that it refused something. */
export function isDatabaseDown(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === "string") {
    // 57P0x: shutting down or starting; 08: connection; 53300: too many connections; P10xx, P2024: Prisma's words for these.
    return /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|57P0|08|53300|P10\d\d$|P2024$)/.test(code);
  }
  return (
    error instanceof Error &&
    /Connection terminated|is not queryable|timeout exceeded when trying to connect/.test(error.message)
  );
}

/**
 * Checks the query of a request against a schema.
 * @throws SillageError INVALID_INPUT with a text for each bad field. A parameter that is unknown or given twice is bad:
 * a typo must not silently match everything.
 */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  const { searchParams } = new URL(request.url);
  const given: Record<string, string> = Object.create(null);
  // Names are a stranger's: an object without a prototype takes `__proto__` for a name like any other.
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of searchParams) {
    if (name in given) fields[name] = "is given more than once";
    given[name] = value;
  }
  const parsed = schema.safeParse({ ...given });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      if (issue.code === "unrecognized_keys")
        for (const key of issue.keys) fields[key] = "is not a parameter of this search";
      else fields[issue.path.join(".") || "query"] ??= issue.message;
    }
  }
  if (!parsed.success || Object.keys(fields).length > 0) throw invalidInput(fields);
  return parsed.data;
}

/** An INVALID_INPUT error that names each bad field and what is wrong with it. */
export function invalidInput(fields: Record<string, string>): SillageError {
  const list = Object.entries(fields).map(([field, text]) => `${field} ${text}`);
  return new SillageError("INVALID_INPUT", `Bad parameters: ${list.join("; ")}.`, { details: { fields } });
}

/**
 * Checks the JSON body of a request against a schema.
 * @throws SillageError INVALID_INPUT with a text for each bad field.
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const given: unknown = await request.json().catch(() => {
    throw invalidInput({ body: "is not JSON" });
  });
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".") || "body"] ??= issue.message;
  throw invalidInput(fields);
}
