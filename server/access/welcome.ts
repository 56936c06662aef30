import type { PrismaClient } from "@/server/generated/prisma/client";
import { invalidInput } from "@/server/http/problem";
import type { By } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import type { FurtherRole } from "./roles";
import { createUser, setGrants, setPassword } from "./users";
import { findWelcomeLink, linkGone, useWelcomeLink } from "./welcome-links";

/** What somebody says who comes with a link. */
export interface Arrival {
  token: string;
  password: string;
  /** Who the first administrator is; a user has these already. */
  name?: string | undefined;
  email?: string | undefined;
  /** What the first administrator is beside that. */
  roles?: readonly FurtherRole[] | undefined;
}

/**
 * Lets somebody in who has a link: makes the first administrator, or sets the password of the link's user and ends their
 * sessions. All of it happens and the link is used up, or nothing does and it works still.
 * @returns the e-mail to sign in with.
 * @throws SillageError NOT_FOUND for a link that does not work, INVALID_INPUT without name or e-mail, CONFLICT when the
 * e-mail is taken.
 */
export async function acceptWelcome(
  prisma: PrismaClient,
  { token, password, name, email, roles = [] }: Arrival,
  { from, now }: { from: string | null; now: Date },
): Promise<{ email: string }> {
  return prisma.$transaction(async (tx) => {
    const link = await findWelcomeLink(tx, token, now);
    if (!link) throw linkGone();
    await useWelcomeLink(tx, token, now);
    const user = link.user ?? (await firstAdmin(tx, { name, email, roles }));
    await setPassword(tx, user.id, password);
    const by: By = { actor: { kind: "user", id: user.id, name: user.name }, from };
    const target = { type: "user", id: user.id } as const;
    const detail = {
      name: user.name,
      email: user.email,
      ...(link.user ? {} : { roles: ["admin", ...roles] }),
    };
    if (link.user) {
      await recordAction(tx, { by, action: "password.changed", target, outcome: "done", detail });
    } else {
      await recordAction(tx, { by, action: "admin-link.used", target, outcome: "done", detail });
    }
    return { email: user.email };
  });
}

async function firstAdmin(
  tx: Parameters<typeof createUser>[0],
  { name, email, roles }: Pick<Arrival, "name" | "email"> & { roles: readonly FurtherRole[] },
) {
  if (!name || !email) {
    throw invalidInput({
      ...(name ? {} : { name: "is missing" }),
      ...(email ? {} : { email: "is missing" }),
    });
  }
  const user = await createUser(tx, { name, email });
  const grants = ["admin" as const, ...new Set(roles)].map((role) => ({
    role,
    vhost: null,
    exchanges: null,
  }));
  await setGrants(tx, user.id, grants, { grantedBy: "welcome" });
  return user;
}
