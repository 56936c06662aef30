import { Parser } from "@asyncapi/parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyName, HOSTILE } from "@/server/diagrams/testing/hostile-names";
import { asyncApiText } from "./asyncapi";
import { eventsMarkdown } from "./events-markdown";
import type { EventFacts, SystemFacts } from "./system-facts";

const event = (type: string, exchange: string, more: Partial<EventFacts> = {}): EventFacts => ({
  vhost: "/",
  exchange,
  type,
  kind: "event",
  count: 3,
  producers: ["shop"],
  routingKeys: ["order.placed"],
  contentTypes: ["application/json"],
  consumers: [{ queue: "mail", services: ["mailer"] }],
  tense: "past",
  schema: {
    source: "learned",
    samples: 3,
    schema: { type: "object", properties: { id: { type: ["null", "string"] } }, required: ["id"] },
  },
  example: '{"id": "7", "total": 12345678901234567890.10}',
  guarantees: {
    durable: true,
    looked: 3,
    persistent: 2,
    identified: 3,
    confirmed: "unseen",
    deadLettered: 1,
    duplicates: 0,
  },
  ...more,
});
const facts = (events: EventFacts[], exchange = "orders"): SystemFacts => ({
  from: "2026-03-01T00:00:00.000Z",
  to: "2026-03-08T00:00:00.000Z",
  exchanges: [
    {
      ...{ vhost: "/", name: exchange, type: "topic", durable: true, autoDelete: false, internal: false },
      coverage: "complete",
    },
  ],
  events,
  leftOutEvents: 0,
  consumersUnknown: null,
  sagas: [{ type: "order.placed", count: 3, flow: "flowchart TB\n" }],
  participants: "flowchart LR\n",
  topology: null,
});

const parser = new Parser();
/** What the official parser finds wrong: errors alone, not advice. */
async function problemsOf(text: string): Promise<string[]> {
  const { diagnostics } = await parser.parse(text);
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ message, path }) => `${path.join(".")}: ${message}`);
}

describe("the system as an AsyncAPI document", () => {
  it("is one that the official parser reads, with channels, messages and operations", async () => {
    const text = asyncApiText(facts([event("order.placed", "orders"), event("order.paid", "orders")]));
    expect(await problemsOf(text)).toEqual([]);
    const { document } = await parser.parse(text);
    expect(document!.version()).toBe("3.0.0");
    expect(
      document!
        .channels()
        .all()
        .map((channel) => channel.address()),
    ).toEqual(["orders"]);
    expect(
      document!
        .messages()
        .all()
        .map((message) => message.name()),
    ).toEqual(["order.placed", "order.paid"]);
    expect(
      document!
        .operations()
        .all()
        .map((it) => it.action()),
    ).toEqual(["receive", "send"]);
    expect(text).toContain("12345678901234567890.10");
  });

  it("is refused by the parser where it is none", async () => {
    const text = asyncApiText(facts([event("order.placed", "orders")])).replace('"send"', '"shout"');
    expect(await problemsOf(text)).not.toEqual([]);
  });

  it("is read whatever the names are", async () => {
    // In one document, for the parser takes its time. PostgreSQL stores no NUL and no half of a pair.
    const stored = (name: string) => Buffer.from(name).toString().replaceAll("\0", "");
    const names = [...new Set([...HOSTILE, ...fc.sample(anyName, { numRuns: 40, seed: 7 })].map(stored))];
    const events = names.map((name, index) => {
      const other = names[(index + 1) % names.length]!;
      return event(name, other, {
        producers: [other],
        consumers: [{ queue: name, services: [other] }],
        routingKeys: [name],
        contentTypes: [other],
        example: JSON.stringify({ [name]: other }),
      });
    });
    const given = facts(events);
    const exchanges = names.map((name) => ({ ...given.exchanges[0]!, name }));
    const text = asyncApiText({ ...given, exchanges });
    expect(await problemsOf(text)).toEqual([]);
    expect(Object.keys(JSON.parse(text).components.messages)).toHaveLength(names.length);
  });
});

describe("what a producer may do to the document", () => {
  it("the names of fields in a body, which may hold a NUL, stay names", () => {
    const properties = { "\u00000\u0000": {}, "\u00007\u0000": {}, ["__proto__"]: { type: "string" } };
    const schema = { source: "learned", samples: 3, schema: { properties } } as const;
    const text = asyncApiText(facts([event("order.placed", "orders", { schema })]));
    const [message] = Object.values<{ payload: object }>(JSON.parse(text).components.messages);
    expect(message!.payload).toEqual({ properties });
  });

  it("a type that is a number is sent by whoever sends it, and by nobody else", () => {
    const events = [event("paid", "orders", { producers: ["till"] }), event("7", "orders")];
    const { operations } = JSON.parse(asyncApiText(facts(events)));
    const sent = Object.values<{ action: string; title: string; messages: { $ref: string }[] }>(operations)
      .filter(({ action }) => action === "send")
      .map(({ title, messages }) => [title, messages.map(({ $ref }) => $ref.split("/").at(-1))]);
    expect(sent).toEqual([
      ["shop", ["7"]],
      ["till", ["paid"]],
    ]);
  });
});

describe("the system as Markdown", () => {
  it("has no line that a name began", () => {
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        const given = facts(
          [event(a, b, { producers: [b], tense: "other", example: JSON.stringify({ [a]: b }) })],
          b,
        );
        const lines = eventsMarkdown(given).split("\n");
        const plain = eventsMarkdown(
          facts([event("x", "y", { producers: ["y"], tense: "other", example: '{"x":"y"}' })], "y"),
        );
        expect(lines.length).toBe(plain.split("\n").length);
        expect(lines.filter((line) => /^\s*```/.test(line))).toHaveLength(plain.match(/^```/gm)!.length);
      }),
    );
  });
});
