import type { ShownStep } from "@/server/sagas/saga-schemas";

/** Which lanes a saga has. Pure. */

export interface Lane {
  /** Null: nobody said who published it. Hostile text. */
  producer: string | null;
  /** It tells the others what to do and hears what came of it. */
  orchestrator: boolean;
  events: number;
}

/**
 * One lane a producer, in the order in which they first spoke, an orchestrator on top; those whose producer is not known at
 * the end. `expected`: producers that are waited for, who get a lane though they have not spoken yet.
 */
export function lanesOf(steps: readonly ShownStep[], expected: readonly (string | null)[] = []): Lane[] {
  const counts = new Map<string | null, number>();
  for (const { producer } of steps) counts.set(producer, (counts.get(producer) ?? 0) + 1);
  for (const producer of expected) if (!counts.has(producer)) counts.set(producer, 0);
  const orchestrator = orchestratorOf(steps);
  const rank = (producer: string | null) => (producer === null ? 2 : producer === orchestrator ? 0 : 1);
  return [...counts]
    .map(([producer, events]) => ({
      producer,
      orchestrator: producer !== null && producer === orchestrator,
      events,
    }))
    .sort((a, b) => rank(a.producer) - rank(b.producer));
}

/**
 * The producer of most commands to which others reply: whose commands are what others' events or replies follow by
 * causation. One command is no orchestration. Null where nobody does that.
 */
export function orchestratorOf(steps: readonly ShownStep[]): string | null {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const commands = new Map<string, number>();
  const answered = new Set<string>();
  for (const step of steps) {
    if (step.producer !== null && step.kind === "command") {
      commands.set(step.producer, (commands.get(step.producer) ?? 0) + 1);
    }
    const before = step.beforeId === null ? undefined : byId.get(step.beforeId);
    const commander = before?.kind === "command" && step.link === "causation" ? before.producer : null;
    if (commander != null && commander !== step.producer) answered.add(commander);
  }
  let best: string | null = null;
  for (const [producer, count] of commands) {
    if (count > 1 && answered.has(producer) && (best === null || count > commands.get(best)!))
      best = producer;
  }
  return best;
}
