import type { Env } from "@/server/env";
import type { PrismaClient } from "@/server/generated/prisma/client";
import { commandUser } from "@/server/operator-actions/by";
import { recordAction } from "@/server/operator-actions/record-action";
import { publicOrigin } from "./auth-options";
import { createWelcomeLink, FIRST_LINK_MS, welcomePath } from "./welcome-links";

/** How long the link for the first administrator works, in minutes. */
export const FIRST_LINK_MINUTES = FIRST_LINK_MS / 60_000;

/** Makes the link by which somebody becomes administrator; an earlier one ends. @returns its address: a secret. */
export function makeAdminLink(prisma: PrismaClient, env: Env, now: Date): Promise<string> {
  return prisma.$transaction(async (tx) => {
    const { secret } = await createWelcomeLink(tx, { userId: null, createdBy: "command", now });
    await recordAction(tx, {
      by: commandUser(),
      action: "admin-link.made",
      target: { type: "user", id: "new" },
      outcome: "done",
    });
    return `${publicOrigin(env)}${welcomePath(secret)}`;
  });
}
