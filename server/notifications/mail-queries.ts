import type { z } from "zod";
import { language } from "@/server/complaints/event-fields";
import { SillageError } from "@/server/errors";
import { openBody } from "@/server/event-store/seal";
import type { Notification, Prisma, PrismaClient } from "@/server/generated/prisma/client";
import type {
  listMailsInput,
  listTakenInput,
  MailDetail,
  MailItem,
  MailSummary,
  mailsPage,
  takenDetail,
  takenPage,
} from "./mail-schemas";
import { currentMailServers } from "./mail-servers";
import { readMail } from "./read-mail";
import type { Audience } from "./templates";

/** What a list shows of a mail: not its content. */
const ITEM = {
  id: true,
  state: true,
  complaintId: true,
  eventId: true,
  eventType: true,
  correlationId: true,
  template: true,
  audience: true,
  recipient: true,
  language: true,
  subject: true,
  attempts: true,
  reason: true,
  plannedAt: true,
  settledAt: true,
} as const satisfies Prisma.NotificationSelect;
type ItemRow = Pick<Notification, keyof typeof ITEM>;

/** Mails of a virtual host, newest first. */
export async function listMails(
  prisma: PrismaClient,
  vhost: string,
  { cursor, limit, ...filter }: z.output<typeof listMailsInput>,
): Promise<z.output<typeof mailsPage>> {
  const rows = await prisma.notification.findMany({
    where: { vhost, ...given(filter), ...(cursor === undefined ? {} : before(cursor)) },
    orderBy: [{ plannedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    select: ITEM,
  });
  const items = rows.slice(0, limit).map(toItem);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? `${Date.parse(last.plannedAt)}~${last.id}` : null };
}

/** Only what is asked for. */
const given = (filter: Record<string, string | undefined>): Prisma.NotificationWhereInput =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

function before(cursor: string): Prisma.NotificationWhereInput {
  const [ms, id] = cursor.split("~") as [string, string];
  const plannedAt = new Date(Number(ms));
  return { OR: [{ plannedAt: { lt: plannedAt } }, { plannedAt, id: { lt: id } }] };
}

/** A mail with its content. @throws SillageError NOT_FOUND */
export async function describeMail(prisma: PrismaClient, vhost: string, id: string): Promise<MailDetail> {
  const row = await prisma.notification.findFirst({ where: { id, vhost } });
  if (!row) throw new SillageError("NOT_FOUND", "There is no such mail.");
  const content = row.mail === null ? null : await readMail(openBody(row.mailCodec!, row.mail));
  const taken = content?.messageId
    ? await prisma.sinkMail.findMany({
        where: { messageId: content.messageId },
        orderBy: { id: "asc" },
        select: { id: true, receivedAt: true },
      })
    : [];
  return {
    item: toItem(row),
    content,
    taken: taken.map((it) => ({ id: String(it.id), receivedAt: it.receivedAt.toISOString() })),
  };
}

/** How mails go out, and how many wait for a person. */
export async function summariseMails(prisma: PrismaClient, vhost: string, now: Date): Promise<MailSummary> {
  const groups = await prisma.notification.groupBy({
    by: ["state"],
    where: { vhost, state: { in: ["planned", "sending", "failed", "in_doubt"] } },
    _count: true,
  });
  const count = (...states: string[]) =>
    groups.filter(({ state }) => states.includes(state)).reduce((sum, group) => sum + group._count, 0);
  return {
    inDoubt: count("in_doubt"),
    failed: count("failed"),
    waiting: count("planned", "sending"),
    servers: await currentMailServers(prisma, now),
  };
}

const TAKEN = { id: true, receivedAt: true, sender: true, recipients: true, subject: true, messageId: true };
type TakenRow = Prisma.SinkMailGetPayload<{ select: typeof TAKEN }>;

/** What the built-in mail server took, newest first. */
export async function listTaken(
  prisma: PrismaClient,
  { recipient, cursor, limit }: z.output<typeof listTakenInput>,
): Promise<z.output<typeof takenPage>> {
  const rows = await prisma.sinkMail.findMany({
    where: {
      ...(recipient === undefined ? {} : { recipients: { has: recipient } }),
      ...(cursor === undefined ? {} : { id: { lt: BigInt(cursor) } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: TAKEN,
  });
  const items = rows.slice(0, limit).map(toTaken);
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
}

/** One of them with its content. @throws SillageError NOT_FOUND */
export async function describeTaken(prisma: PrismaClient, id: string): Promise<z.output<typeof takenDetail>> {
  const row = await prisma.sinkMail.findUnique({ where: { id: BigInt(id) } });
  if (!row) throw new SillageError("NOT_FOUND", "There is no such mail.");
  return { item: toTaken(row), content: await readMail(openBody(row.mailCodec, row.mail)) };
}

function toTaken(row: TakenRow) {
  return {
    id: String(row.id),
    receivedAt: row.receivedAt.toISOString(),
    sender: row.sender,
    recipients: row.recipients,
    subject: row.subject,
    messageId: row.messageId,
    // Ours begin with the id of what they notify.
    mailId: /^<([0-9a-f-]{36})@/.exec(row.messageId ?? "")?.[1] ?? null,
  };
}

function toItem(row: ItemRow): MailItem {
  return {
    ...row,
    audience: row.audience as Audience,
    language: language.parse(row.language),
    plannedAt: row.plannedAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
