import { aftersOf, type DefinedStep, type SagaDefinition } from "./definition";
import type { SagaStep } from "./saga";

/** A step that is expected, and the event that it is expected after. */
export interface OpenStep {
  step: DefinedStep;
  after: SagaStep;
}

/**
 * The steps that are still to come: not optional, one of the events that they follow came at `since` or later, and neither
 * they nor what may come in their place did after it. Where several such events wait, the last one counts.
 * @param until only what came before this index counts
 */
export function openSteps(
  definition: SagaDefinition,
  steps: readonly SagaStep[],
  since: number,
  until = steps.length,
): OpenStep[] {
  const places = placesByType(steps, until);
  return definition.steps.flatMap((step) => {
    if (step.optional) return [];
    const afters = aftersOf(step);
    // Linear in the events: a saga may have as many as its producers like.
    const fulfilled = new Set<string>();
    let lastFree = -1;
    for (const type of [step.type, ...(step.or ?? [])]) {
      for (const place of places.get(type) ?? []) {
        const owner = ownerOf(steps[place]!, afters);
        if (owner === null) lastFree = Math.max(lastFree, place);
        else fulfilled.add(owner);
      }
    }
    let open = -1;
    for (const type of afters) {
      for (const place of places.get(type) ?? []) {
        if (place < since || place <= lastFree || fulfilled.has(steps[place]!.id)) continue;
        open = Math.max(open, place);
      }
    }
    return open < 0 ? [] : [{ step, after: steps[open]! }];
  });
}

/** Indexes of the events of each type, in order. */
function placesByType(steps: readonly SagaStep[], until: number): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let i = 0; i < until; i++) {
    const { type } = steps[i]!;
    const known = places.get(type);
    if (known) known.push(i);
    else places.set(type, [i]);
  }
  return places;
}

/**
 * The one event that an event is the answer to: the one that it says caused it, where that is one of those that its step
 * follows. A mail about one change is not a mail about another. Null: it answers whatever came before it.
 */
export function ownerOf({ before }: SagaStep, afters: readonly string[]): string | null {
  return before?.link === "causation" && afters.includes(before.type) ? before.id : null;
}
