import type { Settled } from "./redrive-store";

/** What is to be said of a message that was perhaps sent by a worker that is no more. Pure. */

/** What is known of it. */
export interface Evidence {
  /** It came back: no queue took it. */
  returned: boolean;
  /** Our store has it: it reached the broker. */
  receipt: boolean;
  /** It was sent to one queue; else to an exchange. */
  toQueue: boolean;
  /** Whether that queue refuses messages while it is full; null where nobody tells, or the queue is not there. */
  mayRefuse: boolean | null;
  /** Had it reached the broker, our store would have it. */
  absenceCounts: boolean;
}

/** The outcome; "resend" where it never reached the broker. */
export function verdictOf(evidence: Evidence): Pick<Settled, "outcome" | "problem"> | "resend" {
  const { returned, receipt, toQueue, mayRefuse, absenceCounts } = evidence;
  if (returned) return { outcome: "returned", problem: "no queue takes it" };
  if (receipt && toQueue && mayRefuse === false) return { outcome: "confirmed", problem: null };
  if (receipt) {
    return {
      outcome: "in_doubt",
      problem:
        "it reached the broker; whether a queue took it was not confirmed before the connection was lost",
    };
  }
  if (absenceCounts) return "resend";
  return {
    outcome: "in_doubt",
    problem:
      "the connection was lost while it was sent, and what reached the broker then was not recorded whole",
  };
}
