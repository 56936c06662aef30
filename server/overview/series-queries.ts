import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { countMessages } from "@/server/event-store/count-messages";
import type { MessageFilter } from "@/server/event-store/message-filter";
import { countRaw } from "@/server/event-store/raw-series";
import { countMinutes, isRollupFilter, storedSpan, trafficTotals } from "@/server/event-store/traffic-series";
import { FINE_RANGE_MS, planBuckets, SETTLE_MS, stackCells } from "./buckets";
import type { SeriesOutput, TotalsOutput } from "./overview-schemas";

/** Exchanges with a colour of their own; the others are one stack. */
const TOP = 7;
/** Messages up to which a short range is counted one by one, for buckets of less than a minute. */
const FINE_MESSAGES = 200_000;
const TOP_NAMES = 8;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * What a filter matches over time, stacked by exchange. Without a beginning or an end the range is that of the store.
 *
 * Where it comes from: filters that the rollups know are answered by them, exactly, in buckets of whole minutes. A range
 * of half an hour or less with up to 200,000 messages is counted from the messages, in buckets from a second on. So are
 * all other filters, under a limit of work: `completeFrom` says how far the counting came.
 * @param signal stops the counting of messages
 * @throws SillageError UNAVAILABLE when the database needs too long; the signal's reason when it was stopped.
 */
export async function readSeries(
  pool: Pool,
  scope: Scope,
  input: MessageFilter,
  now: Date,
  signal?: AbortSignal,
): Promise<SeriesOutput> {
  const filter = { ...input, scope };
  const range = await bounds(pool, filter, now);
  const { from, to } = range;
  const minutes = isRollupFilter(filter);
  const short = to - from <= FINE_RANGE_MS;
  const fine = short && (!minutes || (await countMessages(pool, filter)).value <= FINE_MESSAGES);
  const plan = planBuckets(from, to, fine);
  const end = plan.first + plan.count * plan.stepMs;
  const until = filter.to ?? new Date(end);
  const counted =
    minutes && plan.stepMs >= 60_000
      ? { cells: await countMinutes(pool, filter, plan.stepMs), completeFrom: null }
      : await countRaw(pool, { ...filter, from: new Date(from), to: until }, plan.stepMs, signal);
  // What arrives meanwhile in a bucket that did not exist yet waits for the next look.
  const cells = counted.cells.filter((cell) => cell.at < end);
  const settled = now.getTime() - SETTLE_MS;
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    first: new Date(plan.first).toISOString(),
    stepMs: plan.stepMs,
    buckets: plan.count,
    ...stackCells(plan, cells, TOP),
    finishedTo: end > settled ? new Date(settled).toISOString() : null,
    completeFrom: counted.completeFrom?.toISOString() ?? null,
  };
}

/** What a range holds in all, with the most frequent event types and exchanges. */
export function readTotals(
  pool: Pool,
  scope: Scope,
  range: { from?: Date | undefined; to?: Date | undefined },
): Promise<TotalsOutput> {
  return trafficTotals(pool, { ...range, scope }, TOP_NAMES);
}

/** Both ends of a range: an open end reaches to now, or as far as a worker's clock that goes ahead has stored. */
export async function bounds(
  pool: Pool,
  { from, to }: { from?: Date | undefined; to?: Date | undefined },
  now: Date,
): Promise<{ from: number; to: number }> {
  const open = from === undefined || to === undefined;
  const span = open ? await storedSpan(pool) : null;
  const ahead = span && span.last > now ? span.last.getTime() + MINUTE : 0;
  const end = to?.getTime() ?? Math.max(now.getTime(), ahead);
  const start = from?.getTime() ?? span?.first.getTime() ?? end - HOUR;
  return { from: Math.min(start, end - 1), to: end };
}
