import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldEntry } from "@/server/broker/field-table";
import type { BindingInfo } from "@/server/broker/management";
import { findRoute, type RouteTopology } from "./find-route";
import { matchHeaders } from "./match-binding";

const exchange = (
  name: string,
  type: string,
  args: Record<string, unknown> = {},
  policy: string | null = null,
) => ({
  name,
  type,
  arguments: args,
  policy,
});
const bind = (
  source: string,
  destination: string,
  routingKey = "",
  args: Record<string, unknown> = {},
  destinationType: "queue" | "exchange" = "queue",
): BindingInfo => ({ source, destination, destinationType, routingKey, arguments: args });
const toExchange = (source: string, destination: string, routingKey = "") =>
  bind(source, destination, routingKey, {}, "exchange");
const topology = (parts: Partial<RouteTopology>): RouteTopology => ({
  exchanges: [],
  bindings: [],
  queues: [],
  policies: [],
  ...parts,
});
const text = (name: string, value: string): FieldEntry => ({ name, value: { type: "text", value } });
const number = (name: string, value: number): FieldEntry => ({ name, value: { type: "int32", value } });

const send = (
  parts: Partial<RouteTopology>,
  to: string,
  key = "",
  headers: FieldEntry[] = [],
  cc: string[] = [],
) => findRoute(topology(parts), to, { routingKeys: [key, ...cc], headers });
const queuesOf = (...args: Parameters<typeof send>) =>
  send(...args)
    .queues.map(({ name, certainty }) => (certainty === "yes" ? name : `${name}?`))
    .sort();

describe("a direct exchange", () => {
  const direct = {
    exchanges: [exchange("x", "direct")],
    bindings: [bind("x", "a", "k"), bind("x", "b", "k.#")],
  };
  it("takes equal keys alone: wildcards mean nothing to it", () => {
    expect(queuesOf(direct, "x", "k")).toEqual(["a"]);
    expect(queuesOf(direct, "x", "k.1")).toEqual([]);
    expect(queuesOf(direct, "x", "k.#")).toEqual(["b"]);
  });
  it("takes the keys of a CC header as well", () => {
    expect(queuesOf(direct, "x", "none", [], ["k"])).toEqual(["a"]);
  });
  it("counts the bindings that do not take it", () => {
    expect(send(direct, "x", "k").hops[0]!.others).toBe(1);
  });
});

describe("a topic exchange", () => {
  const topic = {
    exchanges: [exchange("x", "topic")],
    bindings: [bind("x", "all", "#"), bind("x", "one", "*.created"), bind("x", "deep", "order.#")],
  };
  it.each([
    ["order.created", ["all", "deep", "one"]],
    ["order", ["all", "deep"]],
    ["order.line.created", ["all", "deep"]],
    ["", ["all"]],
  ])("takes %j to %j", (key, queues) => expect(queuesOf(topic, "x", key)).toEqual(queues));
});

describe("a fanout exchange", () => {
  it("takes everything to everybody", () => {
    const bindings = [bind("x", "a", "k"), bind("x", "b")];
    expect(queuesOf({ exchanges: [exchange("x", "fanout")], bindings }, "x", "other")).toEqual(["a", "b"]);
  });
});

describe("a headers exchange", () => {
  it.each([
    ["all of them", { a: "1", b: "2" }, [text("a", "1"), text("b", "2")], "yes"],
    ["not all of them", { a: "1", b: "2" }, [text("a", "1")], "no"],
    ["any of them", { "x-match": "any", a: "1", b: "2" }, [text("b", "2")], "yes"],
    ["none of any", { "x-match": "any", a: "1" }, [text("b", "1")], "no"],
    ["no argument, all", {}, [], "yes"],
    ["no argument, any", { "x-match": "any" }, [text("a", "1")], "no"],
    ["a name alone", { a: null }, [text("a", "whatever")], "yes"],
    ["x- names, left out", { a: "1", "x-b": "2" }, [text("a", "1")], "yes"],
    ["x- names, asked for", { "x-match": "all-with-x", a: "1", "x-b": "2" }, [text("a", "1")], "no"],
    ["any x- name", { "x-match": "any-with-x", "x-b": "2" }, [text("x-b", "2")], "yes"],
    ["a number", { a: 1 }, [number("a", 1)], "yes"],
    ["a number against text", { a: 1 }, [text("a", "1")], "no"],
    ["a table, which JSON cannot tell", { a: { b: 1 } }, [text("a", "1")], "maybe"],
    ["a table beside a mismatch", { a: { b: 1 }, c: "1" }, [text("a", "1"), text("c", "2")], "no"],
  ] as const)("%s", (_name, args, headers, match) => expect(matchHeaders(args, headers)).toBe(match));

  it("all implies any, where there is something to ask for", () => {
    const names = fc.constantFrom("a", "b", "c", "x-d");
    const values = fc.constantFrom("1", "2");
    fc.assert(
      fc.property(
        fc.dictionary(names, values, { minKeys: 1 }),
        fc.dictionary(names, values),
        fc.boolean(),
        (wanted, given, withX) => {
          const headers = Object.entries(given).map(([name, value]) => text(name, value));
          const asked = Object.keys(wanted).filter((name) => withX || !name.startsWith("x-"));
          const how = (mode: string) =>
            matchHeaders({ ...wanted, "x-match": withX ? `${mode}-with-x` : mode }, headers);
          const hits = asked.filter((name) => given[name] === wanted[name]);
          expect(how("all")).toBe(hits.length === asked.length ? "yes" : "no");
          expect(how("any")).toBe(hits.length > 0 ? "yes" : "no");
        },
      ),
    );
  });
});

describe("the default exchange", () => {
  it("takes a message to the queue of that name, and to nothing else", () => {
    const queues = [{ name: "jobs" }, { name: "mails" }];
    expect(queuesOf({ queues }, "", "jobs")).toEqual(["jobs"]);
    expect(queuesOf({ queues }, "", "none")).toEqual([]);
  });
});

describe("an alternate exchange", () => {
  const withAlternate = {
    exchanges: [exchange("x", "direct", { "alternate-exchange": "lost" }), exchange("lost", "fanout")],
    bindings: [bind("x", "a", "k"), bind("lost", "rest")],
  };
  it("gets what no binding takes, and only that", () => {
    expect(queuesOf(withAlternate, "x", "k")).toEqual(["a"]);
    expect(queuesOf(withAlternate, "x", "other")).toEqual(["rest"]);
    expect(send(withAlternate, "x", "other").hops[1]).toMatchObject({ via: "alternate", from: "x" });
  });
  it("is not asked when a binding to another exchange took it, wherever that one leads", () => {
    const bindings = [...withAlternate.bindings, toExchange("x", "empty", "e")];
    const exchanges = [...withAlternate.exchanges, exchange("empty", "direct")];
    expect(queuesOf({ exchanges, bindings }, "x", "e")).toEqual([]);
  });
  it("of a policy counts where the exchange names none of its own", () => {
    const exchanges = [exchange("x", "direct", {}, "p"), exchange("lost", "fanout")];
    const policies = [{ name: "p", definition: { "alternate-exchange": "lost" } }];
    const { bindings } = withAlternate;
    expect(queuesOf({ exchanges, bindings, policies }, "x", "other")).toEqual(["rest"]);
    expect(send({ exchanges, bindings, policies: null }, "x", "other").hops[0]!.problem).toBe(
      "alternate_not_known",
    );
  });
  it("may get what a binding takes that cannot be judged", () => {
    const exchanges = [
      exchange("x", "headers", { "alternate-exchange": "lost" }),
      exchange("lost", "fanout"),
    ];
    const bindings = [bind("x", "a", "", { h: [1] }), bind("lost", "rest")];
    expect(queuesOf({ exchanges, bindings }, "x", "", [number("h", 1)])).toEqual(["a?", "rest?"]);
  });
});

describe("exchanges bound to exchanges", () => {
  it("are walked through once, also in a circle, and a queue gets one copy", () => {
    const exchanges = [exchange("x", "topic"), exchange("y", "fanout"), exchange("z", "fanout")];
    const bindings = [
      toExchange("x", "y", "#"),
      toExchange("y", "z"),
      toExchange("z", "x"),
      bind("x", "q", "#"),
      bind("z", "q"),
    ];
    const route = send({ exchanges, bindings }, "x", "k");
    expect(route.hops.map((hop) => hop.exchange)).toEqual(["x", "y", "z"]);
    expect(route.queues).toEqual([{ name: "q", certainty: "yes" }]);
  });
  it("that are sure on one way and not on another are sure", () => {
    const exchanges = [
      exchange("x", "fanout"),
      exchange("hash", "x-consistent-hash"),
      exchange("y", "fanout"),
    ];
    const bindings = [
      toExchange("x", "hash"),
      toExchange("hash", "y", "1"),
      toExchange("x", "y"),
      bind("y", "q"),
    ];
    expect(queuesOf({ exchanges, bindings }, "x")).toEqual(["q"]);
  });
});

describe("what cannot be said", () => {
  it("is said so: a plugin's type, an exchange that is gone", () => {
    const exchanges = [exchange("x", "x-consistent-hash")];
    const bindings = [bind("x", "a", "1"), bind("x", "b", "1")];
    expect(queuesOf({ exchanges, bindings }, "x", "k")).toEqual(["a?", "b?"]);
    expect(send({ exchanges, bindings }, "x", "k").hops[0]!.problem).toBe("type_not_known");
    expect(send({}, "gone", "k").hops).toMatchObject([{ problem: "gone", bindings: [] }]);
  });
});
