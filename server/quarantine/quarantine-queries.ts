import type { z } from "zod";
import { inScope, type Scope } from "@/server/access/scope";
import { describeBody } from "@/server/audit/describe-body";
import { decodeProperties } from "@/server/broker/decode-properties";
import { SillageError } from "@/server/errors";
import { readableBody } from "@/server/event-store/readable-body";
import { openBody } from "@/server/event-store/seal";
import type { Prisma, PrismaClient, QuarantinedMessage } from "@/server/generated/prisma/client";
import type { Masker } from "@/server/masking/masker";
import { causeOf } from "./failure-causes";
import { maskQuarantineDetail, maskQuarantined } from "./mask-quarantined";
import type {
  ImportPreview,
  listQuarantineInput,
  listQuarantineOutput,
  QuarantineDetail,
  QuarantineFilter,
  QuarantineItem,
  QuarantinePage,
  QuarantineSummary,
  quarantinePageInput,
} from "./quarantine-schemas";

/** Largest body that is decoded for viewing. */
const VIEW_BYTES = 16 << 20;

/** What a list shows of a row: not its body. */
const ITEM = {
  id: true,
  receivedAt: true,
  vhost: true,
  exchange: true,
  routingKey: true,
  bodySize: true,
  reason: true,
  errorCode: true,
  attempts: true,
  importedAt: true,
  importedId: true,
} as const satisfies Prisma.QuarantinedMessageSelect;
type ItemRow = Pick<QuarantinedMessage, keyof typeof ITEM>;

/** The rows that a filter means. */
export function whereOf({
  vhost,
  exchange,
  errorCode,
}: QuarantineFilter): Prisma.QuarantinedMessageWhereInput {
  return {
    ...(vhost === undefined ? {} : { vhost }),
    ...(exchange === undefined ? {} : { exchange: new TextEncoder().encode(exchange) }),
    ...(errorCode === undefined ? {} : { errorCode }),
  };
}

/**
 * The rows that a scope shows. It has patterns, which the database would have to test row by row, and names of exchanges
 * are bytes here: the few that something was put aside for are tested instead.
 */
export async function rowsWithin(
  prisma: PrismaClient,
  scope: Scope,
): Promise<Prisma.QuarantinedMessageWhereInput> {
  if (scope === "everything") return {};
  const known = await prisma.quarantinedMessage.groupBy({ by: ["vhost", "exchange"] });
  const OR = known.filter(({ vhost, exchange }) => inScope(scope, { vhost, exchange: text(exchange) }));
  return { OR };
}

function inState(state: "open" | "imported" | "all"): Prisma.QuarantinedMessageWhereInput {
  return state === "all" ? {} : { importedAt: state === "open" ? null : { not: null } };
}

/** Lists the quarantine, oldest first. */
export async function listQuarantine(
  prisma: PrismaClient,
  scope: Scope,
  masker: Masker,
  { state, after, limit, ...filter }: z.output<typeof listQuarantineInput>,
): Promise<z.output<typeof listQuarantineOutput>> {
  const within = await rowsWithin(prisma, scope);
  const [rows, open] = await Promise.all([
    prisma.quarantinedMessage.findMany({
      where: {
        ...within,
        ...whereOf(filter),
        ...inState(state),
        ...(after === undefined ? {} : { id: { gt: BigInt(after) } }),
      },
      orderBy: { id: "asc" },
      take: limit + 1,
      select: ITEM,
    }),
    prisma.quarantinedMessage.count({ where: { ...within, importedAt: null } }),
  ]);
  const items = rows.slice(0, limit).map((row) => maskQuarantined(toItem(row), masker));
  return { items, nextAfter: rows.length > limit ? items.at(-1)!.id : null, open };
}

/** A page of the quarantine, newest first. */
export async function pageQuarantine(
  prisma: PrismaClient,
  scope: Scope,
  masker: Masker,
  { state, cursor, limit, direction: _, ...filter }: z.output<typeof quarantinePageInput>,
): Promise<QuarantinePage> {
  const rows = await prisma.quarantinedMessage.findMany({
    where: {
      ...(await rowsWithin(prisma, scope)),
      ...whereOf(filter),
      ...inState(state),
      ...(cursor === undefined ? {} : { id: { lt: BigInt(cursor) } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: ITEM,
  });
  const items = rows.slice(0, limit).map((row) => maskQuarantined(toItem(row), masker));
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
}

/** How much waits, since when, where and why; and how much was imported. */
export async function summariseQuarantine(prisma: PrismaClient, scope: Scope): Promise<QuarantineSummary> {
  const within = await rowsWithin(prisma, scope);
  const [waiting, imported, groups] = await Promise.all([
    prisma.quarantinedMessage.aggregate({
      where: { ...within, importedAt: null },
      _count: true,
      _min: { receivedAt: true },
    }),
    prisma.quarantinedMessage.count({ where: { ...within, importedAt: { not: null } } }),
    prisma.quarantinedMessage.groupBy({
      by: ["vhost", "exchange", "errorCode"],
      where: { ...within, importedAt: null },
      _count: true,
    }),
  ]);
  return {
    open: waiting._count,
    imported,
    oldestOpenAt: waiting._min.receivedAt?.toISOString() ?? null,
    groups: groups
      .map(({ vhost, exchange, errorCode, _count }) => ({
        vhost,
        exchange: text(exchange),
        errorCode,
        cause: causeOf(errorCode),
        open: _count,
      }))
      .sort((a, b) => b.open - a.open),
  };
}

/** One of them, whole. @throws SillageError NOT_FOUND, also outside of the scope */
export async function getQuarantined(
  prisma: PrismaClient,
  scope: Scope,
  id: string,
): Promise<QuarantinedMessage> {
  const row = await prisma.quarantinedMessage.findUnique({ where: { id: BigInt(id) } });
  if (!row || !inScope(scope, { vhost: row.vhost, exchange: text(row.exchange) }))
    throw new SillageError("NOT_FOUND", `Nothing in quarantine has the id ${id}.`);
  return row;
}

/** One of them as far as it can be read, with every attempt to store it. @throws SillageError NOT_FOUND */
export async function describeQuarantined(
  prisma: PrismaClient,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<QuarantineDetail> {
  const [row, history] = await Promise.all([
    getQuarantined(prisma, scope, id),
    prisma.quarantineAttempt.findMany({ where: { quarantinedId: BigInt(id) }, orderBy: { id: "asc" } }),
  ]);
  const { properties, error } = decodeProperties(row.rawProperties);
  const body = row.body === null ? null : openBody(row.bodyCodec, row.body);
  const readable = body && readableBody(body, properties.contentEncoding ?? null, VIEW_BYTES);
  const detail = {
    item: toItem(row),
    history: history.map(({ at, reason, errorCode }) => ({ at: at.toISOString(), reason, errorCode })),
    properties,
    maskedFields: 0,
    propertiesError: error,
    body: describeBody(body, readable),
  };
  return maskQuarantineDetail(detail, masker);
}

/**
 * The body byte for byte as it came, and where that was: not where it is masked, because a file cannot say what is
 * missing.
 * @throws SillageError NOT_FOUND, also where it was too large to be kept; FORBIDDEN where it is masked
 */
export async function getQuarantinedBody(
  prisma: PrismaClient,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<{ body: Buffer; vhost: string; exchange: string }> {
  const row = await getQuarantined(prisma, scope, id);
  const { body, bodyCodec, vhost } = row;
  const exchange = text(row.exchange);
  masker.refuseFile({ vhost, exchange });
  if (body === null)
    throw new SillageError("NOT_FOUND", "The body of this message was too large to be kept.");
  return { body: openBody(bodyCodec, body), vhost, exchange };
}

/** What an import of all that wait and match would take up now. */
export async function previewImport(
  prisma: PrismaClient,
  scope: Scope,
  filter: QuarantineFilter,
): Promise<ImportPreview> {
  const { _count, _sum, _max } = await prisma.quarantinedMessage.aggregate({
    where: { ...(await rowsWithin(prisma, scope)), ...whereOf(filter), importedAt: null },
    _count: true,
    _sum: { bodySize: true },
    _max: { id: true },
  });
  return { count: _count, bytes: Number(_sum.bodySize ?? 0), through: _max.id?.toString() ?? null };
}

/** As the API shows it. */
export function toItem(row: ItemRow): QuarantineItem {
  return {
    id: String(row.id),
    receivedAt: row.receivedAt.toISOString(),
    vhost: row.vhost,
    exchange: text(row.exchange),
    routingKey: text(row.routingKey),
    bodySize: row.bodySize,
    reason: row.reason,
    errorCode: row.errorCode,
    cause: causeOf(row.errorCode),
    attempts: row.attempts,
    importedAt: row.importedAt?.toISOString() ?? null,
    importedId: row.importedId === null ? null : String(row.importedId),
  };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
