import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planTaps, type Topology } from "./tap-plan";
import { anyMessage, anyTopology, deliver, tapped } from "./testing/broker-model";

const OWN = { prefix: "sillage.", tap: "sillage.tap" };
const NONE: ReadonlySet<string> = new Set();

function exchange(name: string, type: string, more: Partial<Topology["exchanges"][number]> = {}) {
  return {
    name,
    type,
    durable: true,
    autoDelete: false,
    internal: false,
    arguments: {},
    policy: null,
    ...more,
  };
}

function binding(source: string, routingKey: string, more: Partial<Topology["bindings"][number]> = {}) {
  return {
    source,
    destination: "orders",
    destinationType: "queue" as const,
    routingKey,
    arguments: {},
    ...more,
  };
}

function given(topology: Partial<Topology>, excluded: ReadonlySet<string> = NONE) {
  const plans = planTaps(
    { exchanges: [], bindings: [], queues: [], policies: [], ...topology },
    OWN,
    excluded,
  );
  return (name: string) => {
    const plan = plans.find((p) => p.name === name);
    if (!plan) throw new Error(`no plan for ${name}`);
    return plan;
  };
}

const all = (routingKey: string) => [{ routingKey, arguments: {} }];

describe("an exchange without an alternate exchange", () => {
  it.each([
    ["topic", "#"],
    ["fanout", ""],
    ["headers", ""],
  ])("of type %s is bound with %j and complete", (type, key) => {
    const plan = given({ exchanges: [exchange("x", type)] })("x");
    expect(plan).toMatchObject({ coverage: "complete", reason: { code: "every_message" }, add: all(key) });
    expect(plan.sideEffects).toEqual([{ code: "confirms_wait" }, { code: "mandatory_returns_stop" }]);
  });

  it("of type direct has every key mirrored once, exchange-to-exchange bindings too", () => {
    const plan = given({
      exchanges: [exchange("x", "direct")],
      bindings: [
        binding("x", "paid"),
        binding("x", "paid", { destination: "other" }),
        binding("x", "shipped", { destination: "downstream", destinationType: "exchange" }),
        binding("y", "not of x"),
      ],
    })("x");
    expect(plan).toMatchObject({ coverage: "complete", reason: { code: "bound_keys", keys: 2 } });
    expect(plan.desired.map((k) => k.routingKey)).toEqual(["paid", "shipped"]);
    expect(plan.sideEffects).not.toContainEqual({ code: "mandatory_returns_stop" });
  });

  it("lives on when it is auto-delete, and says so", () => {
    const plan = given({ exchanges: [exchange("x", "topic", { autoDelete: true })] })("x");
    expect(plan.sideEffects).toContainEqual({ code: "auto_delete_lives_on" });
  });
});

describe("bindings that stand", () => {
  const standing = (key: string) =>
    binding("x", key, { destination: "sillage.tap", destinationType: "exchange" });

  it("are left alone when they are as they should be", () => {
    const plan = given({ exchanges: [exchange("x", "topic")], bindings: [standing("#")] })("x");
    expect([plan.add, plan.remove]).toEqual([[], []]);
  });

  it("are removed when the mirrored key is gone", () => {
    const plan = given({ exchanges: [exchange("x", "direct")], bindings: [standing("paid")] })("x");
    expect(plan.remove).toEqual(all("paid"));
  });

  it("are removed when the exchange is excluded", () => {
    const plan = given(
      { exchanges: [exchange("x", "topic")], bindings: [standing("#")] },
      new Set(["x"]),
    )("x");
    expect(plan).toMatchObject({ coverage: "excluded", remove: all("#"), sideEffects: [] });
  });

  it("give way to mirrored ones when a policy adds an alternate exchange", () => {
    const plan = given({
      exchanges: [exchange("x", "topic", { policy: "p" }), exchange("rest", "fanout")],
      bindings: [standing("#"), binding("x", "orders.*")],
      policies: [{ name: "p", definition: { "alternate-exchange": "rest" } }],
    })("x");
    expect(plan).toMatchObject({ alternate: "rest", add: all("orders.*"), remove: all("#") });
  });
});

describe("an exchange with an alternate exchange", () => {
  const withAlternate = (type: string) =>
    exchange("x", type, { arguments: { "alternate-exchange": "rest" }, policy: "ignored" });

  it.each(["topic", "direct", "fanout", "headers"])(
    "of type %s binds nothing that nobody else binds",
    (type) => {
      const plan = given({ exchanges: [withAlternate(type), exchange("rest", "fanout")] })("x");
      expect(plan).toMatchObject({
        coverage: "complete",
        reason: { code: "alternate", alternate: "rest" },
        desired: [],
      });
    },
  );

  it("mirrors the arguments of a headers exchange", () => {
    const args = { "x-match": "any", region: "eu", urgent: true };
    const plan = given({
      exchanges: [withAlternate("headers"), exchange("rest", "fanout")],
      bindings: [binding("x", "whatever", { arguments: args })],
    })("x");
    expect(plan.desired).toEqual([{ routingKey: "", arguments: args }]);
  });

  it("is partial when a headers binding matches on a number, whose type we cannot know", () => {
    const plan = given({
      exchanges: [withAlternate("headers"), exchange("rest", "fanout")],
      bindings: [binding("x", "", { arguments: { priority: 5 } })],
    })("x");
    expect(plan).toMatchObject({
      coverage: "partial",
      reason: { code: "headers_not_mirrorable", count: 1 },
      desired: [],
    });
  });

  it("is partial when the alternate exchange cannot be observed", () => {
    const plan = given({ exchanges: [withAlternate("topic"), exchange("rest", "x-consistent-hash")] })("x");
    expect(plan).toMatchObject({ coverage: "partial", reason: { code: "alternate_not_observed" } });
  });

  it("says when the alternate exchange does not exist", () => {
    const plan = given({ exchanges: [withAlternate("topic")] })("x");
    expect(plan).toMatchObject({ coverage: "complete", reason: { code: "alternate_missing" } });
  });

  it("ends when two exchanges are each other's alternate", () => {
    const plan = given({
      exchanges: [
        withAlternate("topic"),
        exchange("rest", "topic", { arguments: { "alternate-exchange": "x" } }),
      ],
    });
    expect(plan("x").coverage).toBe("complete");
    expect(plan("rest").coverage).toBe("complete");
  });

  it("is only mirrored when its policy cannot be read", () => {
    const plan = given({
      exchanges: [exchange("x", "topic", { policy: "p" })],
      bindings: [binding("x", "orders.*")],
      policies: null,
    })("x");
    expect(plan).toMatchObject({
      coverage: "partial",
      reason: { code: "policy_unreadable", policy: "p" },
      desired: all("orders.*"),
    });
  });
});

describe("exchanges that are never bound", () => {
  it.each([
    "x-consistent-hash",
    "x-random",
    "x-modulus-hash",
    "x-local-random",
    "x-delayed-message",
    "nonsense",
  ])("type %s, with what feeds it named instead", (type) => {
    const plan = given({
      exchanges: [exchange("x", type), exchange("front", "fanout")],
      bindings: [binding("front", "", { destination: "x", destinationType: "exchange" })],
    })("x");
    expect(plan).toMatchObject({
      coverage: "not_observed",
      reason: { code: "tap_would_steal", type, upstream: ["front"] },
      desired: [],
    });
  });

  it.each([
    ["", "direct", "partial", "default_exchange"],
    ["amq.rabbitmq.trace", "topic", "excluded", "broker_internal"],
    ["amq.rabbitmq.event", "topic", "excluded", "broker_internal"],
    ["amq.rabbitmq.log", "topic", "excluded", "broker_internal"],
    ["sillage.redrive", "fanout", "excluded", "own_plumbing"],
  ])("%j", (name, type, coverage, code) => {
    expect(given({ exchanges: [exchange(name, type)] })(name)).toMatchObject({
      coverage,
      reason: { code },
      desired: [],
    });
  });

  it("is ours is let stay as it is, what feeds the tap from it too", () => {
    const plan = given({
      exchanges: [exchange("sillage.redrive", "fanout")],
      bindings: [binding("sillage.redrive", "", { destination: "sillage.tap", destinationType: "exchange" })],
    })("sillage.redrive");
    expect(plan).toMatchObject({ add: [], remove: [] });
  });
});

it("knows dead-letter exchanges from arguments and policies", () => {
  const plan = given({
    exchanges: [exchange("a", "fanout"), exchange("b", "fanout"), exchange("c", "fanout")],
    queues: [
      { name: "q1", arguments: { "x-dead-letter-exchange": "a" }, policyDefinition: {} },
      { name: "q2", arguments: {}, policyDefinition: { "dead-letter-exchange": "b" } },
    ],
  });
  expect(["a", "b", "c"].map((name) => plan(name).deadLetter)).toEqual([true, true, false]);
});

describe("for any topology", () => {
  it("nobody gets another message than without the taps, and what is called complete is seen", () => {
    fc.assert(
      fc.property(anyTopology(), anyMessage(), (topology, message) => {
        const after = tapped(topology, planTaps(topology, OWN, NONE));
        for (const { name } of topology.exchanges) {
          const untapped = deliver(topology, name, message);
          const now = deliver(after, name, message);
          expect([...now].filter((queue) => queue !== "sillage.audit")).toEqual([...untapped]);
          const plan = planTaps(topology, OWN, NONE).find((p) => p.name === name)!;
          if (plan.coverage !== "complete") continue;
          const routed = untapped.size > 0 || plan.reason.code === "every_message";
          if (routed) expect(now).toContain("sillage.audit");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("a second look finds nothing to do", () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const after = tapped(topology, planTaps(topology, OWN, NONE));
        const again = planTaps(after, OWN, NONE);
        expect(again.flatMap((plan) => [...plan.add, ...plan.remove])).toEqual([]);
      }),
    );
  });
});
