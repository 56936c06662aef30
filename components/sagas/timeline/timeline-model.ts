import type { SagaDetail, ShownMark, ShownStep } from "@/server/sagas/saga-schemas";
import { type Lane, lanesOf } from "./lanes";

/** A saga as a timeline sees it. Pure; all times are microseconds since 1970. Names are hostile text. */

export interface TimelineEvent {
  step: ShownStep;
  /** Place in the order of the saga, from 0. */
  place: number;
  lane: number;
  /** When the first effect of another producer came; null where none is known. */
  until: number | null;
  /** What happened to it later. */
  marks: readonly ShownMark[];
}

/** A mark at its own moment, in the lane of the event that it concerns. */
export interface TimelineMark {
  mark: ShownMark;
  lane: number;
}

export interface TimelineLink {
  from: TimelineEvent;
  to: TimelineEvent;
  /** pair: a request and its reply. */
  kind: "causation" | "order" | "pair";
}

/** A step that is expected next. */
export interface Ghost {
  key: string;
  expectation: SagaDetail["saga"]["waitingFor"][number];
  lane: number;
  p50At: number | null;
  p95At: number | null;
  /** It is past its p95, or past what its definition allows. */
  late: boolean;
}

export interface TimelineModel {
  lanes: readonly Lane[];
  events: readonly TimelineEvent[];
  marks: readonly TimelineMark[];
  links: readonly TimelineLink[];
  ghosts: readonly Ghost[];
  byId: ReadonlyMap<string, TimelineEvent>;
  /** Of the first event. */
  from: number;
  /** Of the last thing that happened; of a saga that goes on, now. */
  to: number;
  /** Null: nothing more is waited for. */
  now: number | null;
}

/** @param now microseconds since 1970 */
export function timelineModel(detail: SagaDetail, now: number): TimelineModel {
  const steps = [...detail.steps].sort((a, b) => a.at - b.at || compareIds(a.id, b.id));
  const { status, waitingFor } = detail.saga;
  const open = status === "RUNNING" || status === "COMPENSATING" || status === "STUCK";
  const expected = open ? waitingFor : [];
  const lanes = lanesOf(
    steps,
    expected.map(({ from }) => from),
  );
  const laneOf = new Map(lanes.map(({ producer }, lane) => [producer, lane]));
  const marksOf = groupMarks(detail.marks);
  const until = consumedAt(steps);
  const events = steps.map((step, place) => ({
    step,
    place,
    lane: laneOf.get(step.producer)!,
    until: until.get(step.id) ?? null,
    marks: marksOf.get(step.id) ?? NO_MARKS,
  }));
  const byId = new Map(events.map((event) => [event.step.id, event]));
  const marks = detail.marks.flatMap((mark) => {
    const event = mark.firstId === null ? undefined : byId.get(mark.firstId);
    return event ? [{ mark, lane: event.lane }] : [];
  });
  const last = Math.max(...steps.map(({ at }) => at), ...marks.map(({ mark }) => mark.at));
  const from = steps[0]?.at ?? now;
  return {
    lanes,
    events,
    marks,
    links: linksOf(events, byId),
    ghosts: expected.map((expectation) => ghostOf(expectation, byId, laneOf, now)),
    byId,
    from,
    to: open ? Math.max(last, now) : Math.max(last, from),
    now: open ? now : null,
  };
}

const NO_MARKS: readonly ShownMark[] = [];

/** Record ids are decimal and may be longer than a number holds. */
const compareIds = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

function groupMarks(marks: readonly ShownMark[]): Map<string, ShownMark[]> {
  const found = new Map<string, ShownMark[]>();
  for (const mark of marks) {
    if (mark.firstId === null) continue;
    const of = found.get(mark.firstId);
    if (of) of.push(mark);
    else found.set(mark.firstId, [mark]);
  }
  return found;
}

/** When each event had its first effect that another producer published and named it as the cause of. */
function consumedAt(steps: readonly ShownStep[]): Map<string, number> {
  const producers = new Map(steps.map(({ id, producer }) => [id, producer]));
  const until = new Map<string, number>();
  for (const { beforeId, link, producer, at } of steps) {
    if (beforeId === null || link !== "causation" || !producers.has(beforeId)) continue;
    // Nobody knows whether two that are not named are the same.
    if (producer === null || producers.get(beforeId) === producer) continue;
    const known = until.get(beforeId);
    if (known === undefined || at < known) until.set(beforeId, at);
  }
  return until;
}

function linksOf(events: readonly TimelineEvent[], byId: ReadonlyMap<string, TimelineEvent>): TimelineLink[] {
  const links: TimelineLink[] = [];
  for (const to of events) {
    const { beforeId, link, kind, pairId } = to.step;
    const from = beforeId === null ? undefined : byId.get(beforeId);
    const request = kind === "reply" && pairId !== null ? byId.get(pairId) : undefined;
    if (request) links.push({ from: request, to, kind: "pair" });
    if (from && link !== null && from !== request) links.push({ from, to, kind: link });
  }
  return links;
}

function ghostOf(
  expectation: Ghost["expectation"],
  byId: ReadonlyMap<string, TimelineEvent>,
  laneOf: ReadonlyMap<string | null, number>,
  now: number,
): Ghost {
  const { type, from, afterId, p50Ms, p95Ms, dueAt } = expectation;
  const after = byId.get(afterId)?.step.at ?? null;
  const later = (ms: number | null) => (after === null || ms === null ? null : after + ms * 1_000);
  const p95At = later(p95Ms);
  const due = dueAt ?? p95At;
  return {
    key: `${afterId} ${type} ${from ?? ""}`,
    expectation,
    lane: laneOf.get(from)!,
    p50At: later(p50Ms),
    p95At: p95At ?? dueAt,
    late: due !== null && due < now,
  };
}
