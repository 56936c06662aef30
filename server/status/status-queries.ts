import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { inScope, type Scope, touchesVhost } from "@/server/access/scope";
import { errorText } from "@/server/errors";
import type { PrismaClient } from "@/server/generated/prisma/client";
import {
  type CoverageCount,
  type ProcessReport,
  type Readiness,
  readinessOf,
  type SystemStatus,
  summarise,
} from "./status";

/** Reports of processes that were seen within the last hour. */
export async function readReports(prisma: PrismaClient, now: Date): Promise<ProcessReport[]> {
  const rows = await prisma.process.findMany({
    where: { seenAt: { gt: new Date(now.getTime() - 3_600_000) } },
    select: { id: true, seenAt: true, status: true },
  });
  return rows.map((row) => ({ ...row, status: row.status as unknown as ProcessReport["status"] }));
}

/** How the system is doing; of the audit queues, those of a scope. */
export async function readStatus(prisma: PrismaClient, scope: Scope, now: Date): Promise<SystemStatus> {
  const status = summarise(await readReports(prisma, now), now);
  return { ...status, queues: status.queues.filter(({ vhost }) => touchesVhost(scope, vhost)) };
}

/** How many exchanges of a scope are observed, and how far; excluded ones are not counted. */
export async function countCoverage(prisma: PrismaClient, scope: Scope): Promise<CoverageCount> {
  const known = await prisma.exchange.findMany({
    where: { deletedAt: null, coverage: { not: "excluded" } },
    select: { vhost: true, name: true, coverage: true },
  });
  const inside = known.filter(({ vhost, name }) => inScope(scope, { vhost, exchange: name }));
  const of = (coverage: string) => inside.filter((row) => row.coverage === coverage).length;
  return {
    complete: of("complete"),
    partial: of("partial"),
    notObserved: of("not_observed"),
    total: inside.length,
  };
}

/** Migrations of this version that the database has not had yet. */
async function pendingMigrations(prisma: PrismaClient): Promise<string[]> {
  const folder = join(process.cwd(), "prisma", "migrations");
  const known = (await readdir(folder, { withFileTypes: true }))
    .filter((it) => it.isDirectory())
    .map((it) => it.name);
  const exists = await prisma.$queryRaw<
    { found: boolean }[]
  >`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`;
  if (!exists[0]?.found) return known;
  const applied = await prisma.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const names = new Set(applied.map((row) => row.migration_name));
  return known.filter((name) => !names.has(name)).sort();
}

export interface ReadyAnswer {
  ready: boolean;
  parts: Record<"database" | "migrations" | "worker" | "broker" | "lag", Readiness>;
}

/** Whether everything is in place, with a reason for each part. Never throws. */
export async function readReadiness(prisma: PrismaClient, now: Date): Promise<ReadyAnswer> {
  const unknown: Readiness = { ok: false, reason: "not known: the database does not answer" };
  try {
    const [pending, status] = await Promise.all([
      pendingMigrations(prisma),
      readStatus(prisma, "everything", now),
    ]);
    const parts = {
      database: { ok: true, reason: "answers" },
      migrations:
        pending.length === 0
          ? { ok: true, reason: "all applied" }
          : { ok: false, reason: `not applied: ${pending.join(", ")}` },
      ...readinessOf(status),
    };
    return { ready: Object.values(parts).every((part) => part.ok), parts };
  } catch (error) {
    const database = { ok: false, reason: firstLine(errorText(error)) };
    return {
      ready: false,
      parts: { database, migrations: unknown, worker: unknown, broker: unknown, lag: unknown },
    };
  }
}

/** Prisma's messages run over many lines, with the source of the query: the last one says what happened. */
function firstLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").slice(0, 300);
}
