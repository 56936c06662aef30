import { SillageError } from "@/server/errors";
import { digestOf, newSecret } from "./secrets";
import type { Db } from "./users";

/** The first link of an installation lies in a terminal or a log: it lives this long, in milliseconds. */
export const FIRST_LINK_MS = 15 * 60 * 1000;
/** A link that an administrator hands to somebody lives this long, in milliseconds. */
export const USER_LINK_MS = 24 * 60 * 60 * 1000;

/** What a link is for. */
export interface WelcomeLink {
  /** Whose password it sets; null: it makes the first administrator. */
  user: { id: string; name: string; email: string } | null;
  expiresAt: Date;
}

/**
 * Makes a link for the first administrator, or for a user to set a password. Earlier links for the same end here.
 * @returns its secret in clear, the only time that it is.
 */
export async function createWelcomeLink(
  prisma: Db,
  { userId, createdBy, now }: { userId: string | null; createdBy: string; now: Date },
): Promise<{ secret: string; expiresAt: Date }> {
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + (userId === null ? FIRST_LINK_MS : USER_LINK_MS));
  await prisma.welcomeLink.deleteMany({ where: { userId, usedAt: null } });
  await prisma.welcomeLink.create({ data: { hash: digestOf(secret), userId, createdBy, expiresAt } });
  return { secret, expiresAt };
}

/** The page that a link opens. */
export const welcomePath = (secret: string): string => `/welcome?token=${secret}`;

/** What a link is for, if it still works. */
export async function findWelcomeLink(prisma: Db, secret: string, now: Date): Promise<WelcomeLink | null> {
  const link = await prisma.welcomeLink.findUnique({
    where: { hash: digestOf(secret) },
    select: { expiresAt: true, usedAt: true, user: { select: { id: true, name: true, email: true } } },
  });
  if (!link || link.usedAt !== null || link.expiresAt <= now) return null;
  return { user: link.user, expiresAt: link.expiresAt };
}

/**
 * Uses a link up: of two who come with it at once, one gets through.
 * @throws SillageError NOT_FOUND when it does not work, was used or has expired.
 */
export async function useWelcomeLink(prisma: Db, secret: string, now: Date): Promise<void> {
  const { count } = await prisma.welcomeLink.updateMany({
    where: { hash: digestOf(secret), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (count === 0) throw linkGone();
}

export const linkGone = () =>
  new SillageError(
    "NOT_FOUND",
    "This link does not work: it was used, has expired, or a newer one was made.",
  );
