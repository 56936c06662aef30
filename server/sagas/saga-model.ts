import type { SagaInstance, SagaStep } from "./saga";

/**
 * What can be learned of the sagas that begin with one type, from those that came to rest: after these types were seen and
 * this one was the last, what came next, how often and how long after, and how often nothing did. Pure.
 */

/** Below this many instances nothing is said, of a whole start type or of one situation. */
export const FEWEST_INSTANCES = 20;
/** Situations that a model tells of; the rarest are left out. */
const MOST_CONTEXTS = 400;
/** What came next, the most frequent first; rarer than one in so many is nothing that anybody waits for. */
const MOST_NEXT = 50;
/** With more types seen than this, only the last one counts: the sets would be as many as the sagas. */
const MOST_SEEN = 60;

export interface LearnedNext {
  type: string;
  count: number;
  /** Who published it mostly; null when that is not known. */
  from: string | null;
  /** Milliseconds since the event before it. */
  p50Ms: number;
  p95Ms: number;
}

/** A situation that instances were in: these types seen (in order of their bytes; null: whatever was seen), this one last. */
export interface LearnedContext {
  seen: string[] | null;
  last: string;
  /** Instances that were in it, and how often they were. */
  instances: number;
  total: number;
  /** How often nothing came any more. */
  nothing: number;
  next: LearnedNext[];
  /** Milliseconds until whatever came next; null when nothing ever did. */
  p95Ms: number | null;
}

export interface SagaModel {
  startType: string;
  /** Instances that it was learned from. */
  instances: number;
  contexts: LearnedContext[];
}

interface Counting {
  seen: string[] | null;
  last: string;
  instances: number;
  /** Number of the instance that was counted last. */
  counted: number;
  total: number;
  nothing: number;
  gaps: number[];
  next: Map<string, { gaps: number[]; producers: Map<string, number> }>;
}

/**
 * Learns from instances at rest.
 * @returns null when there are too few of them to say anything
 */
export function learnModel(startType: string, atRest: readonly SagaInstance[]): SagaModel | null {
  if (atRest.length < FEWEST_INSTANCES) return null;
  const contexts = new Map<string, Counting>();
  atRest.forEach(({ steps }, nr) => {
    walkSituations(steps, (situation, next) => {
      for (const seen of situation.seen === null ? [null] : [situation.seen, null]) {
        const context = contextIn(contexts, seen, situation.last);
        if (context.counted !== nr) {
          context.counted = nr;
          context.instances++;
        }
        count(context, situation.step, next);
      }
    });
  });
  const told = [...contexts.values()]
    .filter((context) => context.instances >= FEWEST_INSTANCES)
    // Never a tie, so the same instances make the same model.
    .sort((a, b) => b.instances - a.instances || (keyOf(a.seen, a.last) < keyOf(b.seen, b.last) ? -1 : 1))
    .slice(0, MOST_CONTEXTS)
    .map(learned);
  return { startType, instances: atRest.length, contexts: told };
}

interface Situation {
  seen: string[] | null;
  last: string;
  step: SagaStep;
}

/** Calls back with the situation after each step, and the step that came next, if one did. */
function walkSituations(
  steps: readonly SagaStep[],
  tell: (situation: Situation, next: SagaStep | null) => void,
): void {
  const types = new Set<string>();
  let seen: string[] | null = [];
  steps.forEach((step, i) => {
    if (!types.has(step.type)) {
      types.add(step.type);
      seen = seenOf(types);
    }
    tell({ seen, last: step.type, step }, steps[i + 1] ?? null);
  });
}

/** Types seen so far as a situation has them. */
function seenOf(types: ReadonlySet<string>): string[] | null {
  return types.size > MOST_SEEN ? null : [...types].sort();
}

const keyOf = (seen: readonly string[] | null, last: string): string => JSON.stringify([seen, last]);

function contextIn(contexts: Map<string, Counting>, seen: string[] | null, last: string): Counting {
  const key = keyOf(seen, last);
  let context = contexts.get(key);
  if (!context) {
    context = { seen, last, instances: 0, counted: -1, total: 0, nothing: 0, gaps: [], next: new Map() };
    contexts.set(key, context);
  }
  return context;
}

function count(context: Counting, step: SagaStep, next: SagaStep | null): void {
  context.total++;
  if (!next) {
    context.nothing++;
    return;
  }
  const gapMs = Math.max(0, (next.at - step.at) / 1_000);
  let came = context.next.get(next.type);
  if (!came) {
    came = { gaps: [], producers: new Map() };
    context.next.set(next.type, came);
  }
  context.gaps.push(gapMs);
  came.gaps.push(gapMs);
  if (next.producer !== null) came.producers.set(next.producer, (came.producers.get(next.producer) ?? 0) + 1);
}

function learned({ seen, last, instances, total, nothing, gaps, next }: Counting): LearnedContext {
  return {
    seen,
    last,
    instances,
    total,
    nothing,
    next: [...next]
      .map(([type, { gaps, producers }]) => {
        const sorted = ascending(gaps);
        const from = usual(producers);
        return {
          type,
          count: gaps.length,
          from,
          p50Ms: percentile(sorted, 0.5),
          p95Ms: percentile(sorted, 0.95),
        };
      })
      .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1))
      .slice(0, MOST_NEXT),
    p95Ms: gaps.length === 0 ? null : percentile(ascending(gaps), 0.95),
  };
}

function usual(producers: ReadonlyMap<string, number>): string | null {
  let best: string | null = null;
  let most = 0;
  for (const [producer, times] of producers) {
    if (times > most || (times === most && best !== null && producer < best))
      [best, most] = [producer, times];
  }
  return best;
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The smallest value that at least this share of the values does not exceed. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

/** A model, ready to be asked. */
export class LearnedSituations {
  readonly #contexts = new Map<string, LearnedContext>();

  constructor(model: SagaModel) {
    for (const context of model.contexts) this.#contexts.set(keyOf(context.seen, context.last), context);
  }

  /** What is known of where an instance stands: with these steps seen, else after its last one alone; null: nothing. */
  after(steps: readonly SagaStep[]): LearnedContext | null {
    const last = steps.at(-1);
    if (!last) return null;
    const seen = seenOf(new Set(steps.map((step) => step.type)));
    return this.#contexts.get(keyOf(seen, last.type)) ?? this.#contexts.get(keyOf(null, last.type)) ?? null;
  }
}

/** A share that changed by more than this says something else. */
const OTHER_SHARE = 0.1;
/** A duration that changed by more than this factor, and by more than the milliseconds below, does. */
const OTHER_FACTOR = 1.25;
const OTHER_MS = 250;
/** So does a statement that rests on so many times the instances. */
const OTHER_INSTANCES = 2;

/** Whether a model says something that another does not, so that what was judged by it is to be judged again. */
export function saysOtherwise(before: SagaModel, after: SagaModel): boolean {
  if (otherBy(before.instances, after.instances, OTHER_INSTANCES, 0)) return true;
  const known = new Map(before.contexts.map((context) => [keyOf(context.seen, context.last), context]));
  const changed = after.contexts.some((context) => {
    const key = keyOf(context.seen, context.last);
    const other = known.get(key);
    known.delete(key);
    return !other || contextSaysOtherwise(other, context);
  });
  // A situation at the edge of what is told comes and goes: that it went says nothing.
  return changed || [...known.values()].some((gone) => gone.instances >= 2 * FEWEST_INSTANCES);
}

function contextSaysOtherwise(before: LearnedContext, after: LearnedContext): boolean {
  if (isEnd(before) !== isEnd(after)) return true;
  if (otherShare(before.nothing / before.total, after.nothing / after.total)) return true;
  if (otherTime(before.p95Ms, after.p95Ms)) return true;
  const types = new Set([...before.next, ...after.next].map((next) => next.type));
  return [...types].some((type) => {
    const was = before.next.find((next) => next.type === type);
    const is = after.next.find((next) => next.type === type);
    if (otherShare((was?.count ?? 0) / before.total, (is?.count ?? 0) / after.total)) return true;
    return Boolean(was && is && (was.from !== is.from || otherTime(was.p95Ms, is.p95Ms)));
  });
}

/** Whether mostly nothing came any more. */
export const isEnd = ({ nothing, total }: LearnedContext): boolean => nothing / total >= 0.5;

const otherShare = (a: number, b: number): boolean => Math.abs(a - b) > OTHER_SHARE;
const otherTime = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a !== b : otherBy(a, b, OTHER_FACTOR, OTHER_MS);
const otherBy = (a: number, b: number, factor: number, least: number): boolean =>
  Math.abs(a - b) > least && Math.max(a, b) > factor * Math.min(a, b);
