import { describe, expect, it } from "vitest";
import { CHECKS } from "./overview-schemas";
import { type Facts, judgeProblems, type ObservedExchange } from "./problems";

const NOW = new Date("2026-03-01T10:00:00Z");
const SINCE = "2026-03-01T09:00:00.000Z";

const exchange = (name: string, fields: Partial<ObservedExchange> = {}): ObservedExchange => ({
  vhost: "/",
  exchange: name,
  coverage: "complete",
  firstSeenAt: SINCE,
  missing: 0,
  unknownSince: null,
  ...fields,
});

function facts(changed: Partial<Facts> = {}): Facts {
  return {
    now: NOW,
    status: {
      workers: { alive: 1, lastSeenAt: NOW.toISOString() },
      queues: [
        {
          vhost: "/",
          state: "active",
          since: SINCE,
          error: null,
          ready: 0,
          inHand: 0,
          lagSeconds: 0,
          perSecond: 5,
        },
      ],
      log: { head: 10, waiting: 0, error: null },
      lag: { messages: 0, seconds: 0, known: true },
      perSecond: 5,
      outbox: { waiting: 0, oldestSeconds: 0, reason: null },
    },
    taps: [],
    exchanges: [exchange("orders")],
    gaps: [],
    quarantine: { open: 0, since: null },
    deadLetters: { queues: [], problem: null },
    deadLetterAlarms: { fresh: [], growing: [], diedAgain: { count: 0, since: null } },
    heldDeadLetters: [],
    stuckSagas: { types: [], exact: true, since: null },
    ...changed,
  };
}

const kindsOf = (changed: Partial<Facts>) => judgeProblems(facts(changed)).problems.map((it) => it.kind);

describe("what is broken", () => {
  it("is nothing when all is in order, and everything that was looked at is named", () => {
    expect(judgeProblems(facts())).toEqual({ problems: [], good: [...CHECKS], at: NOW.toISOString() });
  });

  it("comes with the worst first", () => {
    const { problems, good } = judgeProblems(
      facts({
        exchanges: [
          exchange("hash", { coverage: "not_observed" }),
          exchange("direct", { coverage: "partial" }),
        ],
        quarantine: { open: 2, since: SINCE },
        deadLetters: { queues: [], problem: "The management API cannot be reached." },
      }),
    );
    expect(problems.map(({ kind, severity }) => [kind, severity])).toEqual([
      ["quarantine", "bad"],
      ["not_observed", "warn"],
      ["dead_letters_unknown", "unknown"],
      ["partly_observed", "note"],
    ]);
    expect(good).toEqual(["worker", "broker", "ingest", "outbox", "taps", "gaps", "sagas"]);
  });

  it("is what waits to be published for long, with what the broker said", () => {
    const { status } = facts();
    const waiting = (oldestSeconds: number) =>
      judgeProblems(
        facts({ status: { ...status, outbox: { waiting: 3, oldestSeconds, reason: "no queue" } } }),
      );
    expect(waiting(9).problems).toEqual([]);
    expect(waiting(11).problems).toMatchObject([
      { kind: "not_published", severity: "warn", count: 3, detail: "no queue" },
    ]);
    expect(waiting(121).problems).toMatchObject([{ severity: "bad" }]);
    expect(judgeProblems(facts({ status: { ...status, outbox: null } })).good).not.toContain("outbox");
  });

  it("is that no worker runs, before anything that only a worker could tell", () => {
    const { status } = facts();
    expect(kindsOf({ status: { ...status, workers: { alive: 0, lastSeenAt: SINCE }, queues: [] } })).toEqual([
      "no_worker",
    ]);
  });

  it("leaves nothing called good that nobody can vouch for", () => {
    const { status } = facts();
    const goodOf = (more: Partial<typeof status>) =>
      judgeProblems(facts({ status: { ...status, ...more } })).good;
    const noWorker = goodOf({ workers: { alive: 0, lastSeenAt: SINCE }, queues: [] });
    expect(noWorker).toEqual(
      CHECKS.filter((it) => !["worker", "broker", "ingest", "outbox", "taps"].includes(it)),
    );
    expect(goodOf({ lag: { messages: null, seconds: 0, known: false } })).not.toContain("ingest");
  });

  it("is a delay, warned of early and bad when it lasts", () => {
    const delay = (seconds: number) =>
      judgeProblems(facts({ status: { ...facts().status, lag: { messages: 40, seconds, known: true } } }))
        .problems[0];
    expect(delay(10)).toBeUndefined();
    expect(delay(11)).toMatchObject({
      kind: "ingest_delay",
      severity: "warn",
      count: 40,
      since: "2026-03-01T09:59:49.000Z",
    });
    expect(delay(121)).toMatchObject({ severity: "bad" });
  });

  it("is unknown, and not zero, where the broker does not say how much waits in a dead-letter queue", () => {
    const queues = [
      { vhost: "/", name: "a.dead", messages: 3 },
      { vhost: "/", name: "b.dead", messages: 0 },
      { vhost: "/", name: "c.dead", messages: null },
    ];
    const { problems } = judgeProblems(facts({ deadLetters: { queues, problem: null } }));
    expect(problems).toMatchObject([
      { kind: "dead_letters", count: 3, subjects: [{ name: "a.dead", count: 3 }] },
      { kind: "dead_letters_unknown", subjects: [{ name: "c.dead", count: null }] },
    ]);
  });

  it("is a cause of dead letters that grows or is new, before a redrive that did not help and what is held", () => {
    const cause = (failedQueue: string, recent: number) => ({
      id: "1",
      vhost: "/",
      queue: "orders.dlq",
      failedQueue,
      errorType: null,
      recent,
      since: SINCE,
    });
    const { problems } = judgeProblems(
      facts({
        deadLetterAlarms: {
          fresh: [cause("billing", 4)],
          growing: [cause("stock", 40), cause("mails", 12)],
          diedAgain: { count: 2, since: SINCE },
        },
        heldDeadLetters: [{ name: "orders.dlq", count: 44 }],
      }),
    );
    expect(problems).toMatchObject([
      { kind: "dead_letters_growing", severity: "bad", count: 52, since: SINCE, subjectCount: 2 },
      { kind: "dead_letters_new", severity: "bad", count: 4, subjects: [{ name: "billing", count: 4 }] },
      { kind: "redriven_dead_again", severity: "warn", count: 2 },
      { kind: "dead_letters_held", severity: "warn", count: 44 },
    ]);
  });

  it("adds up gaps of an exchange, and keeps what is not known apart from what is lost", () => {
    const gap = { exchange: "orders", exact: true, from: SINCE };
    const { problems } = judgeProblems(
      facts({
        gaps: [
          { ...gap, count: 3 },
          { ...gap, count: 4, exact: false },
          { ...gap, exchange: "other", count: null },
        ],
      }),
    );
    expect(problems).toMatchObject([
      { kind: "gaps", severity: "bad", count: 7, exact: false, subjects: [{ name: "orders", count: 7 }] },
      { kind: "gaps_unknown", severity: "unknown", count: null, subjects: [{ name: "other", count: null }] },
    ]);
  });

  it("is business that stands still: sagas that got stuck, by type", () => {
    const types = [
      { name: "OrderPlaced", count: 2 },
      { name: "ComplaintCreated", count: 5 },
    ];
    const { problems, good } = judgeProblems(facts({ stuckSagas: { types, exact: true, since: SINCE } }));
    expect(problems).toEqual([
      expect.objectContaining({
        kind: "sagas_stuck",
        severity: "bad",
        count: 7,
        since: SINCE,
        subjects: [types[1], types[0]],
      }),
    ]);
    expect(good).not.toContain("sagas");
  });
});
