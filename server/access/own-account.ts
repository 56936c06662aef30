import { SillageError } from "@/server/errors";
import { recordAction } from "@/server/operator-actions/record-action";
import type { Me } from "./access-schemas";
import type { AccessServices } from "./auth-options";
import type { Deed } from "./manage-users";
import { PERMISSIONS, type Permission } from "./permissions";
import { may, type Principal } from "./principal";
import { hasPassword } from "./users";

/** One's own account. */

/** Who looks, as the page draws it. */
export async function describeMe(
  { prisma }: Pick<AccessServices, "prisma">,
  principal: Principal,
): Promise<Me> {
  const user = await prisma.user.findUnique({
    where: { id: principal.id },
    select: {
      email: true,
      twoFactorEnabled: true,
      accounts: { select: { providerId: true, password: true } },
    },
  });
  const permissions = (Object.keys(PERMISSIONS) as Permission[]).filter((it) => may(principal, it));
  return {
    id: principal.id,
    name: principal.name,
    account: user && {
      email: user.email,
      twoFactor: user.twoFactorEnabled,
      password: hasPassword(user.accounts),
    },
    grants: principal.grants.map(({ role, vhost, exchanges }) => ({ role, vhost, exchanges })),
    permissions,
  };
}

/** Changes one's own name. */
export function rename({ prisma, by }: Deed, userId: string, name: string): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const before = await tx.user.findUnique({ where: { id: userId }, select: { name: true } });
    if (!before) throw noAccount();
    await tx.user.update({ where: { id: userId }, data: { name } });
    const target = { type: "user", id: userId } as const;
    await recordAction(tx, { by, action: "user.changed", target, outcome: "done", before, after: { name } });
  });
}

/** Ends one of one's own sessions. */
export function endOwnSession({ prisma, by }: Deed, userId: string, id: string): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, userId } });
    if (count === 0) throw new SillageError("NOT_FOUND", "This session has ended already.");
    const target = { type: "session", id } as const;
    await recordAction(tx, { by, action: "session.ended", target, outcome: "done" });
  });
}

/** Ends all of one's own sessions but the one that asks. */
export function endOtherSessions(
  { prisma, by }: Deed,
  userId: string,
  current: string,
): Promise<{ ended: number }> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { userId, id: { not: current } } });
    const target = { type: "user", id: userId } as const;
    await recordAction(tx, { by, action: "session.ended", target, outcome: "done", detail: { count } });
    return { ended: count };
  });
}

/** A token has no password and no sessions, and neither has whoever needs no account. */
export const noAccount = () =>
  new SillageError("FORBIDDEN", "This belongs to people with an account. Sign in to use it.");
