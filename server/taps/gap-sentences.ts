import type { Gap, GapCause, Verdict } from "./completeness";

/** What is proven and what is missing, in English. */

export function verdictSentence(
  { state, certainty, missing, inDoubt, why }: Verdict,
  published: number | null,
  accounted: number | null,
): string {
  const numbers =
    published === null || accounted === null ? "" : ` ${published} published, ${accounted} stored.`;
  if (state === "unknown") {
    switch (why) {
      case "no_statistics":
        return "Unknown: the broker does not tell how many messages were published.";
      case "declared_again":
        return "Unknown until traffic pauses: the exchange was declared again, and its counter with it.";
      default:
        return "Unknown until traffic pauses: the broker's counter started again.";
    }
  }
  if (missing > 0) return `At least ${missing} messages are missing.${numbers}`;
  if (state === "settling") return `Too early to tell.${numbers}`;
  if (certainty === "exact") return "Every message is stored or stated as a gap.";
  return `Complete as far as one can conclude while traffic does not pause: ${inDoubt ?? 0} messages are under way.`;
}

const CAUSES: Record<GapCause, string> = {
  before_tap: "published before the tap was bound",
  dropped_by_queue: "dropped by the audit queue, which was full",
  quarantined: "in quarantine, where they can be imported again",
  tap_interrupted: "lost while a tap that somebody removed was missing",
  not_bound: "published with a key that nobody had bound, or before its tap followed a new binding",
  several: "missing for one of several causes",
  not_explained: "missing without an explanation",
  surplus: "more stored than the broker counted",
  counter_restarted: "the broker's counter started again in this time",
  declared_again: "the exchange was deleted and declared again in this time",
};

export function gapSentence({
  count,
  exact,
  cause,
  candidates,
}: Pick<Gap, "count" | "exact" | "cause" | "candidates">): string {
  if (count === null) return `Not known how many: ${CAUSES[cause]}.`;
  const many = `${exact ? "" : "At least "}${count} ${count === 1 ? "message" : "messages"}`;
  const possible = candidates.map((candidate) => CAUSES[candidate]).join("; or ");
  return `${many} ${CAUSES[cause]}${possible ? `: ${possible}` : ""}.`;
}
