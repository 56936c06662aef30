import type { SeriesOutput } from "@/server/overview/overview-schemas";
import { colourSlots } from "./colour-slots";

/** A series as a chart draws it. Pure. Times are milliseconds since 1970. */

export interface ChartStack {
  /** `s0`, `s1` …, `others`: names from a broker never become property names. */
  key: string;
  /** Null for the others together. */
  name: string | null;
  /** How many exchanges stand together. */
  names: number;
  colour: string;
  total: number;
}

export interface ChartRow {
  /** Middle of the bucket. */
  x: number;
  start: number;
  end: number;
  /** Seconds of the bucket that the range covers: what a rate is made of. */
  seconds: number;
  /** It may still grow. */
  unfinished: boolean;
  /** It lies, in part at least, before what was counted. */
  incomplete: boolean;
  total: number;
  counts: Record<string, number>;
}

/** A rate over less than this would jump about. */
const LEAST_SECONDS = 1;

export function stacksOf(series: SeriesOutput): ChartStack[] {
  const slots = colourSlots(series.stacks.map((stack) => stack.name));
  const named = series.stacks.map((stack, i) => ({
    key: `s${i}`,
    name: stack.name,
    names: 1,
    colour: `var(--color-chart-${slots.get(stack.name)})`,
    total: stack.total,
  }));
  if (!series.others) return named;
  const { names, total } = series.others;
  return [...named, { key: "others", name: null, names, colour: "var(--color-chart-others)", total }];
}

export function rowsOf(series: SeriesOutput): ChartRow[] {
  const [from, to, first] = [series.from, series.to, series.first].map((text) => Date.parse(text)) as [
    number,
    number,
    number,
  ];
  const finishedTo = series.finishedTo === null ? null : Date.parse(series.finishedTo);
  const completeFrom = series.completeFrom === null ? null : Date.parse(series.completeFrom);
  return Array.from({ length: series.buckets }, (_, i) => {
    const start = first + i * series.stepMs;
    const end = start + series.stepMs;
    const counts: Record<string, number> = {};
    let total = 0;
    series.stacks.forEach((stack, n) => {
      counts[`s${n}`] = stack.counts[i]!;
      total += stack.counts[i]!;
    });
    if (series.others) {
      counts.others = series.others.counts[i]!;
      total += series.others.counts[i]!;
    }
    return {
      x: start + series.stepMs / 2,
      start,
      end,
      seconds: Math.max(LEAST_SECONDS, (Math.min(end, to) - Math.max(start, from)) / 1_000),
      unfinished: finishedTo !== null && end > finishedTo,
      incomplete: completeFrom !== null && start < completeFrom,
      total,
      counts,
    };
  });
}
