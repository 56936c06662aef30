import type { HaltReason, RedriveRamp } from "./redrive-schemas";

/** How a redrive grows, and when it stops by itself. Pure. */

/**
 * The last ordinal of the next step. Steps grow from the canary on; without a canary everything is one step.
 * @param step the step that is to begin, from 1
 * @param through last ordinal of the step before
 */
export function stepEnd(
  { canary, growth }: RedriveRamp,
  step: number,
  through: number,
  total: number,
): number {
  if (canary === 0) return total;
  const size = Math.ceil(canary * growth ** (step - 1));
  return Math.min(total, through + size);
}

/** Fewer messages than these say nothing about a share while a step is under way; at its end they must do. */
const ENOUGH = 10;

/** Why a redrive is to halt; null when it may go on. */
export function judge(
  allowed: number | null,
  { settled, notTaken, deadAgain }: { settled: number; notTaken: number; deadAgain: number },
  stepEnded: boolean,
): HaltReason | null {
  if (allowed === null || settled === 0 || (settled < ENOUGH && !stepEnded)) return null;
  const reason = (rule: HaltReason["rule"], count: number): HaltReason => ({
    rule,
    count,
    of: settled,
    allowed,
    detail: null,
  });
  if (deadAgain / settled > allowed) return reason("dead-again", deadAgain);
  if (notTaken / settled > allowed) return reason("not-taken", notTaken);
  return null;
}
