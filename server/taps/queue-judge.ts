import { z } from "zod";
import type { QueueInfo } from "@/server/broker/management";

/**
 * Whether an audit queue may have dropped messages, and the broker's life as its counters show it. The broker has no
 * counter for drop-head, so drops are what is missing between the counters it has:
 * published + dead-lettered - acked - ready - unacked, compared when all of them stand still.
 */

/** How full the queue must have been seen for drops to be possible between two looks. */
const NEARLY_FULL = 0.9;
const STILL_MS = 15_000;
/** Uptimes are rounded and answers take time. */
const SAME_START_MS = 15_000;

const countsSchema = z.object({
  at: z.number(),
  published: z.number(),
  acked: z.number(),
  ready: z.number(),
  unacked: z.number(),
  deadLettered: z.number(),
});
type Counts = z.output<typeof countsSchema>;

/** What is remembered of a virtual host from one sample to the next. */
export const queueMemorySchema = z.object({
  epoch: z.number(),
  /** Running nodes and when they started; null where we may not ask. */
  nodes: z.record(z.string(), z.number()).nullable(),
  counts: countsSchema.nullable(),
  /** Since when the counters stand still. */
  stillSince: z.number().nullable(),
  /** The difference when they last stood still. */
  settled: z.number().nullable(),
  /** Times at which the queue was seen empty and which are not proven to be stored yet, oldest first. */
  empty: z.array(z.number()),
  drainedUpTo: z.number(),
});
export type QueueMemory = z.output<typeof queueMemorySchema>;

export interface QueueLook {
  at: number;
  queue: QueueInfo | null;
  nodes: Record<string, number> | null;
  /** Dead letters stored so far, from a fixed zero. */
  deadLettered: number;
  /** When the queue was asked over AMQP, and how many messages waited in it. */
  asked: { at: number; waiting: number | null };
  /** When the newest message that is stored had reached us. */
  lastStoredAt: number | null;
}

export interface QueueJudgement {
  memory: QueueMemory;
  /** Messages may have been dropped since the last look. */
  dropsPossible: boolean;
  /** Drops since the counters stood still before; 0 while they do not. */
  drops: number;
}

export const noMemory: QueueMemory = {
  epoch: 0,
  nodes: null,
  counts: null,
  stillSince: null,
  settled: null,
  empty: [],
  drainedUpTo: 0,
};

export function judgeQueue(before: QueueMemory, look: QueueLook): QueueJudgement {
  const counts = countsOf(look, before.counts);
  const restarted = startedAgain(before, counts, look.nodes);
  const known = restarted ? { ...before, counts: null, stillSince: null, settled: null } : before;
  const still = counts !== null && known.counts !== null && same(counts, known.counts);
  const stillSince = still ? (known.stillSince ?? known.counts!.at) : null;
  const difference =
    counts && stillSince !== null && look.at - stillSince >= STILL_MS ? differenceOf(counts) : null;
  const drops = difference === null || known.settled === null ? 0 : Math.max(0, difference - known.settled);
  return {
    memory: {
      epoch: before.epoch + (restarted ? 1 : 0),
      nodes: look.nodes ?? before.nodes,
      counts: counts ?? known.counts,
      stillSince,
      settled: difference ?? known.settled,
      ...drained(before, look),
    },
    dropsPossible: drops > 0 || nearlyFull(look),
    drops,
  };
}

/** Null where the broker does not say: statistics that were there and are missing are not zero. */
function countsOf({ at, queue, deadLettered }: QueueLook, before: Counts | null): Counts | null {
  if (!queue) return null;
  const { published, acked, ready, unacked } = queue;
  if (published === null && before !== null && before.published > 0) return null;
  return {
    at,
    published: published ?? 0,
    acked: acked ?? 0,
    ready: ready ?? 0,
    unacked: unacked ?? 0,
    deadLettered,
  };
}

function differenceOf({ published, deadLettered, acked, ready, unacked }: Counts): number {
  return published + deadLettered - acked - ready - unacked;
}

function same(a: Counts, b: Counts): boolean {
  return (["published", "acked", "ready", "unacked", "deadLettered"] as const).every(
    (name) => a[name] === b[name],
  );
}

/** A node that started again, came or went takes its counters with it; so does a queue that was declared again. */
function startedAgain(before: QueueMemory, counts: Counts | null, nodes: QueueLook["nodes"]): boolean {
  if (nodes && before.nodes) {
    const names = new Set([...Object.keys(nodes), ...Object.keys(before.nodes)]);
    for (const name of names) {
      const [now, then] = [nodes[name], before.nodes[name]];
      if (now === undefined || then === undefined || Math.abs(now - then) > SAME_START_MS) return true;
    }
  }
  const then = before.counts;
  return counts !== null && then !== null && (counts.published < then.published || counts.acked < then.acked);
}

/**
 * What reached the queue before it was seen empty has reached us. It is stored once something that reached us later
 * is (one consumer stores in order), or once the broker has long had nothing unacked.
 */
function drained(before: QueueMemory, look: QueueLook): Pick<QueueMemory, "empty" | "drainedUpTo"> {
  const { asked, lastStoredAt, queue, at } = look;
  const empty = asked.waiting === 0 ? [...before.empty, asked.at] : before.empty;
  const idle = queue !== null && queue.ready === 0 && queue.unacked === 0;
  const proven = (time: number) =>
    (lastStoredAt !== null && lastStoredAt >= time + CLOCKS_APART_MS) || (idle && at >= time + STILL_MS);
  const newest = empty.findLast(proven);
  if (newest === undefined) return { empty: empty.slice(-KEEP_EMPTY), drainedUpTo: before.drainedUpTo };
  return {
    empty: empty.filter((time) => time > newest).slice(-KEEP_EMPTY),
    drainedUpTo: Math.max(before.drainedUpTo, newest - QUEUE_DELAY_MS),
  };
}

/** Between the clocks of two workers' machines. */
const CLOCKS_APART_MS = 2_000;
/** Between a channel that counts a message and the queue that has it. */
const QUEUE_DELAY_MS = 1_000;
const KEEP_EMPTY = 24;

function nearlyFull({ queue, asked }: QueueLook): boolean {
  if (!queue) return false;
  const limit = (name: string) => {
    const values = [queue.arguments[`x-${name}`], queue.policyDefinition[name]];
    return Math.min(...values.map((value) => (typeof value === "number" ? value : Number.POSITIVE_INFINITY)));
  };
  const ready = Math.max(queue.ready ?? 0, asked.waiting ?? 0);
  return (
    ready >= NEARLY_FULL * limit("max-length") ||
    (queue.bytes ?? 0) >= NEARLY_FULL * limit("max-length-bytes") ||
    "message-ttl" in queue.policyDefinition ||
    "expires" in queue.policyDefinition
  );
}
