import { type Changes, ofEnd, ofStep } from "@/server/flows/contributions";
import { type Folded, type FoldOptions, type Split, splitSaga } from "./fold-saga";
import type { Arrived, SagaStep } from "./saga";
import type { GroupKey } from "./saga-key";
import type { Loaded, StepRow } from "./step-store";

/** What new arrivals change in the rows of their key. */
export interface Difference {
  key: GroupKey;
  inserted: StepRow[];
  updated: StepRow[];
  /** Instances that are new or not as they were. */
  changed: Split[];
  /** Numbers of instances that are no more. */
  gone: number[];
}

/**
 * Folds a key as it was and as it is with what came, and says what differs. Pure.
 * @param changes where the difference of the counted edges is added to
 */
export function foldArrivals(
  key: GroupKey,
  loaded: Loaded | undefined,
  arrivals: readonly Arrived[],
  options: Omit<FoldOptions, "from">,
  changes: Changes,
): Difference {
  const { from, arrivals: stored } = loaded ?? { from: 1, arrivals: [] };
  const known = new Set(stored.map(({ id }) => id));
  const fresh = arrivals.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return { key, inserted: [], updated: [], changed: [], gone: [] };
  const before = splitSaga(key, stored, { ...options, from });
  const after = splitSaga(key, [...stored, ...fresh], { ...options, from });

  const was = new Map(placesOf(before).map((place) => [place.arrived.id, place]));
  const inserted: StepRow[] = [];
  const updated: StepRow[] = [];
  for (const now of placesOf(after)) {
    const old = was.get(now.arrived.id);
    const row = { key, ...now };
    if (!old) inserted.push(row);
    else if (!samePlace(old, now)) updated.push(row);
    if (now.step) count(changes, old, now);
  }
  countEnds(changes, before.splits, -1);
  countEnds(changes, after.splits, 1);
  return {
    key,
    inserted,
    updated,
    changed: after.splits.filter((split, n) => !sameSplit(before.splits[n], split)),
    gone: before.splits.slice(after.splits.length).map(({ ordinal }) => ordinal),
  };
}

interface Place {
  arrived: Arrived;
  step: SagaStep | null;
  sagaType: string;
  ordinal: number | null;
  before: SagaStep["before"];
  dead: boolean;
}

function placesOf({ splits, alone }: Folded): Place[] {
  const places: Place[] = [];
  for (const { ordinal, steps, marks } of splits) {
    const sagaType = steps[0]!.type;
    for (const step of steps)
      places.push({ arrived: step, step, sagaType, ordinal, before: step.before, dead: step.dead });
    for (const arrived of marks)
      places.push({ arrived, step: null, sagaType, ordinal, before: null, dead: false });
  }
  for (const step of alone.steps)
    places.push({ arrived: step, step, sagaType: "", ordinal: null, before: null, dead: step.dead });
  for (const arrived of alone.marks)
    places.push({ arrived, step: null, sagaType: "", ordinal: null, before: null, dead: false });
  return places;
}

const sameStep = (a: Place, b: Place): boolean =>
  a.before?.id === b.before?.id && a.before?.link === b.before?.link && a.dead === b.dead;
const samePlace = (a: Place, b: Place): boolean => a.ordinal === b.ordinal && sameStep(a, b);

/** What does not change what is counted is not counted anew. */
function count(changes: Changes, old: Place | undefined, now: Place): void {
  if (old && old.sagaType === now.sagaType && sameStep(old, now)) return;
  if (old?.step) changes.add(ofStep(old.sagaType, old.step), -1);
  changes.add(ofStep(now.sagaType, now.step!), 1);
}

function countEnds(changes: Changes, splits: readonly Split[], times: 1 | -1): void {
  for (const { steps } of splits) changes.add(ofEnd(steps[0]!.type, steps.at(-1)!), times);
}

function sameSplit(a: Split | undefined, b: Split): boolean {
  return (
    a !== undefined &&
    a.steps.length === b.steps.length &&
    a.marks.length === b.marks.length &&
    a.marks.every(({ id }, n) => id === b.marks[n]!.id) &&
    a.steps.every((step, n) => {
      const other = b.steps[n]!;
      return step.id === other.id && step.before?.id === other.before?.id && step.dead === other.dead;
    })
  );
}
