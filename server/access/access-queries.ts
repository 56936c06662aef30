import type { PrismaClient } from "@/server/generated/prisma/client";
import type { SessionItem, TokenItem, UserItem } from "./access-schemas";
import { storedGrants } from "./grants";
import { IDLE_MS } from "./session-limits";
import { hasPassword } from "./users";

/** Lists of people, sessions and tokens. Secrets and digests are never selected. */

/** Most rows of a list: an installation with more people has an identity provider, whose groups are managed there. */
const MOST = 1_000;

/** All users with their roles and what is open of them. */
export async function listUsers(prisma: PrismaClient, now: Date): Promise<UserItem[]> {
  const users = await prisma.user.findMany({
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST,
    select: {
      id: true,
      name: true,
      email: true,
      createdAt: true,
      twoFactorEnabled: true,
      accounts: { select: { providerId: true, password: true } },
      sessions: { where: inForce(now), select: { updatedAt: true } },
      grants: { orderBy: { id: "asc" } },
    },
  });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return users.map(({ accounts, sessions, grants, createdAt, twoFactorEnabled, ...user }) => ({
    ...user,
    createdAt: createdAt.toISOString(),
    twoFactor: twoFactorEnabled,
    password: hasPassword(accounts),
    oidc: accounts.some(({ providerId }) => providerId === "oidc"),
    grants: grants.map(({ role, vhost, exchanges, grantedBy, grantedAt }) => ({
      role,
      vhost,
      exchanges,
      grantedBy: giverOf(grantedBy, names),
      grantedAt: grantedAt.toISOString(),
    })),
    sessions: sessions.length,
    lastUsedAt: latest(sessions.map(({ updatedAt }) => updatedAt)),
  }));
}

/** The sessions of a user that are in force, last used first. */
export async function listSessions(
  prisma: PrismaClient,
  { userId, current, now }: { userId: string; current: string | null; now: Date },
): Promise<SessionItem[]> {
  const sessions = await prisma.session.findMany({
    where: { userId, ...inForce(now) },
    orderBy: { updatedAt: "desc" },
    take: MOST,
  });
  return sessions.map(({ id, createdAt, updatedAt, expiresAt, ipAddress, userAgent }) => ({
    id,
    createdAt: createdAt.toISOString(),
    lastUsedAt: updatedAt.toISOString(),
    endsAt: expiresAt.toISOString(),
    address: ipAddress || null,
    userAgent: userAgent || null,
    current: id === current,
  }));
}

/** All tokens, also those that have ended: newest first. */
export async function listTokens(prisma: PrismaClient, now: Date): Promise<TokenItem[]> {
  const [tokens, users] = await Promise.all([
    prisma.apiToken.findMany({ orderBy: { createdAt: "desc" }, take: MOST, omit: { hash: true } }),
    prisma.user.findMany({ select: { id: true, name: true } }),
  ]);
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return tokens.map(({ grants, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt, ...token }) => ({
    ...token,
    grants: storedGrants.parse(grants),
    createdBy: giverOf(createdBy, names),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    state: revokedAt ? "revoked" : expiresAt <= now ? "expired" : "valid",
  }));
}

const inForce = (now: Date) => ({
  expiresAt: { gt: now },
  updatedAt: { gt: new Date(now.getTime() - IDLE_MS) },
});

/** Ways to come by something that are no person; anything else is the id of one. */
const NO_PERSON = ["oidc", "welcome", "command", "local"];

const giverOf = (by: string, names: ReadonlyMap<string, string>): string | null =>
  names.get(by) ?? (NO_PERSON.includes(by) ? by : null);

const latest = (dates: readonly Date[]): string | null =>
  dates.length === 0 ? null : new Date(Math.max(...dates.map(Number))).toISOString();
