import type { Patience } from "./judge-saga";
import type { Expectation, SagaStep } from "./saga";
import type { LearnedContext } from "./saga-model";

/** A healthy step may come so many milliseconds later than nearly all did: less is nobody's lateness. */
const LATE_FLOOR_MS = 1_000;

/** From when on something is late and stuck, in microseconds since 1970. */
export interface Moments {
  lateAt: number;
  stuckAt: number;
}

/** The moments for what should come within so many milliseconds after `from` (microseconds). */
export function momentsAfter(from: number, withinMs: number, { multiple, floorMs }: Patience): Moments {
  return {
    lateAt: from + Math.round(withinMs * 1_000),
    stuckAt: from + Math.round(Math.max(withinMs * multiple, withinMs, floorMs) * 1_000),
  };
}

/** The same for what was learned: past nearly all that came. Null where nothing ever came. */
export function learnedMoments(last: SagaStep, context: LearnedContext, patience: Patience): Moments | null {
  if (context.p95Ms === null) return null;
  return momentsAfter(last.at, Math.max(context.p95Ms, LATE_FLOOR_MS), patience);
}

/** Steps rarer than this are not expected: they are what can happen, not what is waited for. */
const LEAST_SHARE = 0.05;
const MOST_EXPECTED = 5;

/** What usually comes next, the most frequent first. */
export function learnedExpectations(last: SagaStep, context: LearnedContext): Expectation[] {
  return context.next
    .filter((next) => next.count / context.total >= LEAST_SHARE)
    .slice(0, MOST_EXPECTED)
    .map((next) => ({
      type: next.type,
      from: next.from,
      afterId: last.id,
      afterType: last.type,
      share: next.count / context.total,
      p50Ms: next.p50Ms,
      p95Ms: next.p95Ms,
      instances: context.instances,
      dueAt: last.at + Math.round(next.p95Ms * 1_000),
    }));
}
