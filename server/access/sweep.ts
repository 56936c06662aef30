import type { PrismaClient } from "@/server/generated/prisma/client";
import { IDLE_MS } from "./session-limits";

/** Links are kept this long after their end, in milliseconds: to say of one that it was used needs no older ones. */
const KEEP_LINKS_MS = 7 * 24 * 60 * 60 * 1000;

/** Forgets sessions that have ended and links that ended long ago. Called now and then: at each sign-in. */
export async function sweep(prisma: PrismaClient, now: Date): Promise<void> {
  const idleSince = new Date(now.getTime() - IDLE_MS);
  await prisma.session.deleteMany({
    where: { OR: [{ expiresAt: { lte: now } }, { updatedAt: { lte: idleSince } }] },
  });
  const before = new Date(now.getTime() - KEEP_LINKS_MS);
  await prisma.welcomeLink.deleteMany({ where: { expiresAt: { lte: before } } });
}
