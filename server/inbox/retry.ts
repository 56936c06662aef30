import type { ServiceFailure } from "./failure";

/** How often a message is tried in all. */
export const ATTEMPTS = 5;
const FIRST_MS = 1_000;
const MOST_MS = 60_000;
/** A message over which its worker ended this often, without a word, is not handled any more. */
export const MOST_DEATHS = 10;

/** What becomes of a message that failed. */
export type Verdict = { verdict: "retry"; delayMs: number } | { verdict: "give up" };

/**
 * Decides after a failure.
 * @param attempts how often the message has failed, this time included
 * @param random in [0, 1): shortens the wait by up to half, so that many that failed together do not come back together
 */
export function afterFailure(
  attempts: number,
  failure: Pick<ServiceFailure, "errorClass" | "notBeforeMs">,
  random: number,
): Verdict {
  if (failure.errorClass !== "transient" || attempts >= ATTEMPTS) return { verdict: "give up" };
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** (attempts - 1));
  const delayMs = Math.min(MOST_MS, Math.max(whole * (1 - random / 2), failure.notBeforeMs, FIRST_MS));
  return { verdict: "retry", delayMs };
}
