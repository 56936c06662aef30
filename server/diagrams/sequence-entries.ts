import { byCodeUnits } from "./topology-graph";

/** What of a saga a sequence diagram needs: a SagaDetail is one. Names are hostile text; times are microseconds since 1970. */
export interface SequenceFacts {
  saga: {
    startedAt: number;
    waitingFor: readonly { type: string; from: string | null; p50Ms: number | null }[];
  };
  steps: readonly SequenceStep[];
  hiddenSteps: number;
  outsideScope: number;
  marks: readonly { id: string; at: number; role: MarkRole; firstId: string | null; type: string }[];
  deadLetters: readonly {
    id: string;
    recordId: string | null;
    at: number;
    failedQueue: string;
    reason: string;
  }[];
}

type MarkRole = "death" | "retry" | "redrive" | "replay";

export interface SequenceStep {
  id: string;
  at: number;
  exchange: string;
  type: string;
  kind: string;
  producer: string | null;
  beforeId: string | null;
  link: "causation" | "order" | null;
  compensation: "exact" | "inferred" | null;
  pairId: string | null;
}

/** A service's line. Null: what came through an exchange without saying who sent it. */
export interface Lane {
  producer: string | null;
  exchange: string | null;
}

/** One line of the diagram, in order. `at`: milliseconds since the saga began. */
export type Entry =
  | {
      is: "message";
      at: number;
      from: string;
      to: string;
      type: string;
      /** It was concluded from the order that the one reacted to it. */
      inferred: boolean;
      /** Nothing is known to have reacted to it. */
      open: boolean;
      compensation: "exact" | "inferred" | null;
    }
  | {
      is: "note";
      at: number;
      lane: string;
      what: MarkRole | "deadLetter";
      type: string;
      queue: string | null;
    };

export interface Sequence {
  /** By key, in the order in which they are drawn: the orchestrator first, then as they appear. */
  lanes: Map<string, Lane>;
  entries: Entry[];
}

/** Ids are decimal numbers. */
const byId = (a: string, b: string): number => a.length - b.length || byCodeUnits(a, b);
const inOrder = (a: { at: number; id: string }, b: { at: number; id: string }): number =>
  a.at - b.at || byId(a.id, b.id);

const laneKey = ({ producer, exchange }: Lane): string => JSON.stringify([producer, exchange]);
const laneOf = ({ producer, exchange }: SequenceStep): Lane =>
  producer === null ? { producer, exchange } : { producer, exchange: null };

/**
 * A saga as messages between services. An event goes to each service that reacted to it; one that nobody is known to have
 * reacted to goes nowhere. The same facts give the same sequence, in whatever order they are given.
 */
export function sequenceOf(facts: SequenceFacts): Sequence {
  const steps = [...facts.steps].sort(inOrder);
  const byRecord = new Map(steps.map((step) => [step.id, step]));
  const lanes = lanesOf(steps, facts.saga.waitingFor);
  const reactions = reactionsOf(steps, byRecord);
  const since = (at: number) => Math.max(0, at - facts.saga.startedAt) / 1000;
  const entries: { at: number; id: string; rank: number; entry: Entry }[] = [];
  for (const step of steps) {
    const from = laneKey(laneOf(step));
    const { at, id, type, compensation } = step;
    const reacted = reactions.get(id);
    const targets = reacted ? [...reacted] : [[from, { inferred: false }] as const];
    for (const [to, { inferred }] of targets) {
      const entry = {
        is: "message",
        at: since(at),
        from,
        to,
        type,
        inferred,
        open: !reacted,
        compensation,
      } as const;
      entries.push({ at, id, rank: 0, entry });
    }
  }
  const dead = new Set(facts.deadLetters.map((letter) => letter.recordId));
  for (const { id, recordId, at, failedQueue } of facts.deadLetters) {
    const step = recordId === null ? undefined : byRecord.get(recordId);
    const lane = step ? laneKey(laneOf(step)) : firstOf(lanes);
    if (lane === null) continue;
    const what = { what: "deadLetter", type: step?.type ?? "", queue: failedQueue } as const;
    entries.push({ at, id, rank: 1, entry: { is: "note", at: since(at), lane, ...what } });
  }
  for (const { id, at, role, firstId, type } of facts.marks) {
    // Its dead letter tells the same, and more.
    if (role === "death" && dead.has(firstId)) continue;
    const step = firstId === null ? undefined : byRecord.get(firstId);
    const lane = step ? laneKey(laneOf(step)) : firstOf(lanes);
    if (lane === null) continue;
    entries.push({
      at,
      id,
      rank: 2,
      entry: { is: "note", at: since(at), lane, what: role, type, queue: null },
    });
  }
  entries.sort((a, b) => a.at - b.at || a.rank - b.rank || byId(a.id, b.id));
  return { lanes, entries: entries.map(({ entry }) => entry) };
}

const firstOf = (lanes: ReadonlyMap<string, Lane>): string | null => lanes.keys().next().value ?? null;

/** The key of the lane of a service that is named. */
export const laneNamed = (producer: string): string => laneKey({ producer, exchange: null });

function lanesOf(
  steps: readonly SequenceStep[],
  waitingFor: SequenceFacts["saga"]["waitingFor"],
): Map<string, Lane> {
  const lanes = new Map<string, Lane>();
  const orchestrator = orchestratorOf(steps);
  if (orchestrator !== null) lanes.set(laneNamed(orchestrator), { producer: orchestrator, exchange: null });
  for (const step of steps) {
    const lane = laneOf(step);
    if (!lanes.has(laneKey(lane))) lanes.set(laneKey(lane), lane);
  }
  for (const { from } of [...waitingFor].sort((a, b) => byCodeUnits(a.type, b.type))) {
    if (from !== null && !lanes.has(laneNamed(from)))
      lanes.set(laneNamed(from), { producer: from, exchange: null });
  }
  return lanes;
}

/** Who sends commands more than once, and most of them: then it leads the saga. Null where nobody does. */
export function orchestratorOf(steps: readonly Pick<SequenceStep, "kind" | "producer">[]): string | null {
  const commands = new Map<string, number>();
  for (const { kind, producer } of steps) {
    if (kind === "command" && producer !== null) commands.set(producer, (commands.get(producer) ?? 0) + 1);
  }
  const most = [...commands].sort(([a, m], [b, n]) => n - m || byCodeUnits(a, b))[0];
  return most && most[1] > 1 ? most[0] : null;
}

/** For each event, who reacted to it: services that published something after it, and the other end of a request. */
function reactionsOf(
  steps: readonly SequenceStep[],
  byRecord: ReadonlyMap<string, SequenceStep>,
): Map<string, Map<string, { inferred: boolean }>> {
  const reactions = new Map<string, Map<string, { inferred: boolean }>>();
  const note = (id: string, lane: string, inferred: boolean) => {
    const known = reactions.get(id) ?? new Map<string, { inferred: boolean }>();
    reactions.set(id, known);
    known.set(lane, { inferred: inferred && (known.get(lane)?.inferred ?? true) });
  };
  for (const step of steps) {
    if (step.pairId !== null && byRecord.has(step.pairId)) note(step.pairId, laneKey(laneOf(step)), false);
  }
  for (const step of steps) {
    const { beforeId, link } = step;
    if (beforeId !== null && byRecord.has(beforeId))
      note(beforeId, laneKey(laneOf(step)), link !== "causation");
  }
  return reactions;
}
