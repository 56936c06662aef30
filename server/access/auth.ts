import { betterAuth } from "better-auth";
import { twoFactor } from "better-auth/plugins/two-factor";
import { storeKey } from "@/server/event-store/store-keys";
import { type AccessServices, authOptions } from "./auth-options";

/** Sign-in, sessions and second factors of one process. */
export type Auth = Awaited<ReturnType<typeof makeAuth>>;

async function makeAuth(services: AccessServices) {
  const secret = await storeKey(services.storePool, "sign-in");
  return betterAuth({
    ...authOptions(services, secret.toString("base64url")),
    plugins: [twoFactor({ issuer: "Sillage" })],
  });
}

/** By the settings: services are copied for each caller's share of the database, the settings of a process are one. */
const made = new WeakMap<AccessServices["env"], Promise<Auth>>();

/**
 * The one instance that belongs to these services' settings. It is made when first needed, because its secret lies in the database.
 * @throws what the database throws; the next call tries again.
 */
export function authOf(services: AccessServices): Promise<Auth> {
  const known = made.get(services.env);
  if (known) return known;
  const auth = makeAuth(services);
  made.set(services.env, auth);
  auth.catch(() => made.delete(services.env));
  return auth;
}
