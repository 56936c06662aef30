import { rowY, type Scene, type View } from "./scene";
import { xOf } from "./time-axis";
import type { TimelineLink, TimelineModel } from "./timeline-model";

/** Arrows from cause to effect. Pure. */

export interface Arrow {
  key: string;
  link: TimelineLink;
  /** An SVG path. */
  path: string;
  /** It touches what is selected. */
  chosen: boolean;
}

/** More at once are a thicket. */
const MOST = 250;
/** Above these, arrows are off until they are asked for. */
export const ARROWS_BY_DEFAULT = 150;
export const INFERRED_BY_DEFAULT = 40;

/**
 * The arrows that meet a view: those of what is selected always, others as far as they are wanted. An effect hangs on its
 * cause's bar where that reaches it, else on its dot.
 */
export function arrowsIn(
  model: TimelineModel,
  scene: Scene,
  view: View,
  { kinds, selected }: { kinds: ReadonlySet<TimelineLink["kind"]>; selected: string | null },
): Arrow[] {
  const places = placesOf(scene);
  const found: Arrow[] = [];
  let others = 0;
  for (const link of model.links) {
    const ids = [link.from.step.id, link.to.step.id];
    const chosen = selected !== null && ids.includes(selected);
    if (!chosen && (!kinds.has(link.kind) || others >= MOST)) continue;
    const from = places.get(ids[0]!);
    const to = places.get(ids[1]!);
    if (!from || !to || (from.shape === to.shape && from.shape !== null)) continue;
    const x = xOf(scene.axis, link.from.step.at);
    const target = xOf(scene.axis, link.to.step.at);
    if (Math.max(x, target) < view.x0 || Math.min(x, target) > view.x1) continue;
    if (Math.max(from.y, to.y) < view.y0 || Math.min(from.y, to.y) > view.y1) continue;
    if (!chosen) others++;
    found.push({ key: ids.join(" "), link, chosen, path: pathOf(x, from, target, to.y, view.x0) });
  }
  return found;
}

interface Place {
  y: number;
  /** Where its bar ends. */
  end: number | null;
  /** The bundle that it is drawn in; null: it is drawn alone. */
  shape: object | null;
}

function placesOf(scene: Scene): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const lane of scene.lanes) {
    for (const shape of lane.shapes) {
      const y = rowY(lane, shape.row);
      if (shape.is === "event") places.set(shape.event.step.id, { y, end: shape.end, shape: null });
      else if (shape.is === "run" || shape.is === "crowd")
        for (const { step } of shape.events) places.set(step.id, { y, end: null, shape });
    }
  }
  return places;
}

const TIP = 10;

function pathOf(x: number, from: Place, target: number, y: number, left: number): string {
  const down = y > from.y ? 1 : -1;
  const n = (value: number) => Math.round(value * 10) / 10;
  const hangs = from.end !== null && from.end >= target - 0.5 && target - x > 4 && from.y !== y;
  if (hangs) return `M${n(target - left)} ${n(from.y + down * 8)}V${n(y - down * TIP)}`;
  if (from.y === y) {
    const rise = Math.min(16, 6 + Math.abs(target - x) / 12);
    return `M${n(x - left)} ${n(y - 8)}C${n(x - left)} ${n(y - 8 - rise)} ${n(target - left)} ${n(y - 8 - rise)} ${n(target - left)} ${n(y - TIP)}`;
  }
  const bend = Math.max(10, Math.min(60, Math.abs(target - x) / 2));
  const [sx, tx] = [x - left, target - left];
  return `M${n(sx)} ${n(from.y + down * 8)}C${n(sx)} ${n(from.y + down * (8 + bend / 2))} ${n(tx)} ${n(y - down * (TIP + bend))} ${n(tx)} ${n(y - down * TIP)}`;
}
