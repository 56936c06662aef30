import type { SagaDefinition } from "./definition";
import type { SagaStep, StoredStatus } from "./saga";

/** Where an instance stands by a definition: its status, and from which of its events on steps are expected. */
export interface Standing {
  status: StoredStatus;
  /** Index of the event that began what is under way: the first, a compensation, what resumed it. */
  since: number;
  /** Index of the event that ended it; null while it is under way. */
  end: number | null;
}

/** The last event that says something of the status decides. */
export function standingOf(definition: SagaDefinition, steps: readonly SagaStep[]): Standing {
  const says = meaningOf(definition);
  let standing: Standing = { status: "RUNNING", since: 0, end: null };
  steps.forEach(({ type }, i) => {
    const meaning = says.get(type);
    if (meaning === undefined) return;
    if (meaning === "COMPENSATING") {
      if (standing.status === "COMPENSATING") return;
      // What still comes of a compensation that has ended does not begin another one.
      if (standing.status === "COMPENSATED" || standing.status === "FAILED") return;
      standing = { status: "COMPENSATING", since: i, end: null };
    } else if (meaning === "RUNNING") {
      if (standing.end !== null) standing = { status: "RUNNING", since: i, end: null };
    } else standing = { ...standing, status: meaning, end: i };
  });
  return standing;
}

/** What a type says of the status; most say nothing. An end is an end, whatever else it is. */
function meaningOf({ steps, ends, compensations = [] }: SagaDefinition): Map<string, StoredStatus> {
  const meaning = new Map<string, StoredStatus>();
  for (const step of steps) if (step.resumes) meaning.set(step.type, "RUNNING");
  for (const compensation of compensations) meaning.set(compensation.type, "COMPENSATING");
  for (const type of ends.completed ?? []) meaning.set(type, "COMPLETED");
  for (const type of ends.failed ?? []) meaning.set(type, "FAILED");
  for (const type of ends.compensated ?? []) meaning.set(type, "COMPENSATED");
  return meaning;
}
