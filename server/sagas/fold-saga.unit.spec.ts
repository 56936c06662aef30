import { describe, expect, it } from "vitest";
import { type FoldOptions, foldSaga, splitSaga } from "./fold-saga";
import type { Arrived } from "./saga";
import { TOLD_KEY, told } from "./testing/told";

const SECOND = 1_000;
const options: FoldOptions = { silenceMs: 60 * SECOND };

const fold = (arrivals: readonly Arrived[], more: Partial<FoldOptions> = {}) =>
  foldSaga(TOLD_KEY, arrivals, { ...options, ...more });
/** Types of each instance, in order. */
const instances = (arrivals: readonly Arrived[], more: Partial<FoldOptions> = {}) =>
  fold(arrivals, more).map(({ steps }) => steps.map(({ type }) => type));
/** What each event follows and how: `B after A by order`. */
const links = (arrivals: readonly Arrived[]) =>
  fold(arrivals).flatMap(({ steps }) =>
    steps.map(({ type, before }) => (before ? `${type} after ${before.type} by ${before.link}` : type)),
  );
const order = (id: string, declaredVersion: number) => ({ streamId: `Order-${id}`, declaredVersion });

describe("instances under one key", () => {
  it("are one while no silence is longer than it may be", () => {
    expect(instances([told(1, 0, "A"), told(2, 60_000, "B"), told(3, 120_000, "C")])).toEqual([
      ["A", "B", "C"],
    ]);
  });

  it("begin anew after a silence, unless something in the instance caused what comes after it", () => {
    const late = told(3, 60_001, "C");
    expect(instances([told(1, 0, "A"), late])).toEqual([["A"], ["C"]]);
    expect(instances([told(1, 0, "A"), { ...late, causationId: "e1" }])).toEqual([["A", "C"]]);
    expect(instances([told(1, 0, "A"), { ...late, causationId: "from elsewhere" }])).toEqual([["A"], ["C"]]);
  });

  it("begin anew with their first type again, of another aggregate or from its first version again", () => {
    const first = told(1, 0, "Placed", order("1", 1));
    const paid = told(2, 10, "Paid", order("1", 2));
    expect(instances([first, paid, told(3, 20, "Placed", order("2", 1))])).toEqual([
      ["Placed", "Paid"],
      ["Placed"],
    ]);
    expect(instances([first, paid, told(3, 20, "Placed", order("1", 1))])).toEqual([
      ["Placed", "Paid"],
      ["Placed"],
    ]);
    expect(instances([first, paid, told(3, 20, "Placed", order("1", 3))])).toEqual([
      ["Placed", "Paid", "Placed"],
    ]);
    expect(instances([first, paid, told(3, 20, "Paid", order("2", 1))])).toEqual([
      ["Placed", "Paid", "Paid"],
    ]);
    const caused = { ...order("2", 1), causationId: "e2" };
    expect(instances([first, paid, told(3, 20, "Placed", caused)])).toEqual([["Placed", "Paid", "Placed"]]);
  });

  it("do not begin anew where it is not said which aggregate the first type is about", () => {
    const aboutNothing = told(2, 10, "Placed", { declaredVersion: 1 });
    expect(instances([told(1, 0, "Placed", order("1", 1)), aboutNothing])).toEqual([["Placed", "Placed"]]);
  });

  it("are told apart by time alone, whatever came first", () => {
    const arrivals = [told(1, 0, "A"), told(2, 70_000, "C"), told(3, 30_000, "B")];
    // B came late, and fills the silence.
    expect(instances(arrivals.slice(0, 2))).toEqual([["A"], ["C"]]);
    expect(instances(arrivals)).toEqual([["A", "B", "C"]]);
    expect(instances(arrivals.toReversed())).toEqual([["A", "B", "C"]]);
  });

  it("hold so many events at most", () => {
    const arrivals = [
      told(1, 0, "A"),
      told(2, 1, "B", { causationId: "e1" }),
      told(3, 2, "C", { causationId: "e1" }),
    ];
    const split = fold(arrivals, { mostSteps: 2 });
    expect(split.map(({ steps }) => steps.map(({ type, before }) => [type, before?.type]))).toEqual([
      [
        ["A", undefined],
        ["B", "A"],
      ],
      [["C", undefined]],
    ]);
  });

  it("hold far fewer where they are what happened to one aggregate: that may go on for ever", () => {
    const readings = Array.from({ length: 1_001 }, (_, n) => told(n + 1, n, "ReadingTaken"));
    const sizes = (basis: "correlation" | "reference") =>
      foldSaga({ ...TOLD_KEY, basis }, readings, options).map(({ steps }) => steps.length);
    expect(sizes("correlation")).toEqual([1_001]);
    expect(sizes("reference")).toEqual([500, 500, 1]);
  });

  it("are numbered from where the fold begins", () => {
    expect(fold([told(1, 0, "A"), told(2, 70_000, "B")], { from: 7 }).map(({ ordinal }) => ordinal)).toEqual([
      7, 8,
    ]);
  });
});

describe("an event", () => {
  it("follows what caused it; else what came before it in order", () => {
    expect(
      links([
        told(1, 0, "A"),
        told(2, 10, "B", { causationId: "e1" }),
        told(3, 20, "C", { causationId: "e1" }),
        told(4, 30, "D"),
        told(5, 40, "E", { causationId: "e9" }),
      ]),
    ).toEqual([
      "A",
      "B after A by causation",
      "C after A by causation",
      "D after C by order",
      "E after D by order",
    ]);
  });

  it("cannot follow what came after it, nor itself", () => {
    expect(links([told(1, 0, "A"), told(2, 10, "B", { causationId: "e3" }), told(3, 20, "C")])).toEqual([
      "A",
      "B after A by order",
      "C after B by order",
    ]);
    expect(links([told(1, 0, "A"), told(2, 10, "B", { causationId: "e2" })])).toEqual([
      "A",
      "B after A by order",
    ]);
  });

  it("follows the newest of those that share the id of its cause", () => {
    const twice = [
      told(1, 0, "A"),
      told(2, 10, "Changed", { eventId: "e1" }),
      told(3, 20, "B", { causationId: "e1" }),
    ];
    expect(links(twice).at(-1)).toBe("B after Changed by causation");
  });

  it("says how long after it came, and of two at the same moment the greater record is later", () => {
    const { steps } = fold([told(2, 5, "B"), told(1, 5, "A"), told(3, 12.5, "C")])[0]!;
    expect(steps.map(({ type, before }) => [type, before?.gapMs])).toEqual([
      ["A", undefined],
      ["B", 0],
      ["C", 7.5],
    ]);
  });
});

describe("what happens to an event", () => {
  const death = told(10, 65_000, "A", { role: "death", firstId: "1" });

  it("stands with its event, also when another instance has begun meanwhile or the death has the earlier time", () => {
    const arrivals = [told(1, 0, "A"), told(2, 61_000, "B")];
    for (const at of [death.at, -5_000]) {
      const [first, second] = fold([...arrivals, { ...death, at }]);
      expect([first!.marks.length, first!.steps[0]!.dead]).toEqual([1, true]);
      expect([second!.marks.length, second!.steps[0]!.dead]).toEqual([0, false]);
    }
  });

  it("of unknown events stands with what was going on", () => {
    const stray = { ...death, firstId: null };
    expect(fold([told(1, 0, "A"), told(2, 61_000, "B"), stray]).map(({ marks }) => marks.length)).toEqual([
      0, 1,
    ]);
    expect(fold([told(2, 70_000, "B"), stray]).map(({ marks }) => marks.length)).toEqual([1]);
    expect(fold([stray])).toEqual([]);
    expect(splitSaga(TOLD_KEY, [stray], options).alone.marks).toEqual([stray]);
  });

  it("is its death, where it was first seen when it died", () => {
    expect(fold([told(1, 0, "A", { firstId: "1" })])[0]!.steps[0]!.dead).toBe(true);
  });

  it("other than a death does not make it dead", () => {
    const again = (["retry", "redrive", "replay"] as const).map((role, n) =>
      told(20 + n, 100, "A", { role, firstId: "1" }),
    );
    const [instance] = fold([told(1, 0, "A"), ...again]);
    expect(instance!.steps[0]!.dead).toBe(false);
    expect(instance!.marks.map(({ role }) => role)).toEqual(["retry", "redrive", "replay"]);
  });
});

describe("the form of an instance", () => {
  const request = told(1, 0, "GetPrice", { kind: "request" });
  const reply = told(2, 10, "Price", { kind: "reply" });
  const form = (...arrivals: Arrived[]) => fold(arrivals).map((instance) => instance.form);

  it("is a request with or without its reply, an event alone, or a saga", () => {
    expect(form(request)).toEqual(["request"]);
    expect(form(request, reply)).toEqual(["request"]);
    expect(form(reply)).toEqual(["single"]);
    expect(form(told(1, 0, "A"))).toEqual(["single"]);
    expect(form(request, reply, told(3, 20, "Ordered"))).toEqual(["saga"]);
    expect(form(request, told(3, 20, "Ordered"))).toEqual(["saga"]);
  });
});
