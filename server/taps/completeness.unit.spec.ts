import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Gap, judge, type Ledger, type Observation, type Verdict } from "./completeness";

const TAPPED = 1_000_000;

type Look = Partial<Observation> & { published: number | null; accounted: number };

/** Looks every 5 seconds at an exchange whose queue is always drained, unless said. */
function given(...looks: Look[]) {
  let ledger: Ledger | null = null;
  let verdict: Verdict | null = null;
  const gaps: Gap[] = [];
  looks.forEach((look, i) => {
    const at = TAPPED + i * 5_000;
    const seen = {
      askedAt: at,
      at,
      drainedUpTo: at,
      epoch: 1,
      life: 1,
      tappedAt: TAPPED,
      suspects: [],
      ...look,
    };
    const judged = judge(ledger, seen);
    ledger = judged.ledger;
    verdict = judged.verdict;
    gaps.push(...judged.gaps);
  });
  return { verdict: verdict!, gaps, ledger: ledger! };
}

const still = (count: number, look: Look): Look[] => Array.from({ length: count }, () => look);
const seconds = (n: number) => TAPPED + n * 1000;

describe("an exchange that pauses", () => {
  it("is complete once counters and store have stood still long enough, not before", () => {
    const early = given(...still(3, { published: 7, accounted: 7 }));
    expect(early.verdict).toMatchObject({ state: "settling", upTo: TAPPED });
    const late = given(...still(4, { published: 7, accounted: 7 }));
    expect(late.verdict).toMatchObject({ state: "complete", certainty: "exact", upTo: TAPPED });
    expect(late.gaps).toEqual([]);
  });

  it("is not judged while the queue still holds messages", () => {
    const { verdict, gaps } = given(...still(20, { published: 7, accounted: 3, drainedUpTo: TAPPED - 1 }));
    expect([verdict.state, gaps]).toEqual(["settling", []]);
  });

  it("states what was published before the tap, once", () => {
    const { gaps, verdict } = given(...still(20, { published: 100, accounted: 40 }));
    expect(gaps).toEqual([
      { from: TAPPED, to: TAPPED, count: 60, exact: true, cause: "before_tap", candidates: [] },
    ]);
    expect(verdict).toMatchObject({ state: "complete", upTo: seconds(80) });
  });

  it("dates a later loss between the two samples that enclose it, with its cause", () => {
    const { gaps } = given(
      ...still(5, { published: 10, accounted: 10 }),
      { published: 30, accounted: 25, suspects: ["dropped_by_queue"] },
      ...still(5, { published: 30, accounted: 25 }),
    );
    expect(gaps).toEqual([
      { from: seconds(5), to: seconds(25), count: 5, exact: true, cause: "dropped_by_queue", candidates: [] },
    ]);
  });

  it("says several when several causes are possible, and none when none is", () => {
    const loss = (suspects: Observation["suspects"]) =>
      given(
        ...still(5, { published: 10, accounted: 10 }),
        ...still(5, { published: 30, accounted: 25, suspects }),
      ).gaps;
    expect(loss(["dropped_by_queue", "not_bound"])).toMatchObject([
      { cause: "several", candidates: ["dropped_by_queue", "not_bound"] },
    ]);
    expect(loss([])).toMatchObject([{ cause: "not_explained", candidates: [] }]);
  });

  it("states a surplus only after a long silence", () => {
    const steady = still(5, { published: 10, accounted: 10 });
    expect(given(...steady, ...still(8, { published: 10, accounted: 12 })).gaps).toEqual([]);
    expect(given(...steady, ...still(20, { published: 10, accounted: 12 })).gaps).toMatchObject([
      { cause: "surplus", count: 2 },
    ]);
  });
});

describe("a counter that started again", () => {
  it.each([
    ["by going backwards", {}],
    ["by its epoch", { epoch: 2, published: 10, accounted: 10 }],
  ])("%s is unknown until a pause, and the interval is stated without a number", (_, more) => {
    const restarted = { published: 2, accounted: 11, ...more };
    const before = still(5, { published: 10, accounted: 10 });
    const soon = given(...before, restarted);
    expect(soon.verdict).toMatchObject({
      state: "unknown",
      why: "counter_restarted",
      unknownSince: seconds(5),
    });
    const later = given(...before, ...still(5, restarted));
    expect(later.gaps).toMatchObject([
      { cause: "counter_restarted", count: null, from: seconds(5), to: seconds(25) },
    ]);
    expect(later.verdict).toMatchObject({ state: "complete", upTo: seconds(30) });
  });

  it("with the exchange declared again says so", () => {
    const { gaps } = given(
      ...still(5, { published: 10, accounted: 10 }),
      ...still(5, { published: 3, accounted: 13, life: 2 }),
    );
    expect(gaps).toMatchObject([{ cause: "declared_again", count: null }]);
  });

  it("that is not granted at all is unknown", () => {
    expect(given({ published: null, accounted: 5 }).verdict).toMatchObject({
      state: "unknown",
      why: "no_statistics",
    });
  });
});

describe("traffic without a pause", () => {
  const running = (lost: number, looks = 40): Look[] =>
    Array.from({ length: looks }, (_, i) => ({
      published: 10 * i,
      accounted: Math.max(0, 10 * i - (i > 10 ? lost : 0)),
    }));

  it("is complete by inference, and says how many cannot be told from those under way", () => {
    expect(given(...running(0)).verdict).toMatchObject({
      state: "complete",
      certainty: "inferred",
      missing: 0,
      inDoubt: 30,
    });
  });

  it("states a loss that is larger than what is under way as at least so much", () => {
    const { gaps } = given(...running(100));
    expect(gaps).toMatchObject([{ exact: false, count: 70 }]);
  });
});

/** A broker and a store in one second steps: messages are published, lost or stored late; counters lag. */
interface World {
  /** For each second: how many are published, of these lost, how late the rest is stored, how late the counter is. */
  seconds: { published: number; lost: number; delay: number; lag: number }[];
}

const anyWorld: fc.Arbitrary<World> = fc.record({
  seconds: fc.array(
    fc
      .record({
        published: fc.oneof(fc.constant(0), fc.nat(5), fc.nat(50)),
        lost: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) }),
        delay: fc.oneof(fc.nat(2), fc.nat(40)),
        lag: fc.nat(10),
      })
      .map((s) => ({ ...s, lost: Math.min(s.lost, s.published) })),
    { minLength: 30, maxLength: 240 },
  ),
});

function run({ seconds: script }: World, quiet: number) {
  const total = script.length + quiet;
  const at = (i: number) => script[i] ?? { published: 0, lost: 0, delay: 0, lag: 0 };
  const published: number[] = [];
  const lostUpTo: number[] = [];
  for (let t = 0; t < total; t++) {
    published[t] = (published[t - 1] ?? 0) + at(t).published;
    lostUpTo[t] = (lostUpTo[t - 1] ?? 0) + at(t).lost;
  }
  const stored = (now: number) => {
    let sum = 0;
    for (let t = 0; t <= now; t++) if (t + at(t).delay <= now) sum += at(t).published - at(t).lost;
    return sum;
  };
  /** The queue keeps order: nothing passes a message that is late. */
  const drained = (now: number) => {
    let t = 0;
    while (t <= now && (t + at(t).delay <= now || at(t).published === at(t).lost)) t++;
    return t - 1;
  };
  let ledger: Ledger | null = null;
  let counter = 0;
  const statements: { now: number; verdict: Verdict; gaps: Gap[] }[] = [];
  for (let t = 0; t < total; t += 5) {
    counter = Math.max(counter, published[Math.max(0, t - at(t).lag)] ?? 0);
    const judged = judge(ledger, {
      askedAt: t * 1000,
      at: t * 1000,
      published: counter,
      accounted: stored(t),
      drainedUpTo: drained(t) * 1000,
      epoch: 1,
      life: 1,
      tappedAt: 0,
      suspects: [],
    });
    ledger = judged.ledger;
    statements.push({ now: t, verdict: judged.verdict, gaps: judged.gaps });
  }
  return { statements, lostUpTo };
}

describe("whatever happens", () => {
  it("no more is stated missing than was lost, and what is called complete exactly is", () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const { statements, lostUpTo } = run(world, 30);
        let stated = 0;
        for (const { now, verdict, gaps } of statements) {
          for (const gap of gaps) {
            expect(gap.cause).not.toBe("surplus");
            stated += gap.count!;
          }
          expect(stated).toBeLessThanOrEqual(lostUpTo[now]!);
          expect(stated + verdict.missing).toBeLessThanOrEqual(lostUpTo[now]!);
          if (verdict.certainty !== "exact") continue;
          expect(stated).toBeGreaterThanOrEqual(lostUpTo[Math.floor(verdict.upTo! / 1000)]!);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("after a pause exactly what was lost has been stated", () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const { statements, lostUpTo } = run(world, 90);
        const stated = statements.flatMap(({ gaps }) => gaps).reduce((sum, gap) => sum + gap.count!, 0);
        expect(stated).toBe(lostUpTo.at(-1));
        expect(statements.at(-1)!.verdict).toMatchObject({ state: "complete", certainty: "exact" });
      }),
      { numRuns: 500 },
    );
  });
});
