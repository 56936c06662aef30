import { SillageError } from "@/server/errors";
import { recordAction } from "@/server/operator-actions/record-action";
import { createToken } from "./api-tokens";
import type { Deed } from "./manage-users";
import type { Grant } from "./principal";

/** Tokens for programs, each change with its record in one transaction. */

/** Makes a token. @returns it in clear, the only time that it is. */
export function issueToken(
  { prisma, by, now }: Deed,
  { name, grants, days }: { name: string; grants: readonly Grant[]; days: number },
): Promise<{ id: string; token: string }> {
  return prisma.$transaction(async (tx) => {
    const expiresAt = new Date(now.getTime() + days * 86_400_000);
    const createdBy = by.actor.id ?? by.actor.kind;
    const made = await createToken(tx, { name, grants, createdBy, expiresAt });
    const target = { type: "token", id: made.id } as const;
    const after = { name, grants, expiresAt };
    await recordAction(tx, { by, action: "token.created", target, outcome: "done", after });
    return made;
  });
}

/** Takes a token out of force, at once and for good. */
export function revokeToken({ prisma, by, now }: Deed, id: string): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count === 0) throw new SillageError("NOT_FOUND", "There is no such token that is still in force.");
    const { name } = await tx.apiToken.findUniqueOrThrow({ where: { id }, select: { name: true } });
    const target = { type: "token", id } as const;
    await recordAction(tx, { by, action: "token.revoked", target, outcome: "done", detail: { name } });
  });
}
