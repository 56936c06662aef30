import { type TimeAxis, xOf } from "./time-axis";
import type { TimelineModel } from "./timeline-model";

/** The whole saga on a narrow strip. Pure. */

export interface MinimapColumn {
  x: number;
  /** Between 0 and 1, of the fullest column. */
  height: number;
  /** dead before undoes before plain. */
  tone: "plain" | "undoes" | "dead";
}

export const COLUMN_PX = 3;

/** How much happened when; at most one column for every three pixels. `axis`: the whole of it, as wide as the strip. */
export function minimapOf(model: TimelineModel, axis: TimeAxis): MinimapColumn[] {
  const columns = new Map<number, { count: number; tone: MinimapColumn["tone"] }>();
  for (const { step } of model.events) {
    const at = Math.round(xOf(axis, step.at) / COLUMN_PX);
    const known = columns.get(at) ?? { count: 0, tone: "plain" };
    columns.set(at, {
      count: known.count + 1,
      tone: step.dead || known.tone === "dead" ? "dead" : step.compensation ? "undoes" : known.tone,
    });
  }
  const most = Math.max(1, ...[...columns.values()].map(({ count }) => count));
  return [...columns]
    .sort(([a], [b]) => a - b)
    .map(([at, { count, tone }]) => ({
      x: at * COLUMN_PX,
      // A single event is to be seen beside a thousand.
      height: 0.3 + 0.7 * (Math.log1p(count) / Math.log1p(most)),
      tone,
    }));
}
