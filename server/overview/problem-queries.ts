import type { PrismaClient } from "@/server/generated/prisma/client";
import { readStatus } from "@/server/status/status-queries";
import { listCoverage, listTapStatus } from "@/server/taps/taps-queries";
import type { DeadLetterReading } from "./dead-letter-reading";
import type { ProblemsOutput } from "./overview-schemas";
import { GAPS_MS, type GapGroup, judgeProblems } from "./problems";

/** Looks at everything that may be broken, and judges it. */
export async function readProblems(
  { prisma, deadLetters }: { prisma: PrismaClient; deadLetters: () => Promise<DeadLetterReading> },
  now: Date,
): Promise<ProblemsOutput> {
  const [status, taps, coverage, gaps, quarantine, letters] = await Promise.all([
    readStatus(prisma, now),
    listTapStatus(prisma),
    listCoverage(prisma),
    readGaps(prisma, new Date(now.getTime() - GAPS_MS)),
    prisma.quarantinedMessage.aggregate({
      where: { importedAt: null },
      _count: true,
      _min: { receivedAt: true },
    }),
    deadLetters(),
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
  });
}

/** Gaps stated since a moment. What was published before its tap was bound is expected, and not counted as broken. */
async function readGaps(prisma: PrismaClient, since: Date): Promise<GapGroup[]> {
  const stated = { notedAt: { gte: since }, cause: { notIn: ["before_tap", "quarantined", "surplus"] } };
  const counted = (count: { not: null } | null) =>
    prisma.deliveryGap.groupBy({
      by: ["vhost", "exchange", "exact"],
      where: { ...stated, count },
      _sum: { count: true },
      _min: { from: true },
    });
  const groups = await Promise.all([counted({ not: null }), counted(null)]);
  return groups.flat().map((group) => ({
    exchange: group.exchange,
    count: group._sum.count === null ? null : Number(group._sum.count),
    exact: group.exact,
    from: group._min.from!.toISOString(),
  }));
}
