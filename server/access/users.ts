import { randomUUID } from "node:crypto";
import { SillageError } from "@/server/errors";
import { Prisma, type PrismaClient } from "@/server/generated/prisma/client";
import { sameGrant } from "./grants";
import { type HashCost, hashPassword } from "./password-hash";
import type { Grant } from "./principal";

/** People and their roles in the database. What is done with them, and recorded, is in manage-users.ts. */

/** The database, or a transaction of it. */
export type Db = PrismaClient | Prisma.TransactionClient;

/** How somebody proves who they are with a password: better-auth's name for it. */
const BY_PASSWORD = "credential";

/** Makes a user without a password and without roles. @throws SillageError CONFLICT when the e-mail is taken. */
export async function createUser(
  db: Db,
  { name, email }: { name: string; email: string },
): Promise<{ id: string; name: string; email: string }> {
  const address = email.toLowerCase();
  return db.user
    .create({
      // An administrator vouches for the address, as an identity provider would.
      data: { id: randomUUID(), name, email: address, emailVerified: true },
      select: { id: true, name: true, email: true },
    })
    .catch((error: unknown) => {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
      throw new SillageError("CONFLICT", `There is a user with the e-mail ${address} already.`, {
        details: { fields: { email: "is taken" } },
      });
    });
}

/** Sets the password of a user, who may have none yet, and ends all their sessions. `cost`: less of it for tests that make many. */
export async function setPassword(db: Db, userId: string, password: string, cost?: HashCost): Promise<void> {
  const hash = await hashPassword(password, cost);
  await db.account.upsert({
    where: { providerId_accountId: { providerId: BY_PASSWORD, accountId: userId } },
    update: { password: hash },
    create: { id: randomUUID(), providerId: BY_PASSWORD, accountId: userId, userId, password: hash },
  });
  await db.session.deleteMany({ where: { userId } });
}

/** Whether a user can sign in with a password, for a query that selects accounts. */
export const hasPassword = (accounts: readonly { providerId: string; password: string | null }[]): boolean =>
  accounts.some(({ providerId, password }) => providerId === BY_PASSWORD && password !== null);

/**
 * Gives a user exactly these roles: what they have already keeps its date and who gave it.
 * @param options.only touch grants of this giver alone: what others gave stays as it is.
 * @throws SillageError CONFLICT when this would leave nobody as administrator.
 */
export async function setGrants(
  db: Db,
  userId: string,
  wanted: readonly Grant[],
  { grantedBy, only }: { grantedBy: string; only?: string },
): Promise<{ added: Grant[]; removed: Grant[] }> {
  const all = await db.roleGrant.findMany({ where: { userId }, orderBy: { id: "asc" } });
  const added = wanted.filter(
    (grant, i) =>
      !all.some((it) => sameGrant(it, grant)) && wanted.findIndex((it) => sameGrant(it, grant)) === i,
  );
  const removed = all.filter(
    (it) => (only === undefined || it.grantedBy === only) && !wanted.some((grant) => sameGrant(it, grant)),
  );
  await db.roleGrant.createMany({
    data: added.map(({ role, vhost, exchanges }) => ({ userId, role, vhost, exchanges, grantedBy })),
  });
  await keepingAnAdmin(db.roleGrant.deleteMany({ where: { id: { in: removed.map(({ id }) => id) } } }));
  return { added: added.map(plain), removed: removed.map(plain) };
}

/** Removes a user with sessions, roles and second factor. @throws SillageError CONFLICT for the last administrator. */
export async function removeUser(db: Db, userId: string): Promise<void> {
  const { count } = await keepingAnAdmin(db.user.deleteMany({ where: { id: userId } }));
  if (count === 0) throw noSuchUser();
}

/** Whether anybody may manage users. Without one, the launcher offers the first link. */
export async function hasAdmin(db: Db): Promise<boolean> {
  const found = await db.roleGrant.findFirst({
    where: { role: "admin", vhost: null, exchanges: null },
    select: { id: true },
  });
  return found !== null;
}

export const noSuchUser = () => new SillageError("NOT_FOUND", "There is no such user.");

const plain = ({ role, vhost, exchanges }: Grant): Grant => ({ role, vhost, exchanges });

/** The database itself refuses (migration identity), whatever path leads there and however many go it at once. */
function keepingAnAdmin<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    // The code of a restrict_violation. Nothing else restricts here: whatever refers to a user goes with the user.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2003") throw error;
    throw new SillageError(
      "CONFLICT",
      "This is the last administrator. Make somebody else an administrator first.",
      { cause: error },
    );
  });
}
