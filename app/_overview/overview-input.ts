import { PRESET_MS } from "@/components/range/time-range";
import type { RangeInput } from "@/server/overview/overview-schemas";
import { boundsOf, type RangeState } from "../_range/range-state";

/** The range of an address as the procedures of the overview take it. `anchor`: the moment that a preset ends at. */
export function overviewInputOf(state: RangeState, anchor: string): RangeInput {
  const { from, to } = boundsOf(state, anchor);
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

/** The same range in the address of another page. */
export function rangeQuery(state: RangeState): Record<string, string> {
  if (state.from === null && state.to === null) return state.range === "1h" ? {} : { range: state.range };
  return { ...(state.from ? { from: state.from } : {}), ...(state.to ? { to: state.to } : {}) };
}

/** How often the numbers are asked for again, in milliseconds; null for a range that has ended. Long ranges cost more and move less. */
export function refreshMs(state: RangeState): number | null {
  if (state.to !== null) return null;
  const length = PRESET_MS[state.range];
  return state.from === null && length !== null && length <= 86_400_000 ? 10_000 : 60_000;
}
