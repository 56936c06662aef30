import { gzipSync } from "node:zlib";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/server/access/scope";
import { encodeProperties } from "@/server/broker/testing/encode-properties";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { matchesFilter } from "./match-filter";
import type { MessageFilter } from "./message-filter";
import type { MessageSummary } from "./message-summary";
import { readMessage } from "./read-message";
import type { ArrivalRecord } from "./record";
import { createSearchPool, searchMessages } from "./search-messages";

const START = Date.parse("2026-03-01T10:00:00Z");
const HOSTILE = `'; DROP TABLE messages; -- %_\\ <b>"é"`;

let database: TestDatabase;
let pool: Pool;
let all: MessageSummary[];

beforeAll(async () => {
  database = await createTestDatabase();
  await storeArrivals(database.url, manyRecords(), 250);
  pool = createSearchPool(database.url, 3);
  all = await walk({}, 500);
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

/** 3,000 arrivals over two hours: events of four types, several of them in the same millisecond, some odd ones among them. */
function manyRecords(): ArrivalRecord[] {
  return Array.from({ length: 3_000 }, (_, i) => {
    const receivedAt = START + Math.floor(i / 3) * 7_200;
    if (i % 97 === 0)
      return testRecord({ receivedAt, exchange: "raw", body: Buffer.from([0, 255, i % 256]) });
    const type = ["OrderPlaced", "OrderConfirmed", "PaymentFailed", HOSTILE][i % 50 === 7 ? 3 : i % 3]!;
    return testRecord({
      receivedAt,
      exchange: i % 11 === 0 ? HOSTILE : i % 5 === 0 ? "payments" : "orders",
      routingKey: i % 4 === 0 ? `order.placed.eu-${i % 8}` : "order.confirmed",
      json: {
        eventId: i % 40 === 1 ? "e-0" : `e-${i}`,
        eventType: type,
        aggregateId: String(i % 200),
        aggregateType: "Order",
        eventData: {
          note: i % 500 === 3 ? "Réclamation: colis ABÎMÉ" : "plain",
          filler: i === 2_001 ? `${"x".repeat(9_000)}needle` : "",
        },
        metadata: {
          timestamp: new Date(receivedAt).toISOString(),
          correlationId: `c-${i % 700}`,
          userId: `u-${i % 30}`,
        },
      },
    });
  });
}

/** All pages of a search. */
async function walk(filter: MessageFilter, limit: number): Promise<MessageSummary[]> {
  const rows: MessageSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchMessages(pool, { filter, limit, cursor, counted: "none" });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    if (page.nextCursor !== null && !page.partial) expect(page.rows).toHaveLength(limit);
    rows.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}

const idsOf = (rows: MessageSummary[]) => rows.map((row) => row.id);

describe("a search over all messages", () => {
  it("finds every message once, newest first, also those of the same millisecond", () => {
    expect(all).toHaveLength(3_000);
    expect(new Set(idsOf(all)).size).toBe(3_000);
    const order = all.map((row) => [Number(row.micros), Number(row.id)] as const);
    expect(
      order.every(
        ([time, id], i) =>
          i === 0 || time < order[i - 1]![0] || (time === order[i - 1]![0] && id < order[i - 1]![1]),
      ),
    ).toBe(true);
  });

  const filters: [string, MessageFilter][] = [
    ["exchange", { exchange: "payments" }],
    ["hostile exchange", { exchange: HOSTILE }],
    ["hostile event type", { eventType: HOSTILE }],
    ["event type and exchange", { eventType: "PaymentFailed", exchange: "payments" }],
    ["exact routing key", { routingKey: "order.confirmed" }],
    ["routing pattern", { routingKey: "order.*.eu-4" }],
    ["routing pattern after a word", { routingKey: "order.#" }],
    ["routing pattern after the beginning of a word", { routingKey: "ord.#" }],
    ["routing pattern that spans", { routingKey: "#.eu-0" }],
    ["routing pattern with signs of a regular expression", { routingKey: "(.+.*" }],
    ["kind", { kind: "event" }],
    ["producer", { producer: "nobody" }],
    ["aggregate", { aggregateType: "Order", aggregateId: "17" }],
    ["aggregate id alone", { aggregateId: "17" }],
    ["aggregate type alone", { aggregateType: "Order" }],
    ["stream", { streamId: "Order-3" }],
    ["correlation", { correlationId: "c-5" }],
    ["event id of many arrivals", { eventId: "e-0" }],
    ["an id that nobody has", { eventId: "e-none" }],
    ["user", { userId: "u-7" }],
    ["reading", { reading: "unreadable" }],
    ["arrival", { arrival: "published" }],
    ["clash", { reading: "clash" }],
    ["with an anomaly", { anomaly: true }],
    ["without an anomaly", { anomaly: false, exchange: "raw" }],
    ["virtual host", { vhost: "elsewhere" }],
    ["correlation and type", { correlationId: "c-5", eventType: "OrderPlaced" }],
    ["range", { from: new Date(START + 600_000), to: new Date(START + 1_234_567) }],
    ["range and type", { from: new Date(START + 600_000), eventType: "OrderPlaced" }],
  ];

  it.each(filters)("by %s finds what the same filter keeps of all messages", async (_, filter) => {
    const expected = all.filter((row) => matchesFilter(filter, row));
    expect(idsOf(await walk(filter, 37))).toEqual(idsOf(expected));
    const first = await searchMessages(pool, { filter, limit: 10, counted: "full" });
    expect(first.count).toEqual({ value: expected.length, exact: true });
  });

  const scopes: [string, Scope][] = [
    ["one exchange", [{ vhost: null, exchanges: "payments" }]],
    ["exchanges", [HOSTILE, "raw", "nobody"].map((exchanges) => ({ vhost: null, exchanges }))],
    ["an exchange of one virtual host", [{ vhost: "/", exchanges: "orders" }]],
    ["an exchange of another virtual host", [{ vhost: "elsewhere", exchanges: "orders" }]],
    ["a pattern", [{ vhost: "/", exchanges: "*a*" }]],
    ["a virtual host", [{ vhost: "/", exchanges: null }]],
    ["nothing", []],
  ];

  it.each(scopes)("within %s finds what lies in it, by any filter", async (_, scope) => {
    for (const [by, fields] of [["none", {}] as const, ...filters]) {
      const filter = { ...fields, scope };
      const expected = all.filter((row) => matchesFilter(filter, row));
      expect(idsOf(await walk(filter, 500)), by).toEqual(idsOf(expected));
      const first = await searchMessages(pool, { filter, limit: 10, counted: "full" });
      expect(first.count, by).toEqual({ value: expected.length, exact: true });
    }
  });

  it("within a scope pages like any other", async () => {
    for (const [, scope] of scopes.slice(0, 2)) {
      const expected = all.filter((row) => matchesFilter({ scope }, row));
      expect(idsOf(await walk({ scope }, 37))).toEqual(idsOf(expected));
    }
  });

  it("goes on after a cursor while new messages arrive before it", async () => {
    const first = await searchMessages(pool, { filter: { exchange: "orders" }, limit: 5, counted: "none" });
    const second = await searchMessages(pool, {
      filter: { exchange: "orders" },
      limit: 5,
      cursor: first.nextCursor!,
      counted: "none",
    });
    const expected = all.filter((row) => row.exchange === "orders").slice(0, 10);
    expect(idsOf([...first.rows, ...second.rows])).toEqual(idsOf(expected));
  });

  it("refuses a cursor that it did not give out", async () => {
    await expect(
      searchMessages(pool, { filter: {}, limit: 5, cursor: "nonsense", counted: "none" }),
    ).rejects.toMatchObject({
      code: "INVALID_INPUT",
      details: { fields: { cursor: expect.any(String) } },
    });
  });
});

describe("free text", () => {
  it("is found in any case, with accents, in bodies that the store has compressed, and together with other filters", async () => {
    expect(await walk({ q: "réclamation: COLIS abîmé" }, 100)).toHaveLength(6);
    expect(await walk({ q: "xneedle" }, 100)).toHaveLength(1);
    expect(await walk({ q: "RE\u0301CLAMATION", eventType: "OrderPlaced" }, 100)).toHaveLength(
      all.filter((row) => row.eventType === "OrderPlaced" && Number(row.eventId?.slice(2)) % 500 === 3)
        .length,
    );
    expect(await walk({ q: "%" }, 100)).toHaveLength(all.filter((row) => row.eventType === HOSTILE).length);
  });

  it("is found in headers and in bodies that their producer has compressed", async () => {
    const other = await createTestDatabase();
    const zipped = gzipSync(JSON.stringify({ eventType: "Zipped", secret: "treasure" }));
    await storeArrivals(other.url, [
      testRecord({
        body: zipped,
        rawProperties: encodeProperties({ contentEncoding: "gzip" }),
        properties: { contentEncoding: "gzip" },
      }),
      testRecord({ headers: { "x-tenant": "Treasure Island" }, json: { eventType: "Sailed" } }),
      testRecord({ json: { eventType: "Other" } }),
    ]);
    const searching = createSearchPool(other.url, 2);
    const answer = await searchMessages(searching, { filter: { q: "TREASURE" }, limit: 10, counted: "full" });
    await searching.end();
    await other.drop();
    expect(answer.rows.map((row) => row.eventType).sort()).toEqual(["Sailed", "Zipped"]);
    expect(answer.count).toEqual({ value: 2, exact: true });
  });
});

describe("a message by its record id", () => {
  it("is found without its time, with its body as it came", async () => {
    const row = all.find((it) => it.exchange === "raw")!;
    const message = await readMessage(pool, row.id, "everything");
    expect(message).toMatchObject({ id: row.id, exchange: "raw", position: expect.any(Number) });
    expect(message!.body?.subarray(0, 2)).toEqual(Buffer.from([0, 255]));
  });

  it("is null outside of the scope, as if there were none", async () => {
    const row = all.find((it) => it.exchange === "raw")!;
    expect(await readMessage(pool, row.id, [{ vhost: null, exchanges: "orders" }])).toBeNull();
    expect(await readMessage(pool, row.id, [{ vhost: "/", exchanges: "ra*" }])).not.toBeNull();
  });

  it("is null where there is none", async () => {
    expect(await readMessage(pool, "1", "everything")).toBeNull();
    expect(await readMessage(pool, "999999999999", "everything")).toBeNull();
  });
});
