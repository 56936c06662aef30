import { z } from "zod";
import { grantSchema } from "./grants";
import { PERMISSIONS, type Permission } from "./permissions";
import { FURTHER_ROLES } from "./roles";
import { isWeakPassword, MAX_PASSWORD, MIN_PASSWORD } from "./weak-password";

const id = z.string().min(1).max(64);
const personName = z
  .string()
  .trim()
  .min(1, { error: "is empty" })
  .max(100, { error: "is longer than 100 characters" });
const email = z
  .email({ error: "is not an e-mail address" })
  .max(254, { error: "is longer than 254 characters" });
const password = z
  .string()
  .min(MIN_PASSWORD, { error: `is shorter than ${MIN_PASSWORD} characters` })
  .max(MAX_PASSWORD, { error: `is longer than ${MAX_PASSWORD} characters` })
  .refine((text) => !isWeakPassword(text), { error: "is easy to guess" });
const secret = z.string().min(1).max(200);
const grants = z.array(grantSchema).max(50);

/** Who looks at the page. What the table of permissions lets them do, so that the page hides the rest. */
export const me = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Null for whoever has no account: see LOCAL_USER. */
    account: z
      .object({
        email: z.string(),
        twoFactor: z.boolean(),
        /** False for somebody who comes by the identity provider alone. */
        password: z.boolean(),
      })
      .nullable(),
    grants: z.array(grantSchema),
    permissions: z.array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])),
  })
  .nullable();
export type Me = NonNullable<z.output<typeof me>>;

/** How people may come in beside their password. */
export const signInWays = z.object({ oidc: z.boolean() });

export const welcomeInput = z.strictObject({ token: secret });
export const welcomeOutput = z
  .object({
    /** Whose password is set; null: the first administrator, whom the form asks who they are. */
    user: z.object({ name: z.string(), email: z.string() }).nullable(),
    expiresAt: z.iso.datetime(),
  })
  .nullable();
export const acceptWelcomeInput = z.strictObject({
  token: secret,
  password,
  /** Only for the first administrator. */
  name: personName.optional(),
  email: email.optional(),
  roles: z.array(z.enum(FURTHER_ROLES)).max(FURTHER_ROLES.length).optional(),
});
export const acceptWelcomeOutput = z.object({ email: z.string() });

export const renameInput = z.strictObject({ name: personName });

/** A session as it is shown: never its token. */
export const sessionItem = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** The one that asks. */
  current: z.boolean(),
});
export type SessionItem = z.output<typeof sessionItem>;
export const sessionList = z.array(sessionItem);
export const sessionInput = z.strictObject({ id });

export const grantItem = grantSchema.extend({
  /** Name of who granted it, `oidc` or `welcome`; null when that user is gone. */
  grantedBy: z.string().nullable(),
  grantedAt: z.iso.datetime(),
});
export const userItem = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  createdAt: z.iso.datetime(),
  twoFactor: z.boolean(),
  /** Whether they can sign in with a password; false also for somebody who has not used their link yet. */
  password: z.boolean(),
  oidc: z.boolean(),
  grants: z.array(grantItem),
  sessions: z.number(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type UserItem = z.output<typeof userItem>;
export const userList = z.array(userItem);

export const userInput = z.strictObject({ userId: id });
export const createUserInput = z.strictObject({ name: personName, email, grants });
export const setGrantsInput = z.strictObject({ userId: id, grants });
/** A link that lets its user set a password, once. Shown once. */
export const linkOutput = z.object({ userId: z.string(), url: z.string(), expiresAt: z.iso.datetime() });

export const tokenItem = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  grants: z.array(grantSchema),
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  state: z.enum(["valid", "expired", "revoked"]),
});
export type TokenItem = z.output<typeof tokenItem>;
export const tokenList = z.array(tokenItem);

/** Longest life of a token. */
export const MOST_DAYS = 366;
export const createTokenInput = z.strictObject({
  name: personName,
  grants: grants.min(1, { error: "needs a role" }),
  days: z.number().int().min(1).max(MOST_DAYS),
});
export const createTokenOutput = z.object({ id: z.string(), token: z.string() });
export const tokenInput = z.strictObject({ id: z.uuid() });
