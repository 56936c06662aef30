import { identifyToken } from "./api-tokens";
import { authOf } from "./auth";
import type { AccessServices } from "./auth-options";
import type { Principal } from "./principal";
import { IDLE_MS, TOUCH_MS } from "./session-limits";

/** A session that is in force, and whose it is. */
export interface LiveSession {
  id: string;
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean };
}

/**
 * Who asks: by `Authorization: Bearer <token>` or by the cookie of a session. Null: nobody that we know, or whose session or
 * token has ended. A request with a token is never judged by its cookies.
 * @throws what the database throws when it cannot be asked.
 */
export async function identify(headers: Headers, services: AccessServices): Promise<Principal | null> {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    return token ? identifyToken(services.prisma, token, services.clock()) : null;
  }
  const session = await liveSession(headers, services);
  if (!session) return null;
  const grants = await services.prisma.roleGrant.findMany({
    where: { userId: session.user.id },
    select: { role: true, vhost: true, exchanges: true },
    orderBy: { id: "asc" },
  });
  return { kind: "user", id: session.user.id, name: session.user.name, grants };
}

/** The session that a request's cookie stands for. One that was not used for too long ends here. */
export async function liveSession(headers: Headers, services: AccessServices): Promise<LiveSession | null> {
  const cookie = headers.get("cookie");
  if (!cookie?.includes("sillage.session_token=")) return null;
  const auth = await authOf(services);
  const found = await auth.api
    .getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } })
    .catch((error: unknown) => {
      // The library wraps what the database said, and that is what decides whether to try again.
      throw (error as { cause?: unknown }).cause ?? error;
    });
  if (!found) return null;
  const { session, user } = found;
  const now = services.clock();
  const unused = now.getTime() - session.updatedAt.getTime();
  if (unused >= IDLE_MS) {
    await services.prisma.session.deleteMany({ where: { id: session.id } });
    return null;
  }
  if (unused >= TOUCH_MS) {
    await services.prisma.session.updateMany({ where: { id: session.id }, data: { updatedAt: now } });
  }
  const { id, name, email, twoFactorEnabled } = user;
  return { id: session.id, user: { id, name, email, twoFactorEnabled: twoFactorEnabled === true } };
}
