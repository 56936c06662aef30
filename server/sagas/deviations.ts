import { aftersOf, type SagaDefinition, typesOf } from "./definition";
import { durationMs } from "./duration";
import type { Deviation, SagaStep } from "./saga";
import type { Standing } from "./standing";
import { openSteps, ownerOf } from "./steps-of-definition";

/** Deviations that are told of one instance. */
const MOST = 50;

/** How an instance departs from its definition, each deviation once: in the order of its events, what is missing last. */
export function deviationsOf(
  definition: SagaDefinition,
  steps: readonly SagaStep[],
  { since, end, status }: Standing,
): Deviation[] {
  const found = new Map<string, Deviation>();
  const tell = (deviation: Deviation) => {
    if (found.size < MOST) found.set(JSON.stringify(deviation), deviation);
  };
  for (const deviation of departures(definition, steps)) tell(deviation);
  // Whoever compensates or fails leaves the rest undone: only what ends well can miss something.
  if (end !== null && status === "COMPLETED") {
    for (const { step, after } of openSteps(definition, steps, since, end + 1)) {
      if (after.id !== steps[end]!.id) tell({ what: "missing", type: step.type, after: after.type });
    }
  }
  return [...found.values()];
}

/** What is unexpected, too early or too late, event by event. */
function* departures(definition: SagaDefinition, steps: readonly SagaStep[]): Generator<Deviation> {
  const known = typesOf(definition);
  const byType = new Map(definition.steps.map((step) => [step.type, step]));
  const indexOf = new Map<string, number>();
  const lastOf = new Map<string, number>();
  for (const [index, event] of steps.entries()) {
    const { type } = event;
    const step = byType.get(type);
    const afters = step ? aftersOf(step) : [];
    if (!known.has(type)) yield { what: "unexpected", type, after: null };
    else if (step && afters.length > 0) {
      const owner = ownerOf(event, afters);
      const followed = owner === null ? lastIn(lastOf, afters) : (indexOf.get(owner) ?? null);
      if (followed === null) yield { what: "order", type, after: afters[0]! };
      else {
        const after = steps[followed]!;
        // Of several that follow the same event, the first was in time or not.
        const first = (lastOf.get(type) ?? -1) < followed;
        const late = step.within !== undefined && event.at - after.at > durationMs(step.within) * 1_000;
        if (first && late) yield { what: "late", type, after: after.type };
      }
    }
    indexOf.set(event.id, index);
    lastOf.set(type, index);
  }
}

function lastIn(lastOf: ReadonlyMap<string, number>, types: readonly string[]): number | null {
  let last: number | null = null;
  for (const type of types) {
    const index = lastOf.get(type);
    if (index !== undefined && index > (last ?? -1)) last = index;
  }
  return last;
}
