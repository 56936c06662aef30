import type { AlarmingGroup, DeadLetterAlarms } from "@/server/dead-letters/dead-letter-alarms";
import type { HeldInQueue } from "@/server/dead-letters/held-by-queue";
import type { StuckSagas } from "@/server/sagas/stuck-sagas";
import type { SystemStatus } from "@/server/status/status";
import { MAX_LAG_SECONDS } from "@/server/status/status";
import type { Coverage } from "@/server/taps/tap-reasons";
import type { TapStatus } from "@/server/taps/taps-schemas";
import type { DeadLetterReading } from "./dead-letter-reading";
import { CHECKS, type Problem, type ProblemsOutput, SEVERITIES } from "./overview-schemas";

/** What is broken, the worst first. Pure: time is passed in. What cannot be known is said to be unknown, never zero. */

export interface ObservedExchange {
  vhost: string;
  exchange: string;
  coverage: Coverage;
  firstSeenAt: string;
  /** Missing for sure, and not yet stated as a gap. */
  missing: number;
  unknownSince: string | null;
}

export interface GapGroup {
  exchange: string;
  /** Null when it cannot be known how many, if any. */
  count: number | null;
  exact: boolean;
  from: string;
}

export interface Facts {
  now: Date;
  status: SystemStatus;
  taps: readonly TapStatus[];
  exchanges: readonly ObservedExchange[];
  /** Stated within GAPS_MS, those from before the tap apart. */
  gaps: readonly GapGroup[];
  quarantine: { open: number; since: string | null };
  deadLetters: DeadLetterReading;
  deadLetterAlarms: DeadLetterAlarms;
  /** What is in our custody: it lies in no queue of the broker any more. */
  heldDeadLetters: readonly HeldInQueue[];
  /** That got stuck within STUCK_MS. */
  stuckSagas: StuckSagas;
}

/** Gaps stay for ever; those stated within this time are news. */
export const GAPS_MS = 24 * 3_600_000;
/** Seconds behind from which on a person should know. */
const LAG_SECONDS = 10;
/** A saga that got stuck earlier than this stays in its list; it is no news any more. */
export const STUCK_MS = 24 * 3_600_000;
const SUBJECTS = 4;
/** Seconds that an event of our own may wait to be published before a person should know, and before it is bad. */
const OUTBOX_SECONDS = { warn: 10, bad: 120 };

/** Judges the facts. */
export function judgeProblems(facts: Facts): ProblemsOutput {
  const problems = [
    ...ingestProblems(facts),
    ...outboxProblems(facts),
    ...tapProblems(facts),
    ...coverageProblems(facts),
    ...gapProblems(facts),
    ...quarantineProblems(facts),
    ...deadLetterProblems(facts),
    ...deadLetterAlarmProblems(facts),
    ...sagaProblems(facts),
  ];
  const rank = (problem: Problem) => SEVERITIES.indexOf(problem.severity);
  problems.sort((a, b) => rank(a) - rank(b));
  const doubtful = new Set([...problems.map((it) => it.check), ...unsaid(facts)]);
  return { problems, good: CHECKS.filter((check) => !doubtful.has(check)), at: facts.now.toISOString() };
}

/** What nobody can vouch for at the moment: it is neither a problem of its own nor good. */
function unsaid({ status }: Facts): readonly Problem["check"][] {
  if (status.workers.alive === 0) return ["broker", "ingest", "outbox", "taps"];
  const unknown: Problem["check"][] = status.lag.known ? [] : ["ingest"];
  return status.outbox === null ? [...unknown, "outbox"] : unknown;
}

type Said = Pick<Problem, "kind" | "check" | "severity"> & Partial<Problem>;

function problem(said: Said): Problem {
  return {
    count: null,
    exact: true,
    subjects: [],
    subjectCount: said.subjects?.length ?? 0,
    detail: null,
    since: null,
    ...said,
  };
}

function* ingestProblems({ status, now }: Facts): Generator<Problem> {
  if (status.workers.alive === 0) {
    yield problem({ kind: "no_worker", check: "worker", severity: "bad", since: status.workers.lastSeenAt });
    return;
  }
  for (const queue of status.queues) {
    if (queue.state !== "connecting" && queue.state !== "failing") continue;
    yield problem({
      kind: queue.state === "failing" ? "storing_fails" : "broker_connecting",
      check: queue.state === "failing" ? "ingest" : "broker",
      severity: "bad",
      subjects: [{ name: queue.vhost, count: null }],
      detail: queue.error,
      since: queue.since,
    });
  }
  if (status.lag.seconds > LAG_SECONDS) {
    yield problem({
      kind: "ingest_delay",
      check: "ingest",
      severity: status.lag.seconds > MAX_LAG_SECONDS ? "bad" : "warn",
      count: status.lag.messages,
      since: new Date(now.getTime() - status.lag.seconds * 1_000).toISOString(),
    });
  }
}

function* tapProblems({ taps }: Facts): Generator<Problem> {
  for (const tap of taps) {
    const on = {
      check: "taps" as const,
      subjects: [{ name: tap.vhost, count: null }],
      since: tap.since as string | null,
    };
    if (tap.phase === "awaiting_consent") yield problem({ ...on, kind: "consent_missing", severity: "warn" });
    if (tap.phase === "off") yield problem({ ...on, kind: "taps_off", severity: "warn" });
    if (tap.phase === "failing") {
      yield problem({ ...on, kind: "taps_failing", severity: "bad", detail: tap.problem });
    }
    if (tap.missing.length > 0) {
      yield problem({
        ...on,
        kind: "rights_missing",
        severity: "warn",
        count: tap.missing.length,
        detail: tap.missing[0]!.what,
        since: null,
      });
    }
    if (tap.refused.length > 0) {
      yield problem({
        ...some(tap.refused.map(({ exchange }) => ({ name: exchange, count: null }))),
        kind: "binding_refused",
        check: "taps",
        severity: "bad",
        count: tap.refused.length,
        detail: tap.refused[0]!.detail,
      });
    }
  }
}

function* coverageProblems({ exchanges, taps }: Facts): Generator<Problem> {
  if (exchanges.length === 0) {
    yield problem({ kind: "coverage_unknown", check: "coverage", severity: "unknown" });
    return;
  }
  // While nothing is tapped, that is the news, not each exchange.
  const waiting = taps.some((tap) => tap.phase === "awaiting_consent" || tap.phase === "off");
  const unseen = exchanges.filter((it) => it.coverage === "not_observed");
  if (unseen.length > 0 && !waiting) {
    yield problem({
      ...some(unseen.map((it) => ({ name: it.exchange, count: null }))),
      kind: "not_observed",
      check: "coverage",
      severity: "warn",
      count: unseen.length,
      since: earliest(unseen.map((it) => it.firstSeenAt)),
    });
  }
  const partly = exchanges.filter((it) => it.coverage === "partial");
  if (partly.length > 0) {
    yield problem({
      ...some(partly.map((it) => ({ name: it.exchange, count: null }))),
      kind: "partly_observed",
      check: "coverage",
      severity: "note",
      count: partly.length,
      since: earliest(partly.map((it) => it.firstSeenAt)),
    });
  }
}

function* gapProblems({ exchanges, gaps }: Facts): Generator<Problem> {
  const missing = exchanges.filter((it) => it.missing > 0);
  if (missing.length > 0) {
    yield problem({
      ...some(missing.map((it) => ({ name: it.exchange, count: it.missing }))),
      kind: "messages_missing",
      check: "gaps",
      severity: "bad",
      count: missing.reduce((sum, it) => sum + it.missing, 0),
      exact: false,
      since: earliest(missing.flatMap((it) => it.unknownSince ?? [])),
    });
  }
  const counted = gaps.filter((gap) => gap.count !== null);
  if (counted.length > 0) {
    const byExchange = new Map<string, number>();
    for (const { exchange, count } of counted) {
      byExchange.set(exchange, (byExchange.get(exchange) ?? 0) + (count ?? 0));
    }
    yield problem({
      ...some([...byExchange].map(([name, count]) => ({ name, count }))),
      kind: "gaps",
      check: "gaps",
      severity: "bad",
      count: counted.reduce((sum, gap) => sum + (gap.count ?? 0), 0),
      exact: counted.every((gap) => gap.exact),
      since: earliest(counted.map((gap) => gap.from)),
    });
  }
  // The broker's counters started again: nothing says that a message is missing, and nothing that none is.
  const uncounted = gaps.filter((gap) => gap.count === null);
  if (uncounted.length > 0) {
    const names = new Set(uncounted.map((gap) => gap.exchange));
    yield problem({
      ...some([...names].map((name) => ({ name, count: null }))),
      kind: "gaps_unknown",
      check: "gaps",
      severity: "unknown",
      since: earliest(uncounted.map((gap) => gap.from)),
    });
  }
}

/** Events of our own that stand in the store, and that no other service has heard of. */
function* outboxProblems({ status: { outbox }, now }: Facts): Generator<Problem> {
  if (outbox === null || outbox.oldestSeconds < OUTBOX_SECONDS.warn) return;
  yield problem({
    kind: "not_published",
    check: "outbox",
    severity: outbox.oldestSeconds < OUTBOX_SECONDS.bad ? "warn" : "bad",
    count: outbox.waiting,
    detail: outbox.reason,
    since: new Date(now.getTime() - outbox.oldestSeconds * 1_000).toISOString(),
  });
}

function* quarantineProblems({ quarantine }: Facts): Generator<Problem> {
  if (quarantine.open === 0) return;
  yield problem({
    kind: "quarantine",
    check: "quarantine",
    severity: "bad",
    count: quarantine.open,
    since: quarantine.since,
  });
}

function* deadLetterProblems({ deadLetters }: Facts): Generator<Problem> {
  const filled = deadLetters.queues.filter((queue) => queue.messages !== null && queue.messages > 0);
  if (filled.length > 0) {
    yield problem({
      ...some(filled.map(({ name, messages }) => ({ name, count: messages }))),
      kind: "dead_letters",
      check: "deadLetters",
      severity: "bad",
      count: filled.reduce((sum, queue) => sum + (queue.messages ?? 0), 0),
    });
  }
  const untold = deadLetters.queues.filter((queue) => queue.messages === null);
  if (deadLetters.problem !== null || untold.length > 0) {
    yield problem({
      ...some(untold.map(({ name }) => ({ name, count: null }))),
      kind: "dead_letters_unknown",
      check: "deadLetters",
      severity: "unknown",
      detail: deadLetters.problem,
    });
  }
}

/** What is news about dead letters: a cause that grows or is new, a redrive in vain; and what waits for somebody. */
function* deadLetterAlarmProblems({ deadLetterAlarms, heldDeadLetters }: Facts): Generator<Problem> {
  const { fresh, growing, diedAgain } = deadLetterAlarms;
  const check = "deadLetters" as const;
  if (growing.length > 0) {
    yield problem({ ...alarmOf(growing), kind: "dead_letters_growing", check, severity: "bad" });
  }
  if (fresh.length > 0) {
    yield problem({ ...alarmOf(fresh), kind: "dead_letters_new", check, severity: "bad" });
  }
  if (diedAgain.count > 0) {
    yield problem({ ...diedAgain, kind: "redriven_dead_again", check, severity: "warn" });
  }
  if (heldDeadLetters.length > 0) {
    const count = heldDeadLetters.reduce((sum, queue) => sum + queue.count, 0);
    yield problem({
      ...some([...heldDeadLetters]),
      kind: "dead_letters_held",
      check,
      severity: "warn",
      count,
    });
  }
}

/** Business that stands still, though nothing in the broker does. */
function* sagaProblems({ stuckSagas: { types, exact, since } }: Facts): Generator<Problem> {
  if (types.length === 0) return;
  const count = types.reduce((sum, type) => sum + type.count, 0);
  yield problem({
    ...some(types),
    kind: "sagas_stuck",
    check: "sagas",
    severity: "bad",
    count,
    exact,
    since,
  });
}

/** Causes by the queue in which they died. */
function alarmOf(groups: readonly AlarmingGroup[]) {
  return {
    ...some(groups.map(({ failedQueue, queue, recent }) => ({ name: failedQueue || queue, count: recent }))),
    count: groups.reduce((sum, { recent }) => sum + recent, 0),
    since: earliest(groups.map(({ since }) => since)),
  };
}

/** The first few, those with the greatest counts before the others. */
function some(all: Problem["subjects"]): Pick<Problem, "subjects" | "subjectCount"> {
  const ordered = [...all].sort((a, b) => (b.count ?? 0) - (a.count ?? 0) || (a.name < b.name ? -1 : 1));
  return { subjects: ordered.slice(0, SUBJECTS), subjectCount: all.length };
}

function earliest(moments: readonly string[]): string | null {
  return [...moments].sort()[0] ?? null;
}
