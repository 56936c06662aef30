import { prismaAdapter } from "@better-auth/prisma-adapter";
import type { BetterAuthOptions } from "better-auth";
import { APIError, createAuthMiddleware, isAPIError } from "better-auth/api";
import type { Env } from "@/server/env";
import { errorText } from "@/server/errors";
import { safeNext } from "@/server/http/safe-next";
import { isKnownHost } from "@/server/http/security";
import type { Logger } from "@/server/logger";
import type { WebServices } from "@/server/web-services";
import { hashPassword, verifyPassword } from "./password-hash";
import { ABSOLUTE_S } from "./session-limits";
import { isWeakPassword, MAX_PASSWORD, MIN_PASSWORD } from "./weak-password";

/** What identity needs of a process's services. */
export type AccessServices = Pick<WebServices, "env" | "prisma" | "storePool" | "logger" | "clock">;

/** Carries the client's address from our route to better-auth, which then stores it with the session. Never taken from outside. */
export const ADDRESS_HEADER = "x-sillage-client-address";

/** Where an answer of the identity provider leads that lets nobody in. */
const SIGN_IN_PAGE = "/sign-in";

/** The address that people use; its origin is the one that links and the answers of an identity provider come back to. */
export const publicOrigin = ({ publicUrl, port }: Env): string =>
  publicUrl ? new URL(publicUrl).origin : `http://localhost:${port}`;

/**
 * What every instance of better-auth here has in common. Nothing is read from the environment, no telemetry is sent,
 * and nobody can sign up: people are made by an administrator, by the first link, or come from the identity provider.
 */
export function authOptions({ env, prisma, logger }: AccessServices, secret: string) {
  const origin = publicOrigin(env);
  const https = origin.startsWith("https:");
  return {
    appName: "Sillage",
    baseURL: origin,
    basePath: "/api/auth",
    secret,
    database: prismaAdapter(prisma, { provider: "postgresql", transaction: true }),
    telemetry: { enabled: false },
    // Attempts are limited where the client's address is known: app/api/auth.
    rateLimit: { enabled: false },
    trustedOrigins: (request?: Request) => knownOrigin(request, env.publicUrl),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      password: { hash: (password) => hashPassword(password), verify: verifyPassword },
    },
    // The limit from the sign-in on is fixed; the idle limit is kept by identify.
    session: { expiresIn: ABSOLUTE_S, disableSessionRefresh: true },
    // An account of the provider joins a user of ours by e-mail only when the provider vouches for the e-mail.
    account: { accountLinking: { enabled: true }, updateAccountOnSignIn: false },
    advanced: {
      // The browser takes a __Host- cookie only from this very host, over TLS, for every path.
      cookiePrefix: https ? "__Host-sillage" : "sillage",
      useSecureCookies: false,
      defaultCookieAttributes: { secure: https, httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // Explicit, because the library turns them off where it believes to be tested.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    databaseHooks: {
      // We call nothing on behalf of a user, so the provider's tokens are not kept.
      account: { create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) } },
    },
    hooks: { before: createAuthMiddleware(async ({ path, body }) => adjustBody(path, body)) },
    logger: { level: "warn", log: toLog(logger) },
    onAPIError: { errorURL: SIGN_IN_PAGE, onError: (error: unknown) => logFailure(logger, error) },
  } satisfies BetterAuthOptions;
}

const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};

/** One rule for all requests: see proxy.ts. */
function knownOrigin(request: Request | undefined, publicUrl: string | undefined): string[] {
  const origin = request?.headers.get("origin");
  if (!origin || !URL.canParse(origin)) return [];
  return isKnownHost(new URL(origin).host, publicUrl) ? [origin] : [];
}

/** What a caller may not choose: a changed password ends the other sessions, and no device is excused from the second factor. */
function adjustBody(path: string, body: Record<string, unknown> | undefined) {
  if (path === "/change-password" && body) {
    if (isWeakPassword(String(body.newPassword ?? ""))) {
      throw new APIError("BAD_REQUEST", {
        code: "WEAK_PASSWORD",
        message: "This password is easy to guess.",
      });
    }
    return { context: { body: { ...body, revokeOtherSessions: true } } };
  }
  if (path === "/sign-in/social" && body) {
    // Nothing but a way to the provider's page and back: above all no token from who knows where.
    const callbackURL = safeNext(String(body.callbackURL ?? ""));
    return { context: { body: { provider: "oidc", callbackURL, errorCallbackURL: SIGN_IN_PAGE } } };
  }
  if (path.startsWith("/two-factor/verify") && body) {
    return { context: { body: { ...body, trustDevice: false } } };
  }
  return undefined;
}

/** A refusal is an answer, and is recorded as an action where it matters; only what went wrong here goes to the log. */
function logFailure(logger: Logger, error: unknown): void {
  if (isAPIError(error) && error.statusCode < 500) return;
  logger.error({ part: "sign-in", error: errorText(error) }, "a request to sign in or out failed");
}

/** The library's words go to our log without what it attaches: that may be an e-mail, a token or a whole request. */
function toLog(logger: Logger) {
  return (level: "debug" | "info" | "warn" | "error" | "success", message: string, ...rest: unknown[]) => {
    const error = rest.find((it) => it instanceof Error);
    const line = level === "warn" || level === "error" ? level : "debug";
    logger[line]({ part: "sign-in", ...(error ? { error: errorText(error) } : {}) }, message);
  };
}
