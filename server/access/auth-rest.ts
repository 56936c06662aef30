import { SillageError } from "@/server/errors";
import { clientAddress } from "@/server/http/gateway";
import { API_HEADERS, problem } from "@/server/http/problem";
import { beginSignIn, forgetSignIns, type SignInAttempt } from "@/server/limits/sign-in-limit";
import { type WebServices, webServices } from "@/server/web-services";
import { authOf } from "./auth";
import { ADDRESS_HEADER } from "./auth-options";
import { AUTH_PATHS, type AuthPath, authPathOf } from "./auth-paths";
import { type LiveSession, liveSession } from "./identify";
import { answerOidc } from "./oidc";
import { recordAuth } from "./record-auth";
import { recordTooMany } from "./record-too-many";
import { sweep } from "./sweep";

/** `/api/auth/…`: signing in and out, the second factor, the own password. Each leaves a record. */
export async function answerAuth(request: Request, services: WebServices = webServices()): Promise<Response> {
  try {
    const path = authPathOf(request.method, new URL(request.url).pathname);
    if (path === null) throw new SillageError("NOT_FOUND", "There is nothing at this address.");
    // Also ends a session that was idle for too long, of which the library knows nothing.
    const session = await liveSession(request.headers, services);
    if (AUTH_PATHS[path] === "own-account" && !session) return notSignedIn();
    const account = await accountOf(request, path, session);
    const attempt = account === null ? null : { account, address: clientAddress(request.headers) };
    if (attempt) await begin(services, attempt, path);
    const answer = await handle(prepared(request), path, services);
    if (attempt && answer.ok) {
      await forgetSignIns(services.storePool, attempt);
      await sweep(services.prisma, services.clock());
    }
    await recordAuth(services, { path, request, session, account, answer });
    return withApiHeaders(answer);
  } catch (error) {
    return problem(error, services.logger);
  }
}

async function begin(services: WebServices, attempt: SignInAttempt, path: AuthPath): Promise<void> {
  try {
    await beginSignIn(services.storePool, attempt);
  } catch (error) {
    if (error instanceof SillageError && error.code === "TOO_MANY_REQUESTS") {
      await recordTooMany(services, attempt, path);
    }
    throw error;
  }
}

async function handle(request: Request, path: AuthPath, services: WebServices): Promise<Response> {
  if (path === "POST /sign-in/social" || path === "GET /callback/oidc") return answerOidc(request, services);
  const auth = await authOf(services);
  return auth.handler(request);
}

/** The account whose password a request gives; null for requests that give none. */
async function accountOf(
  request: Request,
  path: AuthPath,
  session: LiveSession | null,
): Promise<string | null> {
  // Whoever sits down at an open browser may not guess any faster than elsewhere.
  if (AUTH_PATHS[path] === "own-account") return session?.user.email ?? null;
  if (path !== "POST /sign-in/email") return null;
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  const email = (body as { email?: unknown } | null)?.email;
  return typeof email === "string" ? email.slice(0, 254).toLowerCase() : "";
}

/** The request as the library may see it: what only we may say is not taken from outside. */
function prepared(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.delete(ADDRESS_HEADER);
  const address = clientAddress(request.headers);
  if (address !== null) headers.set(ADDRESS_HEADER, address);
  return new Request(request, { headers });
}

function notSignedIn(): Response {
  return Response.json(
    { code: "UNAUTHORIZED", message: "Nobody is signed in." },
    { status: 401, headers: API_HEADERS },
  );
}

function withApiHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(API_HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}
