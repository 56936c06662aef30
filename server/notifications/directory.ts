import type { z } from "zod";
import { language } from "@/server/complaints/event-fields";
import { SillageError } from "@/server/errors";
import type { Customer, NotifiedAdministrator, PrismaClient } from "@/server/generated/prisma/client";
import type { By } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import type {
  AdministratorEntry,
  administratorFields,
  CustomerEntry,
  customerFields,
  customersPage,
  listCustomersInput,
} from "./directory-schemas";

/** Whom mails reach: customers where a complaint does not say it, and administrators. Each change with its record. */

interface Deed {
  prisma: PrismaClient;
  by: By;
  now: Date;
}

/** Customers in the order of their user ids. */
export async function listCustomers(
  prisma: PrismaClient,
  { q, cursor, limit }: z.output<typeof listCustomersInput>,
): Promise<z.output<typeof customersPage>> {
  const contains = { contains: q ?? "", mode: "insensitive" } as const;
  const rows = await prisma.customer.findMany({
    where: {
      ...(q === undefined
        ? {}
        : { OR: [{ userId: { startsWith: q } }, { email: contains }, { name: contains }] }),
      ...(cursor === undefined ? {} : { userId: { gt: cursor } }),
    },
    orderBy: { userId: "asc" },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(toCustomer);
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.userId : null };
}

/** @throws SillageError NOT_FOUND */
export async function getCustomer(prisma: PrismaClient, userId: string): Promise<CustomerEntry> {
  const row = await prisma.customer.findUnique({ where: { userId } });
  if (!row) throw unknownCustomer();
  return toCustomer(row);
}

/** Adds a customer, or changes how they are reached. Nothing is recorded where nothing changes. */
export function putCustomer(
  { prisma, by, now }: Deed,
  userId: string,
  fields: z.output<typeof customerFields>,
): Promise<CustomerEntry> {
  return prisma.$transaction(async (tx) => {
    const before = await tx.customer.findUnique({ where: { userId } });
    if (before && isSame(before, fields)) return toCustomer(before);
    const data = { ...fields, changedAt: now };
    const row = await tx.customer.upsert({
      where: { userId },
      create: { userId, ...data, createdAt: now },
      update: data,
    });
    await recordAction(tx, {
      by,
      action: before ? "customer.changed" : "customer.added",
      target: { type: "customer", id: userId },
      outcome: "done",
      before: before ? fieldsOf(before) : undefined,
      after: fields,
    });
    return toCustomer(row);
  });
}

/** @throws SillageError NOT_FOUND */
export function removeCustomer({ prisma, by }: Deed, userId: string): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const before = await tx.customer.findUnique({ where: { userId } });
    if (!before) throw unknownCustomer();
    await tx.customer.delete({ where: { userId } });
    const target = { type: "customer", id: userId } as const;
    await recordAction(tx, {
      by,
      action: "customer.removed",
      target,
      outcome: "done",
      before: fieldsOf(before),
    });
  });
}

/** Everybody who is told of new complaints, compensation and failures. */
export async function listAdministrators(prisma: PrismaClient): Promise<AdministratorEntry[]> {
  const rows = await prisma.notifiedAdministrator.findMany({ orderBy: { email: "asc" } });
  return rows.map(toAdministrator);
}

/** Puts an address on the list, or changes the language that it is written in. */
export function putAdministrator(
  { prisma, by, now }: Deed,
  { email, language }: z.output<typeof administratorFields>,
): Promise<AdministratorEntry> {
  return prisma.$transaction(async (tx) => {
    const before = await tx.notifiedAdministrator.findUnique({ where: { email } });
    if (before?.language === language) return toAdministrator(before);
    const row = await tx.notifiedAdministrator.upsert({
      where: { email },
      create: { email, language, addedAt: now },
      update: { language },
    });
    await recordAction(tx, {
      by,
      action: before ? "notified-administrator.changed" : "notified-administrator.added",
      target: { type: "notified-administrator", id: email },
      outcome: "done",
      before: before ? { language: before.language } : undefined,
      after: { language },
    });
    return toAdministrator(row);
  });
}

/** @throws SillageError NOT_FOUND */
export function removeAdministrator({ prisma, by }: Deed, email: string): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.notifiedAdministrator.deleteMany({ where: { email } });
    if (count === 0) throw new SillageError("NOT_FOUND", "This address is not on the list.");
    const target = { type: "notified-administrator", id: email } as const;
    await recordAction(tx, { by, action: "notified-administrator.removed", target, outcome: "done" });
  });
}

const unknownCustomer = () => new SillageError("NOT_FOUND", "The directory knows no such customer.");

const fieldsOf = ({ email, name, language: spoken }: Customer) => ({ email, name, language: spoken });

const isSame = (row: Customer, fields: z.output<typeof customerFields>) =>
  row.email === fields.email && row.name === fields.name && row.language === fields.language;

const toCustomer = (row: Customer): CustomerEntry => ({
  userId: row.userId,
  email: row.email,
  name: row.name,
  language: language.parse(row.language),
  changedAt: row.changedAt.toISOString(),
});

const toAdministrator = (row: NotifiedAdministrator): AdministratorEntry => ({
  email: row.email,
  language: language.parse(row.language),
  addedAt: row.addedAt.toISOString(),
});
