import { describe, expect, it } from "vitest";
import { queuesWithin } from "./within-scope";

const queue = (name: string, args: Record<string, unknown> = {}, policyDefinition = {}) => ({
  name,
  arguments: args,
  policyDefinition,
});
const bound = (source: string, destination: string, destinationType: "queue" | "exchange" = "queue") => ({
  source,
  destination,
  destinationType,
  routingKey: "",
  arguments: {},
});
const QUEUES = [
  queue("billing", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "billing.dead" }),
  queue("billing.dead"),
  queue("shipping", {}, { "dead-letter-exchange": "dlx" }),
  queue("shipping.dead"),
  queue("both"),
  queue("lonely"),
];
const BINDINGS = [
  bound("orders", "billing"),
  bound("orders", "both"),
  bound("parcels", "both"),
  bound("parcels", "shipping"),
  bound("dlx", "shipping.dead"),
  bound("orders", "hidden", "exchange"),
  bound("hidden", "lonely"),
];
const within = (...exchanges: (string | null)[]) =>
  [
    ...queuesWithin(
      exchanges.map((it) => ({ vhost: "/", exchanges: it })),
      "/",
      QUEUES,
      BINDINGS,
    ),
  ].sort();

describe("the queues of a scope", () => {
  it("are those bound to an exchange in it, others' bindings or not, and where their dead messages go by name", () => {
    expect(within("orders")).toEqual(["billing", "billing.dead", "both"]);
  });

  it("leave out what only exchanges outside of it lead to, also on the way through one of them", () => {
    expect(within("parcels")).toEqual(["both", "shipping"]);
    expect(within("dlx")).toEqual(["shipping.dead"]);
  });

  it("are all with the default exchange, which leads to every queue", () => {
    expect(within("")).toEqual(QUEUES.map(({ name }) => name).sort());
    expect(within(null)).toEqual(QUEUES.map(({ name }) => name).sort());
  });

  it("are none where the scope speaks of another virtual host", () => {
    expect([...queuesWithin([{ vhost: "shop", exchanges: null }], "/", QUEUES, BINDINGS)]).toEqual([]);
  });
});
