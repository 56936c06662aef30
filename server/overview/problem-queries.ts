import type { Pool } from "pg";
import { inScope, type Scope } from "@/server/access/scope";
import { readDeadLetterAlarms } from "@/server/dead-letters/dead-letter-alarms";
import { heldByQueue } from "@/server/dead-letters/held-by-queue";
import type { PrismaClient } from "@/server/generated/prisma/client";
import type { Masker } from "@/server/masking/masker";
import { rowsWithin } from "@/server/quarantine/quarantine-queries";
import { stuckSagas } from "@/server/sagas/stuck-sagas";
import { readStatus } from "@/server/status/status-queries";
import { listCoverage, listTapStatus } from "@/server/taps/taps-queries";
import type { DeadLetterReading } from "./dead-letter-reading";
import type { ProblemsOutput } from "./overview-schemas";
import { GAPS_MS, type GapGroup, judgeProblems, STUCK_MS } from "./problems";

/** Looks at everything in a scope that may be broken, and judges it. */
export async function readProblems(
  {
    prisma,
    searchPool,
    deadLetters,
  }: {
    prisma: PrismaClient;
    searchPool: Pool;
    deadLetters: (scope: Scope) => Promise<DeadLetterReading>;
  },
  scope: Scope,
  masker: Masker,
  now: Date,
): Promise<ProblemsOutput> {
  const [status, taps, coverage, gaps, quarantine, letters, alarms, held, stuck] = await Promise.all([
    readStatus(prisma, scope, now),
    listTapStatus(prisma, scope),
    listCoverage(prisma, scope),
    readGaps(prisma, scope, new Date(now.getTime() - GAPS_MS)),
    prisma.quarantinedMessage.aggregate({
      where: { ...(await rowsWithin(prisma, scope)), importedAt: null },
      _count: true,
      _min: { receivedAt: true },
    }),
    deadLetters(scope),
    readDeadLetterAlarms(searchPool, scope, now),
    heldByQueue(searchPool, scope),
    stuckSagas(searchPool, { scope, masker, now, since: new Date(now.getTime() - STUCK_MS) }),
  ]);
  return judgeProblems({
    now,
    status,
    taps: taps.map((tap) => tap.status),
    exchanges: coverage.map((item) => ({
      vhost: item.vhost,
      exchange: item.exchange,
      coverage: item.coverage,
      firstSeenAt: item.firstSeenAt,
      missing: item.completeness?.missing ?? 0,
      unknownSince: item.completeness?.unknownSince ?? null,
    })),
    gaps,
    quarantine: { open: quarantine._count, since: quarantine._min.receivedAt?.toISOString() ?? null },
    deadLetters: letters,
    deadLetterAlarms: alarms,
    heldDeadLetters: held,
    stuckSagas: stuck,
  });
}

/** Gaps stated since a moment. What was published before its tap was bound is expected, and not counted as broken. */
async function readGaps(prisma: PrismaClient, scope: Scope, since: Date): Promise<GapGroup[]> {
  const stated = { notedAt: { gte: since }, cause: { notIn: ["before_tap", "quarantined", "surplus"] } };
  const counted = (count: { not: null } | null) =>
    prisma.deliveryGap.groupBy({
      by: ["vhost", "exchange", "exact"],
      where: { ...stated, count },
      _sum: { count: true },
      _min: { from: true },
    });
  const groups = await Promise.all([counted({ not: null }), counted(null)]);
  return groups
    .flat()
    .filter((group) => inScope(scope, group))
    .map((group) => ({
      exchange: group.exchange,
      count: group._sum.count === null ? null : Number(group._sum.count),
      exact: group.exact,
      from: group._min.from!.toISOString(),
    }));
}
