import { randomUUID } from "node:crypto";
import { createToken } from "../access/api-tokens";
import { authOf } from "../access/auth";
import type { HashCost } from "../access/password-hash";
import type { Grant } from "../access/principal";
import type { Role } from "../access/roles";
import { createUser, setGrants, setPassword } from "../access/users";
import { systemClock } from "../clock";
import { createPool, createPrisma } from "../db";
import { readEnv } from "../env";
import { createLogger } from "../logger";

/** Somebody who came in by the door: a user with a session, and a token with the same roles. */
export interface SignedIn {
  /** Id, e-mail and password of the user. */
  user: { id: string; name: string; email: string; password: string };
  /** For `fetch` with a session: the header `Cookie`. */
  cookie: string;
  /** For a Playwright context: `context.addCookies(person.cookiesFor(url))`. */
  cookiesFor(url: string): { name: string; value: string; url: string }[];
  /** A token with the same grants, in clear. */
  token: string;
  /** For `fetch` with the token: `{ authorization: "Bearer …" }`. */
  bearer: { authorization: string };
}

/** Settings that a test may need: PUBLIC_URL decides the name of the cookie. */
interface Options {
  name?: string;
  email?: string;
  publicUrl?: string;
}

/** A second of a busy core for each of hundreds of people would be most of what tests that look at something else do. */
const CHEAP: HashCost = { N: 2, r: 8, p: 1 };

/** A role stands for everything; a list of grants for exactly these. */
export type Roles = Role | readonly (Partial<Grant> & { role: Role })[];

/**
 * Makes a user with these roles in a database of the tests and signs them in, as the sign-in page does. Each call makes
 * another user.
 */
export async function signedIn(databaseUrl: string, roles: Roles, options: Options = {}): Promise<SignedIn> {
  const env = readEnv({ DATABASE_URL: databaseUrl, PUBLIC_URL: options.publicUrl });
  const storePool = createPool(databaseUrl, "test sign-in", 1);
  const prisma = createPrisma(databaseUrl);
  try {
    const services = {
      env,
      prisma,
      storePool,
      clock: systemClock,
      logger: createLogger({ service: "test", level: "error" }),
    };
    const auth = await authOf(services);
    const password = randomUUID();
    const email = options.email ?? `${randomUUID()}@example.com`;
    const user = await createUser(prisma, { name: options.name ?? nameOf(roles), email });
    await setPassword(prisma, user.id, password, CHEAP);
    const grants = grantsOf(roles);
    await setGrants(prisma, user.id, grants, { grantedBy: user.id });
    const answer = await auth.api.signInEmail({ body: { email, password }, asResponse: true });
    const cookies = answer.headers.getSetCookie().map((it) => it.split(";")[0]!);
    const { token } = await createToken(prisma, {
      name: user.name,
      grants,
      createdBy: user.id,
      expiresAt: new Date(Date.now() + 86_400_000),
    });
    return {
      user: { ...user, password },
      cookie: cookies.join("; "),
      cookiesFor: (url) => cookies.map((it) => ({ ...nameAndValue(it), url })),
      token,
      bearer: { authorization: `Bearer ${token}` },
    };
  } finally {
    await Promise.all([storePool.end(), prisma.$disconnect()]);
  }
}

const grantsOf = (roles: Roles): Grant[] =>
  (typeof roles === "string" ? [{ role: roles }] : roles).map((grant) => ({
    vhost: null,
    exchanges: null,
    ...grant,
  }));

const nameOf = (roles: Roles): string =>
  typeof roles === "string" ? `the ${roles}` : roles.map(({ role }) => role).join(" and ");

function nameAndValue(cookie: string): { name: string; value: string } {
  const at = cookie.indexOf("=");
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1) };
}
