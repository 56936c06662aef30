import { labelAt, shortName, widthOf } from "./labels";
import { type Extent, packRows } from "./pack-rows";
import { type TimeAxis, xOf } from "./time-axis";
import type { Ghost, TimelineEvent, TimelineMark, TimelineModel } from "./timeline-model";

/** What of a lane is drawn one by one, and what together. Pure. */

interface Drawn extends Extent {
  row: number;
}
export interface EventShape extends Drawn {
  is: "event";
  event: TimelineEvent;
  /** Where the bar ends; null: it has none. */
  end: number | null;
  /** Something is still waited for after it. */
  waits: boolean;
  label: string;
}
/** Events that are drawn as one: a run of the same type, or a crowd that has no room. */
export interface BundleShape extends Drawn {
  is: "run" | "crowd";
  events: readonly TimelineEvent[];
  label: string;
}
export interface MarkShape extends Drawn {
  is: "mark";
  mark: TimelineMark["mark"];
}
export interface GhostShape extends Drawn {
  is: "ghost";
  ghost: Ghost;
  /** Where its p95 lies. */
  end: number;
  label: string;
}
export type Shape = EventShape | BundleShape | MarkShape | GhostShape;

export interface LaneShapes {
  rows: number;
  shapes: readonly Shape[];
}

/** Half of a glyph with what may be around it, in pixels. */
const HALF = 9;
const LABEL_GAP = 10;
const APART = 8;
/** So many of one type in a row, closer than this many pixels on average, are one run. */
const RUN = 6;
const RUN_PX = 40;
const CROWD_PX = 34;
/** A crowd that is wider would hide where it is thick. */
const WIDEST_CROWD_PX = 120;
const FEW = 200;
const LATE_PX = 26;
/** Width of what is right of now. */
export const FUTURE_PX = 236;

/** Ids of events that must be seen one by one, whatever the crowd. */
export type Important = ReadonlySet<string>;

/** The shapes of one lane at the scale of an axis. */
export function laneShapes(
  model: TimelineModel,
  lane: number,
  axis: TimeAxis,
  important: Important,
): LaneShapes {
  const most = model.events.length <= FEW ? 6 : 3;
  const waiting = new Set(model.ghosts.map(({ expectation }) => expectation.afterId));
  const stands = (event: TimelineEvent) =>
    event.step.dead || event.marks.length > 0 || important.has(event.step.id) || waiting.has(event.step.id);
  const own = model.events.filter((event) => event.lane === lane);
  const first: Shape[] = ghostShapes(model, lane, axis);
  const second: Shape[] = model.marks
    .filter((it) => it.lane === lane)
    .map(({ mark }) => {
      const x = xOf(axis, mark.at);
      return { is: "mark", mark, row: 0, x0: x - HALF, x1: x + HALF };
    });
  const third: Shape[] = [];
  for (const part of runsOf(own, axis, stands)) {
    if (part.length > 1) third.push(runShape(part, axis));
    else {
      const event = part[0]!;
      const shape = eventShape(
        event,
        axis,
        model.now !== null && waiting.has(event.step.id) ? model.now : null,
      );
      (stands(event) ? first : third).push(shape);
    }
  }
  const all = [...first, ...third, ...second];
  const rows = packRows(
    all.map(({ x0, x1 }) => ({ x0, x1: x1 + APART })),
    most,
  );
  const shapes: Shape[] = [];
  const left: Shape[] = [];
  all.forEach((shape, i) => {
    if (rows[i]! >= 0) shapes.push({ ...shape, row: rows[i]! });
    else left.push(shape);
  });
  const used = Math.max(0, ...shapes.map(({ row }) => row + 1));
  const crowds = crowdsOf(left, axis, used);
  return { rows: Math.max(1, used + (crowds.length > 0 ? 1 : 0)), shapes: [...shapes, ...crowds] };
}

function eventShape(event: TimelineEvent, axis: TimeAxis, waitsUntil: number | null): EventShape {
  const x = xOf(axis, event.step.at);
  const label = shortName(event.step.type);
  const end = event.until ?? waitsUntil;
  const endX = end === null ? null : xOf(axis, end);
  const labelled = x + labelAt(event.step) + widthOf(label);
  return {
    is: "event",
    event,
    row: 0,
    x0: x - HALF,
    x1: Math.max(labelled, endX ?? 0),
    end: endX,
    waits: event.until === null && waitsUntil !== null,
    label,
  };
}

/** Events in order, those together that are one run. */
function runsOf(
  events: readonly TimelineEvent[],
  axis: TimeAxis,
  stands: (event: TimelineEvent) => boolean,
): TimelineEvent[][] {
  const parts: TimelineEvent[][] = [];
  let begin = 0;
  const close = (end: number) => {
    const part = events.slice(begin, end);
    const px = part.length < RUN ? 0 : xOf(axis, part.at(-1)!.step.at) - xOf(axis, part[0]!.step.at);
    if (part.length >= RUN && px / (part.length - 1) < RUN_PX) parts.push(part);
    else for (const event of part) parts.push([event]);
    begin = end;
  };
  for (let i = 1; i <= events.length; i++) {
    const [event, before] = [events[i], events[i - 1]!];
    if (!event || event.step.type !== before.step.type || stands(event) || stands(before)) close(i);
  }
  return events.length === 0 ? [] : parts;
}

function runShape(events: readonly TimelineEvent[], axis: TimeAxis): BundleShape {
  const label = shortName(events[0]!.step.type);
  const x = xOf(axis, events[0]!.step.at);
  const end = xOf(axis, events.at(-1)!.step.at) + HALF;
  const written = x + HALF + widthOf(`×${events.length} ${label}`) + LABEL_GAP;
  return { is: "run", events, row: 0, x0: x - HALF, x1: Math.max(end, written), label };
}

/** What has no row of its own, gathered where it lies. */
function crowdsOf(left: readonly Shape[], axis: TimeAxis, row: number): BundleShape[] {
  const events = left
    .flatMap((shape) =>
      shape.is === "event" ? [shape.event] : shape.is === "run" || shape.is === "crowd" ? shape.events : [],
    )
    .sort((a, b) => a.place - b.place);
  const crowds: { events: TimelineEvent[]; x0: number; x1: number }[] = [];
  for (const event of events) {
    const x = xOf(axis, event.step.at);
    const last = crowds.at(-1);
    if (last && x - HALF < last.x1 + APART / 2 && x + HALF <= last.x0 + WIDEST_CROWD_PX) {
      last.events.push(event);
      last.x1 = Math.max(last.x1, x + HALF);
    } else {
      const x0 = Math.max(x - HALF, (last?.x1 ?? 0) + APART / 2);
      crowds.push({ events: [event], x0, x1: x0 + CROWD_PX });
    }
  }
  return crowds.map((crowd) => ({ is: "crowd", row, label: "", ...crowd }));
}

/** What is expected stands right of now: soonest first, and what is late at once. */
function ghostShapes(model: TimelineModel, lane: number, axis: TimeAxis): GhostShape[] {
  const { now, ghosts } = model;
  if (now === null) return [];
  const nowX = xOf(axis, now);
  const end = Math.max(now + 1, ...ghosts.map(({ p50At, p95At }) => Math.max(p50At ?? 0, p95At ?? 0)));
  const xOfGhost = (at: number | null) =>
    nowX + LATE_PX + (at === null || at <= now ? 0 : ((at - now) / (end - now)) * (FUTURE_PX * 0.3));
  return ghosts
    .filter((ghost) => ghost.lane === lane)
    .map((ghost) => {
      const label = shortName(ghost.expectation.type);
      const x = xOfGhost(ghost.p50At ?? ghost.p95At);
      return {
        is: "ghost",
        ghost,
        row: 0,
        x0: x - HALF,
        x1: x + LABEL_GAP + widthOf(label),
        end: Math.max(x, xOfGhost(ghost.p95At)),
        label,
      };
    });
}
