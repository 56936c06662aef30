import { SillageError } from "@/server/errors";
import type { PrismaClient } from "@/server/generated/prisma/client";
import type { By } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import type { Grant } from "./principal";
import { createUser, noSuchUser, removeUser, setGrants } from "./users";
import { createWelcomeLink } from "./welcome-links";

/** What an administrator does with people, each deed with its record in one transaction. */

export interface Deed {
  prisma: PrismaClient;
  by: By;
  now: Date;
}

export interface PasswordLink {
  userId: string;
  secret: string;
  expiresAt: Date;
}

/** Makes a user with roles. @returns the link by which they set their password. @throws SillageError CONFLICT when the e-mail is taken. */
export function inviteUser(
  { prisma, by, now }: Deed,
  { name, email, grants }: { name: string; email: string; grants: readonly Grant[] },
): Promise<PasswordLink> {
  return prisma.$transaction(async (tx) => {
    const user = await createUser(tx, { name, email });
    await setGrants(tx, user.id, grants, { grantedBy: giver(by) });
    const link = await createWelcomeLink(tx, { userId: user.id, createdBy: giver(by), now });
    const after = { name: user.name, email: user.email, grants };
    const target = { type: "user", id: user.id } as const;
    await recordAction(tx, { by, action: "user.created", target, outcome: "done", after });
    return { userId: user.id, ...link };
  });
}

/** Makes a new link for a user to set their password; an earlier one ends. What they have now works until they use it. */
export function renewPasswordLink({ prisma, by, now }: Deed, userId: string): Promise<PasswordLink> {
  return prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id: userId }, select: { name: true, email: true } });
    if (!user) throw noSuchUser();
    const link = await createWelcomeLink(tx, { userId, createdBy: giver(by), now });
    await recordAction(tx, {
      by,
      action: "user.changed",
      target: { type: "user", id: userId },
      outcome: "done",
      detail: { ...user, passwordLinkUntil: link.expiresAt },
    });
    return { userId, ...link };
  });
}

/** Gives a user exactly these roles. @throws SillageError CONFLICT when nobody would be administrator. */
export function changeGrants(
  { prisma, by }: Deed,
  { userId, grants }: { userId: string; grants: readonly Grant[] },
): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id: userId }, select: { name: true, email: true } });
    if (!user) throw noSuchUser();
    const { added, removed } = await setGrants(tx, userId, grants, { grantedBy: giver(by) });
    const target = { type: "user", id: userId } as const;
    for (const after of added)
      await recordAction(tx, { by, action: "grant.added", target, outcome: "done", after, detail: user });
    for (const before of removed)
      await recordAction(tx, { by, action: "grant.removed", target, outcome: "done", before, detail: user });
  });
}

/** Signs a user out everywhere. @returns how many sessions ended. */
export function endSessionsOf({ prisma, by }: Deed, userId: string): Promise<{ ended: number }> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { userId } });
    const target = { type: "user", id: userId } as const;
    await recordAction(tx, { by, action: "session.ended", target, outcome: "done", detail: { count } });
    return { ended: count };
  });
}

/**
 * Switches off the second factor of somebody who has lost it: with their password they come in again. Their sessions
 * end, for the one who has the device may be somebody else.
 * @throws SillageError CONFLICT when they have none
 */
export function resetSecondFactor({ prisma, by }: Deed, userId: string): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, twoFactorEnabled: true },
      data: { twoFactorEnabled: false },
    });
    if (count === 0) throw new SillageError("CONFLICT", "This user has no second factor.");
    await tx.twoFactor.deleteMany({ where: { userId } });
    const ended = await tx.session.deleteMany({ where: { userId } });
    await recordAction(tx, {
      by,
      action: "second-factor.disabled",
      target: { type: "user", id: userId },
      outcome: "done",
      detail: { sessionsEnded: ended.count },
    });
  });
}

/** Removes a user, their sessions and roles. Their tokens stay: a token is a program's. @throws SillageError CONFLICT for the last administrator. */
export function dismissUser({ prisma, by }: Deed, userId: string): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const before = await tx.user.findUnique({
      where: { id: userId },
      select: { name: true, email: true, grants: { select: { role: true, vhost: true, exchanges: true } } },
    });
    if (!before) throw noSuchUser();
    await removeUser(tx, userId);
    const target = { type: "user", id: userId } as const;
    await recordAction(tx, { by, action: "user.removed", target, outcome: "done", before });
  });
}

const giver = ({ actor }: By): string => actor.id ?? actor.kind;
