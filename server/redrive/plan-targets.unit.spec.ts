import { describe, expect, it } from "vitest";
import { type TargetTopology, targetsOf } from "./plan-targets";
import { routeOf } from "./redrive-route";

const queue = (name: string, more: object = {}) => ({
  name,
  arguments: {},
  policyDefinition: {},
  ready: 3,
  consumers: 2,
  ...more,
});
const binding = (source: string, destination: string, routingKey: string) => ({
  source,
  destination,
  destinationType: "queue" as const,
  routingKey,
  arguments: {},
});
const topology: TargetTopology = {
  exchanges: ["orders", "sillage.tap"].map((name) => ({
    name,
    type: name === "orders" ? "topic" : "fanout",
    arguments: {},
    policy: null,
  })),
  queues: [
    queue("work"),
    queue("full", { arguments: { "x-overflow": "reject-publish" } }),
    queue("policed", { policyDefinition: { overflow: "reject-publish-dlx" } }),
    queue("sillage.audit"),
  ],
  bindings: [
    binding("orders", "work", "order.*"),
    { ...binding("orders", "sillage.tap", "#"), destinationType: "exchange" as const },
    binding("sillage.tap", "sillage.audit", ""),
  ],
  policies: [],
  consumers: [
    { queue: "work", connection: "b" },
    { queue: "work", connection: "a" },
    { queue: "work", connection: "a" },
    { queue: "full", connection: null },
  ],
};
const toQueue = (name: string, messages: number) => ({
  kind: "queue" as const,
  name,
  routingKey: null,
  messages,
});

describe("the places that a plan sends to", () => {
  it("tell who listens, what waits and what may be refused there", () => {
    const [work, full, policed, gone] = targetsOf(
      [toQueue("gone", 1), toQueue("work", 9), toQueue("full", 5), toQueue("policed", 2)],
      topology,
    );
    expect(work).toMatchObject({
      name: "work",
      messages: 9,
      exists: true,
      ready: 3,
      consumers: 3,
      unroutable: 0,
    });
    expect(work).toMatchObject({ consumedBy: ["a", "b"], rejectsWhenFull: false });
    expect(full).toMatchObject({ name: "full", rejectsWhenFull: true });
    expect(policed).toMatchObject({ name: "policed", rejectsWhenFull: true });
    expect(gone).toMatchObject({ name: "gone", exists: false, unroutable: 1, rejectsWhenFull: null });
  });

  it("count as unroutable at an exchange what only the tap would take", () => {
    const heap = (routingKey: string, messages: number) => ({
      kind: "exchange" as const,
      name: "orders",
      routingKey,
      messages,
    });
    expect(targetsOf([heap("order.paid", 4), heap("invoice.sent", 3)], topology)).toEqual([
      expect.objectContaining({ name: "orders", messages: 7, queues: ["work"], unroutable: 3 }),
    ]);
  });

  it("say that nothing is known where the broker tells nothing", () => {
    expect(targetsOf([toQueue("work", 1)], null)[0]).toMatchObject({
      exists: null,
      consumers: null,
      unroutable: 0,
    });
  });
});

describe("the route of a message", () => {
  const message = {
    queue: "work.dlq",
    routingKey: Buffer.from("work.dead"),
    originExchange: "orders",
    originKey: "order.paid",
    target: "work",
    edited: false,
  };
  const text = (route: ReturnType<typeof routeOf>) =>
    route && { ...route, routingKey: route.routingKey.toString() };

  it("leads to one queue through our exchange, with the key before its death", () => {
    const expected = { exchange: "sillage.redrive", routingKey: "order.paid", queue: "work" };
    expect(text(routeOf("redrive", { kind: "failed-queue" }, message))).toEqual(expected);
    expect(text(routeOf("redrive", { kind: "queue", queue: "work" }, message))).toEqual(expected);
  });

  it("leads to its own exchange, or to the queue that its key names where that is the default one", () => {
    const origin = { kind: "origin" } as const;
    expect(text(routeOf("redrive", origin, { ...message, target: "orders" }))).toEqual({
      exchange: "orders",
      routingKey: "order.paid",
      queue: null,
    });
    expect(text(routeOf("redrive", origin, { ...message, originExchange: "", originKey: "work" }))).toEqual({
      exchange: "sillage.redrive",
      routingKey: "work",
      queue: "work",
    });
  });

  it("has the key that was chosen or edited", () => {
    const chosen = { kind: "exchange", exchange: "orders", routingKey: "order.again" } as const;
    expect(text(routeOf("redrive", chosen, { ...message, target: "orders" }))).toMatchObject({
      routingKey: "order.again",
    });
    const edited = { ...message, edited: true, routingKey: Buffer.from("order.mended") };
    expect(text(routeOf("redrive", { kind: "failed-queue" }, edited))).toMatchObject({
      routingKey: "order.mended",
    });
  });

  it("of a release leads back into the dead-letter queue, with the key that it has there", () => {
    const release = routeOf("release", { kind: "failed-queue" }, { ...message, target: "work.dlq" });
    expect(text(release)).toEqual({
      exchange: "sillage.redrive",
      routingKey: "work.dead",
      queue: "work.dlq",
    });
  });

  it("is not known where the place is not", () => {
    expect(routeOf("redrive", { kind: "failed-queue" }, { ...message, target: null })).toBeNull();
  });
});
