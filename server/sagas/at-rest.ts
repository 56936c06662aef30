import type { SagaInstance } from "./saga";

/** What was silent for less than this is never taken to be at rest: milliseconds. */
export const SHORTEST_REST_MS = 10 * 60_000;
/** At rest is what was silent for so many times the gap that nearly all gaps in such sagas stay below. */
const REST_FACTOR = 3;
const NEARLY_ALL = 0.99;

/**
 * How long sagas like these must have been silent before it is believed that nothing comes any more. Of a business that
 * takes days between two steps, nothing can be learned within the hour. Pure.
 */
export function restMs(instances: readonly SagaInstance[]): number {
  const gaps: number[] = [];
  for (const { steps } of instances) {
    for (let i = 1; i < steps.length; i++) gaps.push((steps[i]!.at - steps[i - 1]!.at) / 1_000);
  }
  if (gaps.length === 0) return SHORTEST_REST_MS;
  gaps.sort((a, b) => a - b);
  const longest = gaps[Math.max(0, Math.ceil(gaps.length * NEARLY_ALL) - 1)]!;
  return Math.max(SHORTEST_REST_MS, REST_FACTOR * longest);
}

/** Of some instances, those that came to rest by a moment (microseconds since 1970). */
export function atRest(instances: readonly SagaInstance[], now: number): SagaInstance[] {
  const since = now - restMs(instances) * 1_000;
  return instances.filter(({ steps }) => steps.at(-1)!.at <= since);
}
