import { AsyncLocalStorage } from "node:async_hooks";
import { betterAuth } from "better-auth";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import type { Env } from "@/server/env";
import { SillageError } from "@/server/errors";
import { storeKey } from "@/server/event-store/store-keys";
import { type AccessServices, authOptions } from "./auth-options";
import { rolesFromClaims } from "./oidc-roles";
import type { Role } from "./roles";
import { setGrants } from "./users";

/**
 * Signing in with the identity provider. It has an instance of the library to itself: when the provider is away, nobody
 * else waits for it. The role claim decides at each sign-in which roles the provider gives; what an administrator granted
 * here stays beside them.
 */

/** Who gave a grant that comes from the provider. */
const GIVER = "oidc";

/** Between the provider's answer and the session that it leads to: the roles that it names. */
const answer = new AsyncLocalStorage<{ roles: readonly Role[] }>();

type Oidc = NonNullable<Env["oidc"]>;

async function makeOidc(services: AccessServices, oidc: Oidc) {
  const secret = await storeKey(services.storePool, "sign-in");
  const options = authOptions(services, secret.toString("base64url"));
  return betterAuth({
    ...options,
    user: {
      validateUserInfo: ({ source }) => {
        const roles = rolesFromClaims(source.oauth?.profile ?? {}, oidc.roleClaim);
        if (roles.length === 0) return { error: "no_role" };
        const current = answer.getStore();
        if (!current) throw new SillageError("INTERNAL", "An answer of the provider came from nowhere.");
        current.roles = roles;
        return undefined;
      },
    },
    databaseHooks: {
      ...options.databaseHooks,
      session: { create: { before: ({ userId }) => synchroniseRoles(services, userId) } },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: "oidc",
            discoveryUrl: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
            clientId: oidc.clientId,
            clientSecret: oidc.clientSecret,
            scopes: ["openid", "email", "profile"],
            pkce: true,
            requireIdTokenVerification: true,
          },
        ],
      }),
    ],
  });
}

/** Gives a user the roles that the provider named, and takes those that it named once and names no more. */
async function synchroniseRoles({ prisma, logger }: AccessServices, userId: string): Promise<void> {
  const roles = answer.getStore()?.roles;
  if (!roles || roles.length === 0)
    throw new SillageError("FORBIDDEN", "The identity provider names no role.");
  const wanted = roles.map((role) => ({ role, vhost: null, exchanges: null }));
  try {
    await prisma.$transaction((tx) => setGrants(tx, userId, wanted, { grantedBy: GIVER, only: GIVER }));
  } catch (error) {
    if (!(error instanceof SillageError) || error.code !== "CONFLICT") throw error;
    // Whoever is the last administrator stays one, so that the installation can still be governed.
    logger.warn({ userId }, "the identity provider no longer names the last administrator as one");
  }
}

const made = new WeakMap<AccessServices, ReturnType<typeof makeOidc>>();

/**
 * Answers a request that leads to the identity provider, or comes back from it.
 * @throws SillageError NOT_FOUND when none is configured.
 */
export async function answerOidc(request: Request, services: AccessServices): Promise<Response> {
  const { oidc } = services.env;
  if (!oidc) throw new SillageError("NOT_FOUND", "No identity provider is configured here.");
  let instance = made.get(services);
  if (!instance) {
    instance = makeOidc(services, oidc);
    made.set(services, instance);
    instance.catch(() => made.delete(services));
  }
  const auth = await instance;
  return answer.run({ roles: [] }, () => auth.handler(request));
}
