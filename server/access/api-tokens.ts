import { randomUUID } from "node:crypto";
import type { PrismaClient } from "@/server/generated/prisma/client";
import { storedGrants } from "./grants";
import type { Grant, Principal } from "./principal";
import { digestOf, newSecret } from "./secrets";
import { TOUCH_MS } from "./session-limits";
import type { Db } from "./users";

/** Makes a token recognisable, for people and for scanners that look for leaked secrets. */
const MARK = "sillage_";
const PREFIX_LENGTH = MARK.length + 6;
const FORM = /^sillage_[A-Za-z0-9_-]{43}$/;

/** What a new token is to be. */
export interface NewToken {
  name: string;
  grants: readonly Grant[];
  /** Id of a user, or `command`. */
  createdBy: string;
  expiresAt: Date;
}

/** Makes a token. @returns it in clear, the only time that it is. */
export async function createToken(prisma: Db, wanted: NewToken): Promise<{ id: string; token: string }> {
  const token = `${MARK}${newSecret()}`;
  const { id } = await prisma.apiToken.create({
    data: {
      id: randomUUID(),
      name: wanted.name,
      hash: digestOf(token),
      prefix: token.slice(0, PREFIX_LENGTH),
      grants: wanted.grants.map(({ role, vhost, exchanges }) => ({ role, vhost, exchanges })),
      createdBy: wanted.createdBy,
      expiresAt: wanted.expiresAt,
    },
    select: { id: true },
  });
  return { id, token };
}

/** Who holds a token; null when it is none of ours, was revoked, or has expired. Notes its use, at most once a minute. */
export async function identifyToken(
  prisma: PrismaClient,
  token: string,
  now: Date,
): Promise<Principal | null> {
  if (!FORM.test(token)) return null;
  const row = await prisma.apiToken.findUnique({ where: { hash: digestOf(token) } });
  if (!row || row.revokedAt !== null || row.expiresAt <= now) return null;
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= TOUCH_MS) {
    await prisma.apiToken.update({ where: { id: row.id }, data: { lastUsedAt: now } });
  }
  return { kind: "token", id: row.id, name: row.name, grants: storedGrants.parse(row.grants) };
}
