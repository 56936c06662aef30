import type { Arrived, Form, SagaInstance, SagaStep } from "./saga";
import type { GroupKey } from "./saga-key";
import { variantOf } from "./variant";

/**
 * What arrivals under one key mean together: instances, links, what died. A pure function of the set of arrivals, whatever
 * order they are given in.
 */

/** An instance holds at most so many events; the next one begins another, so that no id in use for ever slows all down. */
const MOST_STEPS = 10_000;
/**
 * The same where events belong together by their aggregate alone: the readings of a sensor are no business transaction, there are
 * thousands of sensors, and whatever comes next is folded with all of its instance.
 */
const MOST_OF_REFERENCE = 500;

export interface FoldOptions {
  /** After so many milliseconds without an event, the next one that nothing in the instance caused begins another. */
  silenceMs: number;
  /**
   * Which instance the first event belongs to, from 1. Instances depend on what came before them by their number alone, so
   * that the last ones of a key can be folded without the others.
   */
  from?: number;
  /** At most so many events in an instance; else as many as its basis allows. */
  mostSteps?: number;
}

/** An instance before it is told whole. */
export interface Split {
  ordinal: number;
  steps: SagaStep[];
  marks: Arrived[];
}

export interface Folded {
  splits: Split[];
  /** Events that belong to no saga, and what happened to them. */
  alone: { steps: SagaStep[]; marks: Arrived[] };
}

/** The instances of a key, told whole, in order. */
export function foldSaga(key: GroupKey, arrivals: readonly Arrived[], options: FoldOptions): SagaInstance[] {
  return splitSaga(key, arrivals, options).splits.map((split) => tellInstance(key, split));
}

/** Splits what arrived under a key into its instances and links their events. */
export function splitSaga(key: GroupKey, arrivals: readonly Arrived[], options: FoldOptions): Folded {
  const ordered = arrivals.toSorted(inOrder);
  const dead = diedAmong(ordered);
  if (key.basis === null) {
    const steps = ordered
      .filter(isEvent)
      .map((event) => ({ ...event, before: null, dead: dead.has(event.id) }));
    return { splits: [], alone: { steps, marks: ordered.filter((arrived) => !isEvent(arrived)) } };
  }
  const most = key.basis === "reference" ? MOST_OF_REFERENCE : MOST_STEPS;
  const { splits, home } = splitEvents(ordered.filter(isEvent), dead, { mostSteps: most, ...options });
  const marks: Arrived[] = [];
  for (const mark of ordered) {
    if (isEvent(mark)) continue;
    const split = (mark.firstId !== null && home.get(mark.firstId)) || splitAt(splits, mark);
    (split?.marks ?? marks).push(mark);
  }
  return { splits, alone: { steps: [], marks } };
}

/** Tells an instance whole. */
export function tellInstance(key: GroupKey, { ordinal, steps, marks }: Split): SagaInstance {
  if (key.basis === null) throw new Error("An event without a basis belongs to no saga.");
  return { key, ordinal, form: formOf(steps), steps, marks, variant: variantOf(steps) };
}

/** Order of time, and of record ids where that is equal. */
export function inOrder(a: Pick<Arrived, "at" | "id">, b: Pick<Arrived, "at" | "id">): number {
  return a.at - b.at || Number(a.id) - Number(b.id);
}

const isEvent = ({ role }: Arrived): boolean => role === "event";

/** Record ids of what was dead-lettered. An event that was first seen when it died is its own death. */
function diedAmong(arrivals: readonly Arrived[]): Set<string> {
  const dead = new Set<string>();
  for (const { id, role, firstId } of arrivals) {
    if (firstId !== null && (role === "death" || (role === "event" && firstId === id))) dead.add(firstId);
  }
  return dead;
}

function splitEvents(
  events: readonly Arrived[],
  dead: ReadonlySet<string>,
  { silenceMs, from = 1, mostSteps }: FoldOptions & { mostSteps: number },
): { splits: Split[]; home: Map<string, Split> } {
  const splits: Split[] = [];
  const home = new Map<string, Split>();
  let current: Split | undefined;
  /** The newest event of the instance under each event id. */
  let byEventId = new Map<string, SagaStep>();
  for (const event of events) {
    const cause = event.causationId === null ? undefined : byEventId.get(event.causationId);
    const anew =
      !current ||
      current.steps.length >= mostSteps ||
      (!cause && beginsAnew(current.steps, event, silenceMs));
    if (anew) {
      current = { ordinal: from + splits.length, steps: [], marks: [] };
      splits.push(current);
      byEventId = new Map();
    }
    const step = { ...event, before: anew ? null : linkTo(event, cause, current!), dead: dead.has(event.id) };
    current!.steps.push(step);
    home.set(event.id, current!);
    if (event.eventId !== null) byEventId.set(event.eventId, step);
  }
  return { splits, home };
}

function linkTo(event: Arrived, cause: SagaStep | undefined, { steps }: Split): SagaStep["before"] {
  const before = cause ?? steps.at(-1)!;
  const { id, type, exchange, at } = before;
  return { id, type, exchange, link: cause ? "causation" : "order", gapMs: (event.at - at) / 1_000 };
}

/** Whether an event that nothing in the instance caused is the first of another one under the same id. */
function beginsAnew(steps: readonly SagaStep[], event: Arrived, silenceMs: number): boolean {
  const start = steps[0]!;
  if (event.at - steps.at(-1)!.at > silenceMs * 1_000) return true;
  if (event.type !== start.type || event.streamId === null || start.streamId === null) return false;
  if (event.streamId !== start.streamId) return true;
  const { declaredVersion } = event;
  return (
    declaredVersion !== null && start.declaredVersion !== null && declaredVersion <= start.declaredVersion
  );
}

/** The instance that was going on: the last that had begun, or the first one where none had. */
function splitAt(splits: readonly Split[], mark: Arrived): Split | undefined {
  return splits.findLast(({ steps }) => inOrder(steps[0]!, mark) <= 0) ?? splits[0];
}

function formOf(steps: readonly SagaStep[]): Form {
  const [first, second] = steps;
  if (steps.length <= 2 && first?.kind === "request" && (!second || second.kind === "reply"))
    return "request";
  return steps.length === 1 ? "single" : "saga";
}
