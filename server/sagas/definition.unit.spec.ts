import { describe, expect, it } from "vitest";
import { definitionFor, type SagaDefinition, sagaDefinition } from "./definition";
import { durationMs } from "./duration";
import { SHIPPED_DEFINITIONS } from "./shipped-definitions";

const order: SagaDefinition = {
  name: "order",
  title: "Order",
  starts: [{ type: "order.created" }],
  steps: [{ type: "order.paid", after: "order.created", within: "30s" }],
  ends: { completed: ["order.paid"] },
};
const problems = (given: object) => {
  const { error } = sagaDefinition.safeParse({ ...order, ...given });
  return error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];
};

describe("a saga definition", () => {
  it("is what is shipped", () => {
    for (const shipped of SHIPPED_DEFINITIONS) expect(sagaDefinition.parse(shipped)).toEqual(shipped);
  });

  it("says where it is wrong", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ steps: [{ type: "order.paid", after: "order.creatd" }] })).toEqual([
      "steps.0.after names order.creatd, which is neither a beginning, nor a step, nor an end, nor a compensation",
    ]);
    expect(problems({ steps: [{ ...order.steps[0], within: "soon" }] })).toEqual([
      "steps.0.within is no duration, such as 30s, 15m, 2h or 1d",
    ]);
    // A moment so far away is none that the database knows, and no saga with it could be stored.
    expect(problems({ steps: [{ ...order.steps[0], within: "999999999d" }] })).toEqual([
      "steps.0.within is longer than ten years",
    ]);
    expect(problems({ steps: [{ ...order.steps[0], within: "3650d" }] })).toEqual([]);
    expect(problems({ ends: {} })).toEqual(["ends names no end"]);
    expect(problems({ ends: { completed: ["order.paid"], failed: ["order.paid"] } })).toEqual([
      "ends.failed.0 ends it as completed already",
    ]);
    expect(problems({ Name: "x" })[0]).toContain("Unrecognized key");
  });

  it("counts where it says most about the beginning", () => {
    const shop = { ...order, name: "shop", starts: [{ type: "order.created", exchange: "shop" }] };
    const all = [order, shop].map((definition) => ({ version: 1, definition }));
    const named = (exchange: string, type = "order.created") =>
      definitionFor(all, { type, exchange, vhost: "/" })?.definition.name;
    expect(named("shop")).toBe("shop");
    expect(named("market")).toBe("order");
    expect(named("shop", "order.paid")).toBeUndefined();
  });

  it("has durations in units", () => {
    expect(["250ms", "30s", "15m", "2h", "1d"].map(durationMs)).toEqual([
      250, 30_000, 900_000, 7_200_000, 86_400_000,
    ]);
  });
});
