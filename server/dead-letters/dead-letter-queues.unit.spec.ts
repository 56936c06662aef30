import { describe, expect, it } from "vitest";
import type { BindingInfo } from "@/server/broker/management";
import { deadLetterQueuesReached, delayQueues, findDeadLetterQueues } from "./dead-letter-queues";

const queue = (
  name: string,
  args: Record<string, unknown> = {},
  policyDefinition: Record<string, unknown> = {},
) => ({ name, arguments: args, policyDefinition });
const bound = (
  source: string,
  destination: string,
  routingKey = "",
  destinationType: "queue" | "exchange" = "queue",
): BindingInfo => ({ source, destination, destinationType, routingKey, arguments: {} });
type Queues = ReturnType<typeof queue>[];
const look = (queues: Queues, bindings: BindingInfo[] = [], types: Record<string, string> = {}) => {
  const names = new Set(
    bindings.flatMap(({ source, destination, destinationType }) =>
      destinationType === "exchange" ? [source, destination] : [source],
    ),
  );
  return { queues, bindings, exchanges: [...names].map((name) => ({ name, type: types[name] ?? "fanout" })) };
};
const namesOf = (...args: Parameters<typeof look>) =>
  findDeadLetterQueues(look(...args)).map(({ name }) => name);

describe("dead-letter queues", () => {
  it("are those that dead letters are routed to, by argument or by policy, also through another exchange", () => {
    const queues = [
      queue("orders", { "x-dead-letter-exchange": "dlx" }),
      queue("payments", {}, { "dead-letter-exchange": "dlx2" }),
      queue("orders.end"),
      queue("payments.end"),
      queue("other"),
    ];
    const bindings = [
      bound("dlx", "orders.end"),
      bound("dlx2", "parking", "", "exchange"),
      bound("parking", "payments.end"),
      bound("topic", "other"),
    ];
    expect(findDeadLetterQueues(look(queues, bindings))).toEqual([
      {
        name: "orders.end",
        foundBy: ["argument"],
        sources: [{ queue: "orders", exchange: "dlx", routingKey: null, setBy: "argument" }],
        feeders: ["dlx"],
        countableOnly: false,
        unholdable: null,
      },
      {
        name: "payments.end",
        foundBy: ["policy"],
        sources: [{ queue: "payments", exchange: "dlx2", routingKey: null, setBy: "policy" }],
        feeders: ["dlx2", "parking"],
        countableOnly: false,
        unholdable: null,
      },
    ]);
  });

  it("can only be counted where the default exchange alone takes the dead letters", () => {
    const args = { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.end" };
    expect(findDeadLetterQueues(look([queue("orders", args), queue("orders.end")]))).toMatchObject([
      { name: "orders.end", countableOnly: true, sources: [{ queue: "orders", exchange: "" }] },
    ]);
  });

  it("each take what their key says, where all queues share one exchange", () => {
    const dead = (key: string) => ({ "x-dead-letter-exchange": "dlx", "x-dead-letter-routing-key": key });
    const queues = [queue("a", dead("a")), queue("b", dead("b.1")), queue("a.end"), queue("b.end")];
    for (const type of ["direct", "topic"]) {
      const bindings = [bound("dlx", "a.end", "a"), bound("dlx", "b.end", type === "topic" ? "b.*" : "b.1")];
      const sources = findDeadLetterQueues(look(queues, bindings, { dlx: type })).map((found) => [
        found.name,
        found.sources.map((source) => source.queue),
      ]);
      expect(sources).toEqual([
        ["a.end", ["a"]],
        ["b.end", ["b"]],
      ]);
    }
  });

  it.each([
    "orders.dlq",
    "orders-DLQ",
    "order_error",
    "order_skipped",
    "error",
    "dead-letters",
    "deadletters",
    "x.dlx",
  ])("are known by a name like %s", (name) => expect(namesOf([queue(name)])).toEqual([name]));

  it.each(["deadline-service", "errors-api", "dlqueue", "sillage.dead", "terror"])(
    "are not known by a name like %s",
    (name) => expect(namesOf([queue(name)])).toEqual([]),
  );

  it("stay known when the queue that sent their dead letters is deleted", () => {
    const found = findDeadLetterQueues(look([queue("end")], [bound("dlx", "end")]), new Set(["end"]));
    expect(found).toMatchObject([{ name: "end", foundBy: ["x-death"], sources: [] }]);
  });

  it("are neither delay queues, nor the queues to which those send a retry", () => {
    const queues = [
      queue("orders", { "x-dead-letter-exchange": "retry" }),
      queue("orders.wait", { "x-message-ttl": 5_000, "x-dead-letter-exchange": "shop" }),
    ];
    expect(namesOf(queues, [bound("retry", "orders.wait"), bound("shop", "orders")])).toEqual([]);
    expect([...delayQueues(queues)]).toEqual(["orders.wait"]);
  });

  it("do not loop where exchanges are bound in a circle", () => {
    const queues = [queue("orders", { "x-dead-letter-exchange": "a" }), queue("end")];
    const circle = [bound("a", "b", "", "exchange"), bound("b", "a", "", "exchange"), bound("b", "end")];
    expect(namesOf(queues, circle)).toEqual(["end"]);
  });

  it("cannot be held where taking a message is not what it seems", () => {
    const whyNot = (more: object) =>
      findDeadLetterQueues({ ...look([]), queues: [{ ...queue("a.dlq"), ...more }] })[0]!.unholdable;
    expect(whyNot({ type: "stream" })).toContain("stream");
    expect(whyNot({ autoDelete: true })).toContain("deletes");
    expect(whyNot({ exclusive: true })).toContain("one connection");
    expect(whyNot({ type: "quorum" })).toBeNull();
  });

  it("get what their bindings say of a dead letter", () => {
    const topology = look([], [bound("dlx", "a.dlq", "a.#"), bound("dlx", "b.dlq", "b.#")], { dlx: "topic" });
    expect([...deadLetterQueuesReached(topology, "dlx", ["a.1"])]).toEqual(["a.dlq"]);
    expect([...deadLetterQueuesReached(topology, "dlx", ["a.1", "b"])]).toEqual(["a.dlq", "b.dlq"]);
    expect([...deadLetterQueuesReached(topology, "dlx", ["c"])]).toEqual([]);
  });
});
