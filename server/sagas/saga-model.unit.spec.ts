import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LearnedSituations, learnModel, saysOtherwise } from "./saga-model";
import { type Told, tellSaga } from "./testing/tell-saga";

const paid = (ms: number): Told[] => [
  ["order.created", 0],
  ["order.paid", ms, { from: "payments" }],
];
const unpaid: Told[] = [["order.created", 0]];
const sagas = (told: readonly Told[], times: number) => Array.from({ length: times }, () => tellSaga(told));

describe("what is learned of instances at rest", () => {
  it("is nothing below twenty", () => {
    expect(learnModel("order.created", sagas(paid(10), 19))).toBeNull();
  });

  it("is what came next, how often, how long after and from whom, and how often nothing did", () => {
    const atRest = Array.from({ length: 100 }, (_, i) => tellSaga(i < 20 ? unpaid : paid(i + 1)));
    const situations = new LearnedSituations(learnModel("order.created", atRest)!);
    expect(situations.after(tellSaga(unpaid).steps)).toEqual({
      seen: ["order.created"],
      last: "order.created",
      instances: 100,
      total: 100,
      nothing: 20,
      next: [{ type: "order.paid", count: 80, from: "payments", p50Ms: 60, p95Ms: 96 }],
      p95Ms: 96,
    });
  });

  it("tells no more of what came next than anybody waits for, where types have ids in them", () => {
    const told = Array.from({ length: 300 }, (_, n) => tellSaga([...unpaid, [`mail.${n}.sent`, 5]]));
    const usual = [...told, ...sagas(paid(10), 30)];
    const context = new LearnedSituations(learnModel("order.created", usual)!).after(tellSaga(unpaid).steps)!;
    expect([context.total, context.next[0]!.type, context.next.length]).toEqual([330, "order.paid", 50]);
  });

  it("knows a situation by what was seen, and by the last event alone where that is too rare", () => {
    const cheap = sagas(
      [
        ["order.created", 0],
        ["order.checked", 5],
        ["order.paid", 5],
      ],
      30,
    );
    const rare = sagas(
      [
        ["order.created", 0],
        ["order.flagged", 5],
        ["order.checked", 5],
        ["order.rejected", 5],
      ],
      5,
    );
    const situations = new LearnedSituations(learnModel("order.created", [...cheap, ...rare])!);
    const flagged = situations.after(rare[0]!.steps.slice(0, 3))!;
    expect(flagged.seen).toBeNull();
    expect(flagged.next.map(({ type, count }) => [type, count])).toEqual([
      ["order.paid", 30],
      ["order.rejected", 5],
    ]);
    expect(situations.after(rare[0]!.steps.slice(0, 2))).toBeNull();
  });

  it("counts each event of each instance once, however the instances come", () => {
    const told = fc.array(fc.tuple(fc.constantFrom("A", "B", "C"), fc.nat(5_000)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(told, { minLength: 20, maxLength: 40 }), (all) => {
        const instances = all.map((one) => tellSaga(one));
        const model = learnModel("A", instances)!;
        expect(learnModel("A", [...instances].reverse())).toEqual(model);
        for (const { total, nothing, next, instances } of model.contexts) {
          expect(nothing + next.reduce((sum, { count }) => sum + count, 0)).toBe(total);
          expect(instances).toBeLessThanOrEqual(total);
        }
        expect(saysOtherwise(model, model)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it("says something else where an end, a share or a duration is another, and not for a few more of the same", () => {
    const learn = (ms: number, few: number) =>
      learnModel("order.created", [...sagas(paid(ms), 80), ...sagas(unpaid, few)])!;
    const before = learn(2_000, 20);
    expect(saysOtherwise(before, learn(2_100, 22))).toBe(false);
    expect(saysOtherwise(before, learn(3_000, 20))).toBe(true);
    expect(saysOtherwise(before, learn(2_000, 60))).toBe(true);
  });
});
