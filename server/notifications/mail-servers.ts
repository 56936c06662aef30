import type { PrismaClient } from "@/server/generated/prisma/client";
import type { MailStatus } from "@/server/processes/process-status";
import { readReports } from "@/server/status/status-queries";

/** A worker that said nothing for this long is not counted. */
const SILENT_MS = 10_000;

/** The mail servers as the workers that run now see them, one for each worker. */
export async function currentMailServers(prisma: PrismaClient, now: Date): Promise<MailStatus[]> {
  const reports = await readReports(prisma, now);
  return reports
    .filter(({ seenAt }) => now.getTime() - seenAt.getTime() < SILENT_MS)
    .flatMap(({ status }) => status.mail ?? []);
}
