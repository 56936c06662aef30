import { SillageError } from "@/server/errors";
import { clientAddress } from "@/server/http/gateway";
import { API_HEADERS, problem } from "@/server/http/problem";
import { type WebServices, webServices } from "@/server/web-services";
import { authOf } from "./auth";
import { ADDRESS_HEADER } from "./auth-options";
import { AUTH_PATHS, authPathOf } from "./auth-paths";
import { liveSession } from "./identify";

/** `/api/auth/…`: signing in and out, the second factor, the own password. */
export async function answerAuth(request: Request, services: WebServices = webServices()): Promise<Response> {
  try {
    const path = authPathOf(request.method, new URL(request.url).pathname);
    if (path === null) throw new SillageError("NOT_FOUND", "There is nothing at this address.");
    // Also ends a session that was idle for too long, of which the library knows nothing.
    const session = await liveSession(request.headers, services);
    if (AUTH_PATHS[path] === "own-account" && !session) return notSignedIn();
    const auth = await authOf(services);
    return withApiHeaders(await auth.handler(prepared(request)));
  } catch (error) {
    return problem(error, services.logger);
  }
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
  for (const [name, value] of Object.entries(API_HEADERS)) response.headers.set(name, value);
  return response;
}
