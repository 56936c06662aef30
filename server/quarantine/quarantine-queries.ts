import type { z } from "zod";
import { SillageError } from "@/server/errors";
import type { PrismaClient, QuarantinedMessage } from "@/server/generated/prisma/client";
import type { listQuarantineInput, listQuarantineOutput, QuarantineItem } from "./quarantine-schemas";

/** Lists the quarantine, oldest first. */
export async function listQuarantine(
  prisma: PrismaClient,
  { state, after, limit }: z.output<typeof listQuarantineInput>,
): Promise<z.output<typeof listQuarantineOutput>> {
  const importedAt = state === "all" ? undefined : state === "open" ? null : { not: null };
  const [rows, open] = await Promise.all([
    prisma.quarantinedMessage.findMany({
      where: { importedAt, ...(after === undefined ? {} : { id: { gt: BigInt(after) } }) },
      orderBy: { id: "asc" },
      take: limit + 1,
    }),
    prisma.quarantinedMessage.count({ where: { importedAt: null } }),
  ]);
  const items = rows.slice(0, limit).map(toItem);
  return { items, nextAfter: rows.length > limit ? items.at(-1)!.id : null, open };
}

/** One of them. @throws SillageError NOT_FOUND */
export async function getQuarantined(prisma: PrismaClient, id: string): Promise<QuarantinedMessage> {
  const row = await prisma.quarantinedMessage.findUnique({ where: { id: BigInt(id) } });
  if (!row) throw new SillageError("NOT_FOUND", `Nothing in quarantine has the id ${id}.`);
  return row;
}

/** As the API shows it. */
export function toItem(row: QuarantinedMessage): QuarantineItem {
  return {
    id: String(row.id),
    receivedAt: row.receivedAt.toISOString(),
    vhost: row.vhost,
    exchange: Buffer.from(row.exchange).toString(),
    routingKey: Buffer.from(row.routingKey).toString(),
    bodySize: row.bodySize,
    reason: row.reason,
    errorCode: row.errorCode,
    attempts: row.attempts,
    importedAt: row.importedAt?.toISOString() ?? null,
    importedId: row.importedId === null ? null : String(row.importedId),
  };
}
