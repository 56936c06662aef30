import { describe, expect, it } from "vitest";
import type { BindingInfo, QueueDepth } from "@/server/broker/management";
import { deadLetterQueues } from "./dead-letter-queues";

const queue = (
  name: string,
  args: Record<string, unknown> = {},
  policy: Record<string, unknown> = {},
): QueueDepth => ({
  name,
  arguments: args,
  policyDefinition: policy,
  messages: 1,
});
const bound = (
  source: string,
  destination: string,
  destinationType: "queue" | "exchange" = "queue",
): BindingInfo => ({
  source,
  destination,
  destinationType,
  routingKey: "",
  arguments: {},
});
const namesOf = (queues: QueueDepth[], bindings: BindingInfo[]) =>
  deadLetterQueues(queues, bindings).map((found) => found.name);

describe("dead-letter queues", () => {
  it("are those that dead letters are routed to, by argument or by policy, also through another exchange", () => {
    const queues = [
      queue("orders", { "x-dead-letter-exchange": "dlx" }),
      queue("payments", {}, { "dead-letter-exchange": "dlx2" }),
      queue("orders.dead"),
      queue("payments.dead"),
      queue("other"),
    ];
    const bindings = [
      bound("dlx", "orders.dead"),
      bound("dlx2", "parking", "exchange"),
      bound("parking", "payments.dead"),
    ];
    expect(namesOf(queues, [...bindings, bound("topic", "other")])).toEqual(["orders.dead", "payments.dead"]);
  });

  it("are found by their name where the default exchange takes the dead letters", () => {
    const args = { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.dead" };
    expect(namesOf([queue("orders", args), queue("orders.dead")], [])).toEqual(["orders.dead"]);
  });

  it("are neither delay queues, nor the queues to which those send a retry", () => {
    const queues = [
      queue("orders", { "x-dead-letter-exchange": "retry" }),
      queue("orders.wait", { "x-message-ttl": 5_000, "x-dead-letter-exchange": "shop" }),
    ];
    expect(namesOf(queues, [bound("retry", "orders.wait"), bound("shop", "orders")])).toEqual([]);
  });

  it("do not loop where exchanges are bound in a circle", () => {
    const queues = [queue("orders", { "x-dead-letter-exchange": "a" }), queue("dead")];
    expect(
      namesOf(queues, [bound("a", "b", "exchange"), bound("b", "a", "exchange"), bound("b", "dead")]),
    ).toEqual(["dead"]);
  });
});
