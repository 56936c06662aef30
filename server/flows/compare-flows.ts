import type { FlowEdge, FlowGraph } from "./flow";
import { CHANGE_THRESHOLDS, type CHANGES } from "./words";

export type Change = (typeof CHANGES)[number];

/** A way between two events in two periods. */
export interface ComparedEdge {
  /** Null: it lies outside of what the reader may see. */
  from: string | null;
  to: string | null;
  before: FlowEdge | null;
  after: FlowEdge | null;
  /** None: it is about as it was. */
  changes: Change[];
  /** How much it changed; the greatest first. */
  weight: number;
}

/**
 * What differs between two periods, the most changed first. The periods may be of different length: ways are compared by whether
 * they were gone at all, by their times and by their rates, never by their numbers. Pure.
 */
export function compareFlows(before: FlowGraph, after: FlowGraph): ComparedEdge[] {
  const keyOf = ({ from, to }: FlowEdge) => JSON.stringify([from, to]);
  const pairs = new Map<string, { before: FlowEdge | null; after: FlowEdge | null }>();
  for (const edge of before.edges) pairs.set(keyOf(edge), { before: edge, after: null });
  for (const edge of after.edges)
    pairs.set(keyOf(edge), { before: pairs.get(keyOf(edge))?.before ?? null, after: edge });
  return [...pairs.values()]
    .map(compareEdge)
    .sort((a, b) => b.weight - a.weight || countOf(b) - countOf(a) || byText(nameOf(a), nameOf(b)));
}

function compareEdge(pair: { before: FlowEdge | null; after: FlowEdge | null }): ComparedEdge {
  const { before, after } = pair;
  const { from, to } = (after ?? before)!;
  const compared = (changes: Change[], weight: number) => ({ from, to, ...pair, changes, weight });
  // That a way is there or not weighs more than how it is; among these, the one that most take.
  if (!before) return compared(["new"], 100 + after!.share);
  if (!after) return compared(["gone"], 100 + before.share);
  const { atLeast, slower, deadLetters } = CHANGE_THRESHOLDS;
  if (before.count < atLeast || after.count < atLeast) return compared([], 0);
  const changes: Change[] = [];
  let weight = 0;
  const risen = after.deadLetterRate - before.deadLetterRate;
  if (risen >= deadLetters) {
    changes.push("deadLetters");
    weight += 10 * risen;
  }
  if (before.p95Ms !== null && after.p95Ms !== null) {
    const ratio = after.p95Ms / before.p95Ms;
    if (ratio >= slower) changes.push("slower");
    else if (ratio <= 1 / slower) changes.push("faster");
    if (ratio >= slower || ratio <= 1 / slower) weight += Math.abs(Math.log2(ratio));
  }
  return compared(changes, weight);
}

const countOf = ({ before, after }: ComparedEdge) => (after?.count ?? 0) + (before?.count ?? 0);
const nameOf = ({ from, to }: ComparedEdge) => JSON.stringify([from, to]);
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
