import { FUTURE_PX, type Important, laneShapes, type Shape } from "./level-of-detail";
import { type Gap, gapsOf, gapWidth, layAxis, scaleToFit, type TimeAxis, xOf } from "./time-axis";
import type { TimelineModel } from "./timeline-model";

/** A timeline laid out, and the part of it that is in view. Pure; places are pixels. */

export const ROW_PX = 26;
const LANE_PAD = 9;
/** Where the name of a lane stands in it, that is room enough. */
const NARROW_PAD = 3;
const padOf = (lead: number) => (lead > 0 ? NARROW_PAD : LANE_PAD);
/** Room before the first event. */
export const START_PX = 20;
/** Room after the last one, for its label. */
const END_PX = 190;
/** Less is no timeline: a narrow view scrolls. */
const LEAST_PX = 440;
/** Browsers draw nothing properly beyond some tens of millions of pixels. */
const WIDEST_PX = 6_000_000;

export interface LaneBox {
  y: number;
  height: number;
  /** Where its first row begins. */
  rows: number;
  shapes: readonly Shape[];
}

export interface Scene {
  axis: TimeAxis;
  /** Idle gaps, those too that are shown at length. */
  gaps: readonly (Gap & { open: boolean })[];
  lanes: readonly LaneBox[];
  width: number;
  height: number;
  /** Null: it waits for nothing more. */
  nowX: number | null;
}

export interface Zoom {
  /** Keys of gaps that are drawn at length. */
  open: ReadonlySet<string>;
  /** Pixels that there are to see it in. */
  view: number;
  /** How much closer than the whole: 1 shows all of it. */
  zoom: number;
  /** Pixels that it takes at least, be the view narrower. */
  least?: number;
}

/** The moments at which something happens, in order, each once. */
export function momentsOf({ events, marks, from, to }: TimelineModel): number[] {
  const all = [from, to, ...events.map(({ step }) => step.at), ...marks.map(({ mark }) => mark.at)];
  return [...new Set(all.sort((a, b) => a - b))];
}

/** The time axis of a saga, at some zoom. */
export function axisOf(
  model: TimelineModel,
  idle: readonly Gap[],
  { open, view, zoom, least = LEAST_PX }: Zoom,
): TimeAxis {
  const gaps = idle.filter(({ key }) => !open.has(key));
  const gapPx = gapWidth(gaps.length, view * zoom);
  const room = roomIn(model, view, least);
  const fit = scaleToFit(model, gaps, gapWidth(gaps.length, view), room);
  const scale = Math.min(fit * zoom, (fit * WIDEST_PX) / room);
  return layAxis(model, gaps, { scale, gapPx, start: START_PX });
}

/** Pixels for what has happened, where the whole saga is in sight. */
const roomIn = ({ now }: TimelineModel, view: number, least: number) =>
  Math.max(least, view - START_PX - (now === null ? END_PX : FUTURE_PX));

/** The zoom at which a range of the saga fills the view. */
export function fitZoom(
  model: TimelineModel,
  idle: readonly Gap[],
  { open, view }: Pick<Zoom, "open" | "view">,
  range: { from: number; to: number },
): number {
  const gaps = idle.filter(({ key }) => !open.has(key));
  const fit = scaleToFit(model, gaps, gapWidth(gaps.length, view), roomIn(model, view, LEAST_PX));
  const inside = gaps.filter(({ from, to }) => from >= range.from && to <= range.to).length;
  return scaleToFit(range, gaps, gapWidth(inside, view), view) / fit;
}

/** More than this is not added to a lane, however much room there is. */
const ROOMY_PX = 44;

/**
 * Lays a saga out. `lead`: room above each lane, for its name where that stands there. `height`: pixels that there are; lanes
 * spread a little where they leave some.
 */
export function layScene(
  model: TimelineModel,
  axis: TimeAxis,
  {
    idle,
    open,
    important,
    lead = 0,
    height = 0,
  }: {
    idle: readonly Gap[];
    open: ReadonlySet<string>;
    important: Important;
    lead?: number;
    height?: number;
  },
): Scene {
  const packed = model.lanes.map((_, lane) => laneShapes(model, lane, axis, important));
  const pad = padOf(lead);
  const needed = packed.reduce((sum, { rows }) => sum + lead + rows * ROW_PX + 2 * pad, 0);
  const spare = Math.max(0, Math.min(ROOMY_PX, Math.floor((height - needed) / Math.max(1, packed.length))));
  let y = 0;
  const lanes = packed.map(({ rows, shapes }) => {
    const inner = lead + rows * ROW_PX + 2 * pad;
    const box = { y, height: inner + spare, rows: y + lead + pad + Math.floor(spare / 2), shapes };
    y += box.height;
    return box;
  });
  const nowX = model.now === null ? null : xOf(axis, model.now);
  return {
    axis,
    gaps: idle.map((gap) => ({ ...gap, open: open.has(gap.key) })),
    lanes,
    width: axis.width + (nowX === null ? END_PX : FUTURE_PX),
    height: y,
    nowX,
  };
}

/** Middle of a row of a lane. */
export const rowY = (lane: Pick<LaneBox, "rows">, row: number): number =>
  lane.rows + row * ROW_PX + ROW_PX / 2;

export interface View {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

/** The shapes that meet a view, lane by lane. */
export function shapesIn(scene: Scene, view: View): { lane: number; shapes: Shape[] }[] {
  return scene.lanes.flatMap((box, lane) =>
    box.y + box.height < view.y0 || box.y > view.y1
      ? []
      : [{ lane, shapes: box.shapes.filter(({ x0, x1 }) => x1 >= view.x0 && x0 <= view.x1) }],
  );
}

export const idleOf = (model: TimelineModel): Gap[] => gapsOf(momentsOf(model));
