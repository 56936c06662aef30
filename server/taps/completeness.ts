import { z } from "zod";

/**
 * The proof of completeness of one exchange: what clients published, as the broker counts it, against what is stored.
 *
 * The two can never be read at the same moment. The broker's counters come late (channels report every 5 seconds and
 * the management database collects every 5 seconds), and a message on its way is published and not stored yet. So
 * nothing is concluded from one observation. From an earlier one `w` and a later one `o`, so far apart that the
 * counters have caught up and the queue has been emptied in between, it follows for the messages lost up to `w` that
 *
 *   w.published - o.accounted  <=  lost  <=  o.published - w.accounted
 *
 * (everything published by `w` and not lost is stored by `o`; everything stored by `w` was counted by `o`). When
 * nothing moved between the two, both sides are equal and the number is exact. Otherwise it is said how many are in
 * doubt. A loss once counted is written down as a gap and never counted again.
 */

export const GAP_CAUSES = [
  /** Published before the tap was bound. */
  "before_tap",
  /** The audit queue was full and dropped its oldest messages. */
  "dropped_by_queue",
  /** Stored in the quarantine, not as messages. */
  "quarantined",
  /** A tap was removed by somebody and put back. */
  "tap_interrupted",
  /** Nothing was bound for their routing key when they were published, as far as the tap could know. */
  "not_bound",
  /** More than one of them is possible. */
  "several",
  "not_explained",
  /** More is stored than was counted. */
  "surplus",
  /** The broker's counter started again: how many were published is not known. */
  "counter_restarted",
  /** The exchange was deleted and declared again: the counter mixes both. */
  "declared_again",
] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** One look at an exchange, its counter and the store. Times in milliseconds since 1970. */
export interface Observation {
  /** Before the broker was asked. */
  askedAt: number;
  /** After it had answered; the store was read before. */
  at: number;
  /** Null where the broker does not say. */
  published: number | null;
  /** Stored or in quarantine, of what clients published, counted from the same zero. */
  accounted: number;
  /** Everything that was in the audit queue before this time is accounted for. */
  drainedUpTo: number;
  /** Changes when the broker's counters started again. */
  epoch: number;
  life: number;
  tappedAt: number;
  /** What could have lost messages since the last observation. */
  suspects: GapCause[];
}

const momentSchema = z.object({ at: z.number(), published: z.number(), accounted: z.number() });

/** What is remembered of an exchange from one observation to the next. */
export const ledgerSchema = z.object({
  epoch: z.number(),
  life: z.number(),
  /** Up to `at`, published minus accounted was `difference`, and all of it has been stated. Null: no such point yet. */
  base: z.object({ at: z.number(), difference: z.number() }).nullable(),
  /** Since when there is no base. */
  unknownSince: z.number().nullable(),
  unknownCause: z.enum(["counter_restarted", "declared_again"]).nullable(),
  window: z.array(momentSchema),
  /** Most that can be missing since `base`. */
  doubt: z.number().nullable(),
  /** Since when something has been missing for sure. */
  shortSince: z.number().nullable(),
  suspects: z.array(z.enum(GAP_CAUSES)),
  /** Most that can still be missing from before the tap; null until the first comparison. */
  beforeTap: z.number().nullable(),
});
export type Ledger = z.output<typeof ledgerSchema>;

export const VERDICT_STATES = ["complete", "settling", "unknown"] as const;
/**
 * complete: up to `upTo` every message is stored or stated as a gap; settling: too early to tell;
 * unknown: the broker's counters cannot tell, see `why`.
 */
export const verdictSchema = z.object({
  state: z.enum(VERDICT_STATES),
  /** `inferred`: traffic never paused, so up to `inDoubt` messages cannot be told from those under way. */
  certainty: z.enum(["exact", "inferred", "unknown"]),
  upTo: z.number().nullable(),
  /** Missing for sure and not yet stated as a gap. */
  missing: z.number(),
  inDoubt: z.number().nullable(),
  why: z.enum(["counter_restarted", "declared_again", "no_statistics"]).nullable(),
  unknownSince: z.number().nullable(),
});
export type Verdict = z.output<typeof verdictSchema>;

export interface Gap {
  from: number;
  to: number;
  /** Null where it cannot be known. */
  count: number | null;
  /** False: at least so many. */
  exact: boolean;
  cause: GapCause;
  candidates: GapCause[];
}

export interface Judgement {
  ledger: Ledger;
  verdict: Verdict;
  /** Stated by this observation, for good. */
  gaps: Gap[];
}

/** The broker's counters are at most this late: two intervals of 5 seconds, and half as much again. */
export const COUNTER_LAG_MS = 15_000;
/** A loss in running traffic is stated after it has been sure for so long. */
export const SHORT_FOR_MS = 60_000;
/** Counters that come later than promised look like a surplus: believed only after so much silence. */
export const SURPLUS_AFTER_MS = 60_000;
const WINDOW_MS = 90_000;

/** Judges one more observation. Pure: the ledger it is given stays as it is. */
export function judge(before: Ledger | null, seen: Observation): Judgement {
  const known = before ?? begin(seen);
  const { published } = seen;
  if (published === null) {
    return { ledger: known, verdict: unknown(known, "no_statistics"), gaps: [] };
  }
  const restarted = startedAgain(known, { ...seen, published });
  const ledger: Ledger = restarted
    ? {
        ...begin(seen),
        base: null,
        beforeTap: 0,
        unknownSince: restarted.since,
        unknownCause: restarted.cause,
      }
    : { ...known, suspects: [...new Set([...known.suspects, ...seen.suspects])] };
  ledger.window = remember(ledger.window, { at: seen.at, published, accounted: seen.accounted });

  const limit = Math.min(seen.askedAt - COUNTER_LAG_MS, seen.drainedUpTo);
  const then = ledger.window.findLast((moment) => moment.at <= limit);
  if (!then) return { ledger, verdict: waiting(ledger), gaps: [] };
  return compare(ledger, then, { at: seen.at, published, accounted: seen.accounted });
}

type Moment = z.output<typeof momentSchema>;

function compare(ledger: Ledger, then: Moment, now: Moment): Judgement {
  const least = then.published - now.accounted;
  const most = now.published - then.accounted;
  if (!ledger.base) {
    if (least !== most) return { ledger, verdict: waiting(ledger), gaps: [] };
    const gap: Gap = {
      from: ledger.unknownSince ?? then.at,
      to: then.at,
      count: null,
      exact: false,
      cause: ledger.unknownCause ?? "counter_restarted",
      candidates: [],
    };
    return settle({ ...ledger, unknownSince: null, unknownCause: null }, then.at, least, [gap]);
  }
  const { at, difference } = ledger.base;
  const lostLeast = least - difference;
  const lostMost = most - difference;
  // Losses only grow, so every later comparison also bounds what was lost before the tap.
  const beforeTap = Math.max(0, Math.min(ledger.beforeTap ?? lostMost, lostMost));
  const next = { ...ledger, beforeTap };

  if (lostLeast === lostMost && lostLeast >= 0) {
    const gaps = lostLeast === 0 ? [] : [lossOf(next, lostLeast, true, at, then.at)];
    return settle(next, then.at, least, gaps);
  }
  if (lostLeast === lostMost) {
    const quietSince = ledger.window.findLast((m) => m.at <= now.at - SURPLUS_AFTER_MS);
    const quiet = quietSince?.published === now.published && quietSince.accounted === now.accounted;
    if (!quiet) return { ledger: next, verdict: waiting(next), gaps: [] };
    const gap: Gap = {
      from: at,
      to: then.at,
      count: -lostLeast,
      exact: true,
      cause: "surplus",
      candidates: [],
    };
    return settle(next, then.at, least, [gap]);
  }
  // Losses only grow: if none is possible now, none was possible before.
  if (lostMost === 0) return settle(next, then.at, difference, []);
  return inTraffic(next, then.at, Math.max(0, lostLeast), lostMost, now.at);
}

/** Traffic does not pause: what is sure, and what is in doubt. */
function inTraffic(ledger: Ledger, upTo: number, missing: number, most: number, now: number): Judgement {
  const base = ledger.base!;
  const doubt = most < 0 ? ledger.doubt : Math.min(ledger.doubt ?? most, most);
  const shortSince = missing > 0 ? (ledger.shortSince ?? now) : null;
  if (shortSince !== null && now - shortSince >= SHORT_FOR_MS) {
    const gap = lossOf(ledger, missing, false, base.at, upTo);
    const stated: Ledger = {
      ...ledger,
      base: { at: base.at, difference: base.difference + missing },
      beforeTap: Math.max(0, (ledger.beforeTap ?? 0) - missing),
      doubt: doubt === null ? null : Math.max(0, doubt - missing),
      shortSince: null,
    };
    return { ledger: stated, verdict: inferred(stated, upTo, 0), gaps: [gap] };
  }
  const next = { ...ledger, doubt, shortSince };
  return { ledger: next, verdict: inferred(next, upTo, missing), gaps: [] };
}

/** Everything up to `at` is stated: the next comparison starts here. */
function settle(ledger: Ledger, at: number, difference: number, gaps: Gap[]): Judgement {
  return {
    ledger: {
      ...ledger,
      base: { at, difference },
      doubt: null,
      shortSince: null,
      suspects: [],
      beforeTap: 0,
    },
    verdict: {
      state: "complete",
      certainty: "exact",
      upTo: at,
      missing: 0,
      inDoubt: 0,
      why: null,
      unknownSince: null,
    },
    gaps,
  };
}

function lossOf(ledger: Ledger, count: number, exact: boolean, from: number, to: number): Gap {
  const candidates: GapCause[] = [...ledger.suspects];
  const beforeTap = ledger.beforeTap ?? 0;
  if (beforeTap > 0) candidates.unshift("before_tap");
  if (candidates.length === 1 && candidates[0] === "before_tap" && count > beforeTap) {
    candidates.push("not_explained");
  }
  const cause = candidates.length > 1 ? "several" : (candidates[0] ?? "not_explained");
  return { from, to, count, exact, cause, candidates: candidates.length > 1 ? candidates : [] };
}

/** A new exchange has published nothing and stored nothing at zero, so the whole counter can be compared. */
function begin(seen: Observation): Ledger {
  const first = seen.life === 1;
  return {
    epoch: seen.epoch,
    life: seen.life,
    base: first ? { at: seen.tappedAt, difference: 0 } : null,
    unknownSince: first ? null : seen.tappedAt,
    unknownCause: first ? null : "declared_again",
    window: [],
    doubt: null,
    shortSince: null,
    suspects: seen.suspects,
    beforeTap: null,
  };
}

function startedAgain(
  ledger: Ledger,
  seen: Observation & { published: number },
): { since: number; cause: "counter_restarted" | "declared_again" } | null {
  const since = ledger.unknownSince ?? ledger.base?.at ?? seen.tappedAt;
  if (seen.life !== ledger.life) return { since, cause: "declared_again" };
  const last = ledger.window.at(-1);
  const backwards = last !== undefined && seen.published < last.published;
  return seen.epoch !== ledger.epoch || backwards ? { since, cause: "counter_restarted" } : null;
}

/** Keeps what a later observation may be compared with. Of equal moments the first and the last are enough. */
function remember(window: readonly Moment[], now: Moment): Moment[] {
  const kept = window.filter((moment) => moment.at > now.at - WINDOW_MS);
  return [...kept, now];
}

function waiting(ledger: Ledger): Verdict {
  if (!ledger.base) return unknown(ledger, ledger.unknownCause ?? "counter_restarted");
  return {
    state: "settling",
    certainty: "unknown",
    upTo: ledger.base.at,
    missing: 0,
    inDoubt: null,
    why: null,
    unknownSince: null,
  };
}

function unknown(ledger: Ledger, why: NonNullable<Verdict["why"]>): Verdict {
  return {
    state: "unknown",
    certainty: "unknown",
    upTo: ledger.base?.at ?? null,
    missing: 0,
    inDoubt: null,
    why,
    unknownSince: ledger.unknownSince ?? ledger.base?.at ?? null,
  };
}

/** Nothing that could lose a message happened, and the counters do not contradict: complete, as far as one can conclude. */
function inferred(ledger: Ledger, upTo: number, missing: number): Verdict {
  const clean = missing === 0 && ledger.suspects.every((suspect) => suspect === "not_bound");
  return {
    state: clean ? "complete" : "settling",
    certainty: clean ? "inferred" : "unknown",
    upTo: clean ? upTo : ledger.base!.at,
    missing,
    inDoubt: ledger.doubt,
    why: null,
    unknownSince: null,
  };
}
