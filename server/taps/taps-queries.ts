import type { z } from "zod";
import { coversVhost, inScope, type Scope, touchesVhost } from "@/server/access/scope";
import type { PrismaClient } from "@/server/generated/prisma/client";
import { GAP_CAUSES, type GapCause, type Ledger, type Verdict } from "./completeness";
import { gapSentence, verdictSentence } from "./gap-sentences";
import { reasonSentence, sideEffectSchema, sideEffectSentence, tapReasonSchema } from "./tap-reasons";
import {
  type Completeness,
  type GapItem,
  type ListCoverageOutput,
  type ListGapsOutput,
  type listGapsInput,
  type TapStatus,
  tapStatusSchema,
} from "./taps-schemas";

/** What the taps say, for the pages and the API. */

/** Every exchange of a scope with how it is observed and what is proven of it; deleted ones too, when asked for. */
export async function listCoverage(
  prisma: PrismaClient,
  scope: Scope,
  { vhost, deleted = false }: { vhost?: string; deleted?: boolean } = {},
): Promise<ListCoverageOutput> {
  const where = vhost === undefined ? {} : { vhost };
  const [exchanges, ledgers] = await Promise.all([
    prisma.exchange.findMany({
      where: { ...where, ...(deleted ? {} : { deletedAt: null }) },
      orderBy: [{ vhost: "asc" }, { name: "asc" }],
    }),
    prisma.exchangeLedger.findMany({ where }),
  ]);
  const shown = exchanges.filter((row) => inScope(scope, { vhost: row.vhost, exchange: row.name }));
  const byName = new Map(ledgers.map((row) => [JSON.stringify([row.vhost, row.exchange]), row]));
  return shown.map((row) => {
    const reason = tapReasonSchema.parse(row.reason);
    const ledger = byName.get(JSON.stringify([row.vhost, row.name]));
    const tapped = row.tappedAt !== null && row.deletedAt === null;
    return {
      vhost: row.vhost,
      exchange: row.name,
      type: row.type,
      durable: row.durable,
      autoDelete: row.autoDelete,
      internal: row.internal,
      alternate: row.alternate,
      deadLetter: row.deadLetter,
      coverage: row.coverage,
      reason,
      sentence: reasonSentence(reason),
      sideEffects: sideEffectSchema
        .array()
        .parse(row.sideEffects)
        .map((effect) => ({ ...effect, sentence: sideEffectSentence(effect) })),
      life: row.life,
      firstSeenAt: row.firstSeenAt.toISOString(),
      tappedAt: row.tappedAt?.toISOString() ?? null,
      deletedAt: row.deletedAt?.toISOString() ?? null,
      completeness: ledger && tapped ? completenessOf(ledger) : null,
    };
  });
}

function completenessOf(row: { ledger: unknown; verdict: unknown; updatedAt: Date }): Completeness {
  const verdict = row.verdict as Verdict;
  const last = (row.ledger as Ledger).window.at(-1);
  const published = last?.published ?? null;
  const accounted = last?.accounted ?? null;
  return {
    ...verdict,
    upTo: iso(verdict.upTo),
    unknownSince: iso(verdict.unknownSince),
    published,
    accounted,
    judgedAt: row.updatedAt.toISOString(),
    sentence: verdictSentence(verdict, published, accounted),
  };
}

/** Gaps, the newest statement first; on the first page preceded by what is in quarantine now. */
export async function listGaps(
  prisma: PrismaClient,
  scope: Scope,
  { vhost, exchange, before, limit }: z.output<typeof listGapsInput>,
): Promise<ListGapsOutput> {
  const rows = await prisma.deliveryGap.findMany({
    where: {
      ...(vhost === undefined ? {} : { vhost }),
      ...(exchange === undefined ? {} : { exchange }),
      ...(before === undefined ? {} : { id: { lt: BigInt(before) } }),
      ...(scope === "everything" ? {} : { OR: await exchangesWithGaps(prisma, scope) }),
    },
    orderBy: { id: "desc" },
    take: limit,
  });
  const stated = rows.map((row): GapItem => {
    const gap = {
      count: row.count === null ? null : Number(row.count),
      exact: row.exact,
      cause: causeOf(row.cause),
      candidates: row.candidates.map(causeOf),
    };
    return {
      id: row.id.toString(),
      vhost: row.vhost,
      exchange: row.exchange,
      from: row.from.toISOString(),
      to: row.to.toISOString(),
      ...gap,
      sentence: gapSentence(gap),
    };
  });
  const quarantined = before === undefined ? await inQuarantine(prisma, vhost, exchange) : [];
  return {
    items: [...quarantined.filter((item) => inScope(scope, item)), ...stated],
    next: rows.length === limit ? rows.at(-1)!.id.toString() : null,
  };
}

/** A scope has patterns, which the database would have to test row by row: the few names with gaps are tested here. */
async function exchangesWithGaps(
  prisma: PrismaClient,
  scope: Scope,
): Promise<{ vhost: string; exchange: string }[]> {
  const known = await prisma.deliveryGap.groupBy({ by: ["vhost", "exchange"] });
  return known.filter((place) => inScope(scope, place));
}

/** What was stated as missing of an exchange, over all time. */
export interface GapTotals {
  /** Messages that are missing for good; at least so many when `uncounted` is true. */
  missing: number;
  /** Of messages published before the tap was bound; not in `missing`. */
  beforeTap: number;
  /** Some gap has no number, because the counter started again. */
  uncounted: boolean;
  /** Gaps stated. */
  gaps: number;
}

/** The gaps of each exchange of a virtual host, summed up. */
export async function sumGaps(prisma: PrismaClient, vhost: string): Promise<Map<string, GapTotals>> {
  const groups = await prisma.deliveryGap.groupBy({
    by: ["exchange", "cause"],
    where: { vhost },
    _sum: { count: true },
    _count: { _all: true, count: true },
  });
  const totals = new Map<string, GapTotals>();
  for (const { exchange, cause, _sum, _count } of groups) {
    const total = totals.get(exchange) ?? { missing: 0, beforeTap: 0, uncounted: false, gaps: 0 };
    const count = Number(_sum.count ?? 0n);
    total.gaps += _count._all;
    total.uncounted ||= _count.count < _count._all;
    if (cause === "before_tap") total.beforeTap += count;
    else if (cause !== "surplus") total.missing += count;
    totals.set(exchange, total);
  }
  return totals;
}

async function inQuarantine(
  prisma: PrismaClient,
  vhost: string | undefined,
  exchange: string | undefined,
): Promise<GapItem[]> {
  const groups = await prisma.quarantinedMessage.groupBy({
    by: ["vhost", "exchange"],
    where: {
      importedAt: null,
      ...(vhost === undefined ? {} : { vhost }),
      ...(exchange === undefined ? {} : { exchange: new TextEncoder().encode(exchange) }),
    },
    _count: true,
    _min: { receivedAt: true },
    _max: { receivedAt: true },
  });
  return groups.map((group) => {
    const gap = { count: group._count, exact: true, cause: "quarantined" as const, candidates: [] };
    return {
      id: null,
      vhost: group.vhost,
      exchange: new TextDecoder().decode(group.exchange),
      from: group._min.receivedAt!.toISOString(),
      to: group._max.receivedAt!.toISOString(),
      ...gap,
      sentence: gapSentence(gap),
    };
  });
}

/** What the tapper of each virtual host of a scope last said about itself, and when. */
export async function listTapStatus(
  prisma: PrismaClient,
  scope: Scope,
): Promise<{ status: TapStatus; at: string }[]> {
  const rows = await prisma.tapState.findMany({ orderBy: { vhost: "asc" } });
  return rows
    .filter(({ vhost }) => touchesVhost(scope, vhost))
    .map((row) => ({
      status: shownOf(tapStatusSchema.parse(row.state), scope),
      at: row.updatedAt.toISOString(),
    }));
}

/** Names of exchanges stand in texts too: whoever sees only a part is told of that part alone. */
function shownOf(status: TapStatus, scope: Scope): TapStatus {
  if (coversVhost(scope, status.vhost)) return status;
  const { vhost } = status;
  return {
    ...status,
    problem: status.problem === null ? null : "It concerns the virtual host as a whole.",
    warnings: [],
    refused: status.refused.filter(({ exchange }) => inScope(scope, { vhost, exchange })),
    missing: [],
  };
}

function causeOf(text: string): GapCause {
  return GAP_CAUSES.find((cause) => cause === text) ?? "not_explained";
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
