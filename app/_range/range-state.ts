import { createParser, parseAsStringLiteral } from "nuqs/server";
import { PRESET_MS, RANGES, type TimeRange } from "@/components/range/time-range";

/** The time range in the address, under the same names on every page, so that it goes along from page to page. */

const parseAsMoment = createParser({
  parse: (text: string) => (Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString()),
  serialize: (moment: string) => moment,
});

export const rangeParsers = {
  range: parseAsStringLiteral(RANGES).withDefault("1h"),
  from: parseAsMoment,
  to: parseAsMoment,
};

export interface RangeState {
  range: TimeRange["preset"];
  from: string | null;
  to: string | null;
}

/** The moments (ISO 8601) that a range means; null where it is open. `anchor`: the moment that a preset ends at. */
export function boundsOf(state: RangeState, anchor: string): { from: string | null; to: string | null } {
  if (state.from !== null || state.to !== null) return { from: state.from, to: state.to };
  const preset = PRESET_MS[state.range];
  return { from: preset === null ? null : new Date(Date.parse(anchor) - preset).toISOString(), to: null };
}

/** The range of an address as components draw it. */
export function timeRangeOf(state: RangeState): TimeRange {
  return { preset: state.range, from: state.from, to: state.to };
}
