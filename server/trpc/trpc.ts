import { randomUUID } from "node:crypto";
import { initTRPC, TRPCError } from "@trpc/server";
import { admit } from "@/server/access/admit";
import { admitOnRecord } from "@/server/access/admit-on-record";
import { ruleOf } from "@/server/access/permissions";
import { type ErrorCode, errorText, SillageError } from "@/server/errors";
import { factsOf, isDatabaseDown, retryAfterOf } from "@/server/http/problem";
import { payerOf, shareOf } from "@/server/limits/share";
import type { Context } from "./context";
import { expectSame, isAsyncIterable, whileAllowed } from "./while-allowed";

/** The one place where an error becomes a tRPC code. */
const CODES: Record<ErrorCode, TRPCError["code"]> = {
  INVALID_INPUT: "BAD_REQUEST",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  UNPROCESSABLE: "UNPROCESSABLE_CONTENT",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  TOO_MANY_REQUESTS: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  CONFIGURATION: "INTERNAL_SERVER_ERROR",
  INTERNAL: "INTERNAL_SERVER_ERROR",
};

const t = initTRPC.context<Context>().create({
  sse: {
    // Proxies close a quiet connection, and a browser must notice a dead one: the client reconnects when pings stay away.
    ping: { enabled: true, intervalMs: 5_000 },
    client: { reconnectAfterInactivityMs: 15_000 },
  },
  errorFormatter: ({ shape, error }) => ({
    message: messageOf(error, shape.message),
    code: shape.code,
    data: {
      code: shape.data.code,
      httpStatus: shape.data.httpStatus,
      /** Seconds after which whoever asks too much may ask again. */
      retryAfter: retryAfterOf(error.cause),
      fields:
        error.cause instanceof SillageError
          ? (error.cause.details?.fields as Record<string, string>)
          : undefined,
      facts: factsOf(error.cause),
    },
  }),
});

/** An internal error that still has its cause did not pass `mapErrors` (a subscription under way): only what we said ourselves is told. */
function messageOf({ code, cause }: TRPCError, message: string): string {
  if (code !== "INTERNAL_SERVER_ERROR" || !cause) return message;
  return cause instanceof SillageError && CODES[cause.code] !== code
    ? cause.message
    : "Something went wrong here.";
}

/** Turns whatever a procedure threw into what its caller may know; the rest goes to the log, under an id. */
const mapErrors = t.middleware(async ({ next, ctx, path, signal }) => {
  const result = await next();
  // Nobody hears the answer any more: that work was stopped is no error.
  if (result.ok || signal?.aborted) return result;
  const { cause } = result.error;
  // tRPC's own: bad input, unknown procedure.
  if (!cause || result.error.code !== "INTERNAL_SERVER_ERROR") return result;
  throw tellable(cause, path, ctx);
});

function tellable(cause: unknown, path: string, { services: { logger } }: Context): TRPCError {
  if (cause instanceof SillageError && CODES[cause.code] !== "INTERNAL_SERVER_ERROR") {
    return new TRPCError({ code: CODES[cause.code], message: cause.message, cause });
  }
  if (isDatabaseDown(cause)) {
    logger.warn({ path, error: errorText(cause) }, "database not reachable");
    return new TRPCError({
      code: "SERVICE_UNAVAILABLE",
      message: "The database cannot be reached at the moment.",
    });
  }
  const id = randomUUID();
  const stack = cause instanceof Error ? cause.stack : undefined;
  logger.error({ id, path, error: errorText(cause), stack }, "internal error");
  return new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: `Something went wrong here. The log has it under ${id}.`,
  });
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Counts the call against the rate of whoever asks; their searches take turns with those of the others. */
const limited = t.middleware(({ ctx, next }) => {
  const payer = payerOf(ctx.principal, ctx.headers);
  ctx.services.rate.take(payer);
  return next({ ctx: { services: shareOf(ctx.services, payer) } });
});

/** Looks the procedure up in the permission table, before its input is read, and says who asks and for which part. */
const admitted = t.middleware(async ({ ctx, path, type, next }) => {
  const admission = await admitOnRecord(path, ctx, type === "mutation");
  const result = await next({ ctx: admission });
  if (type !== "subscription" || !result.ok || !isAsyncIterable(result.data)) return result;
  const recheck = async () => {
    try {
      expectSame(admission, admit(path, await ctx.identify()));
    } catch (error) {
      throw tellable(error, path, ctx);
    }
  };
  return { ...result, data: whileAllowed(result.data, recheck) };
});

/** Every procedure: errors become codes, and the permission table decides who passes. */
export const procedure = t.procedure.use(mapErrors).use(limited).use(admitted);

/** A procedure that the table opens to everybody: what a sign-in page needs. It may look at who asks, and is told of nobody. */
export const publicProcedure = t.procedure
  .use(mapErrors)
  .use(limited)
  .use(({ path, next }) => {
    if (ruleOf(path) !== "public")
      throw new SillageError("INTERNAL", `The permission table does not open ${path}.`);
    return next();
  });
