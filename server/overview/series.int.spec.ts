import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/server/access/scope";
import { matchesFilter } from "@/server/event-store/match-filter";
import type { MessageFilter } from "@/server/event-store/message-filter";
import type { MessageSummary } from "@/server/event-store/message-summary";
import { countRaw } from "@/server/event-store/raw-series";
import { createSearchPool, searchMessages } from "@/server/event-store/search-messages";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import type { SeriesOutput } from "./overview-schemas";
import { readSeries, readTotals } from "./series-queries";

const START = Date.parse("2026-03-01T09:58:13.250Z");
const SPAN = 3 * 3_600_000;
/** In the middle of the traffic: the last bucket of an open range is not finished then. */
const NOW = new Date(START + SPAN);
const EXCHANGES = ["orders", "payments", "", "a'; --", "é\u202E", "x1", "x2", "x3", "x4"];
const TYPES = ["OrderPlaced", "PaymentFailed", "Shipped"];

let database: TestDatabase;
let pool: Pool;
let all: MessageSummary[];

const arrival = fc.record({
  at: fc.integer({ min: 0, max: SPAN - 1 }),
  exchange: fc
    .integer({ min: 0, max: EXCHANGES.length ** 2 - 1 })
    .map((n) => EXCHANGES[Math.floor(Math.sqrt(n))]!),
  type: fc.constantFrom(...TYPES, null),
  user: fc.integer({ min: 0, max: 5 }),
  duplicate: fc.nat(40).map((n) => n === 0),
});

beforeAll(async () => {
  database = await createTestDatabase();
  const arrivals = fc.sample(arrival, { numRuns: 2_500, seed: 7 });
  const records = arrivals.map(({ at, exchange, type, user, duplicate }, i) =>
    testRecord({
      receivedAt: START + at,
      vhost: i % 4 === 0 ? "shop" : "/",
      exchange,
      ...(type === null
        ? { body: Buffer.from([0, 255]) }
        : {
            json: {
              eventId: duplicate ? "same" : `e-${i}`,
              eventType: type,
              aggregateId: String(i % 50),
              aggregateType: "Order",
              eventData: { note: i % 10 === 0 ? "needle" : "hay" },
              metadata: {
                timestamp: new Date(START).toISOString(),
                userId: `u-${user}`,
                correlationId: `c-${i % 99}`,
              },
            },
          }),
    }),
  );
  await storeArrivals(database.url, records, 500);
  pool = createSearchPool(database.url, 4);
  all = [];
  for (let cursor: string | undefined; ; ) {
    const page = await searchMessages(pool, { filter: {}, limit: 500, cursor, counted: "none" });
    all.push(...page.rows);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(all).toHaveLength(2_500);
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

/** Counts the messages one by one, bucket by bucket and exchange by exchange. */
function expectExact(series: SeriesOutput, expected: readonly MessageSummary[]): void {
  const first = Date.parse(series.first);
  const named = new Map(
    series.stacks.map((stack) => [stack.name, new Array<number>(series.buckets).fill(0)]),
  );
  const others = new Array<number>(series.buckets).fill(0);
  for (const row of expected) {
    const index = Math.floor((row.receivedAt.getTime() - first) / series.stepMs);
    (named.get(row.exchange) ?? others)[index]! += 1;
  }
  expect(series.total).toBe(expected.length);
  for (const stack of series.stacks) expect(stack.counts).toEqual(named.get(stack.name));
  if (series.others) expect(series.others.counts).toEqual(others);
  else expect(others.every((count) => count === 0)).toBe(true);
  expect(series.completeFrom).toBeNull();
}

const range = fc
  .tuple(
    fc.integer({ min: -600_000, max: SPAN }),
    fc.integer({ min: 1, max: SPAN }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([from, length, openFrom, openTo]) => ({
    ...(openFrom ? {} : { from: new Date(START + from) }),
    ...(openTo ? {} : { to: new Date(START + from + length) }),
  }));

const rollupFilter = fc.record(
  {
    exchange: fc.constantFrom(...EXCHANGES, "nobody"),
    eventType: fc.constantFrom(...TYPES),
    kind: fc.constantFrom("event" as const, "command" as const),
    reading: fc.constantFrom("event" as const, "duplicate" as const, "unreadable" as const),
    arrival: fc.constantFrom("published" as const),
    vhost: fc.constantFrom("/", "shop"),
  },
  { requiredKeys: [] },
);

const rawFilter = fc.oneof(
  fc.record({ userId: fc.constantFrom("u-0", "u-3") }),
  fc.record({ correlationId: fc.constantFrom("c-5", "nobody") }),
  fc.record({ eventId: fc.constant("same") }),
  fc.record({ aggregateId: fc.constant("7"), exchange: fc.constantFrom(...EXCHANGES) }),
  fc.record({ anomaly: fc.boolean(), eventType: fc.constantFrom(...TYPES) }),
  fc.record({ routingKey: fc.constantFrom("order.*", "#", "none") }),
);

const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant("everything" as const),
  fc.array(
    fc.record({
      vhost: fc.constantFrom(null, "/", "shop"),
      exchanges: fc.constantFrom(null, ...EXCHANGES, "x*", "*s", "nobody"),
    }),
    { maxLength: 3 },
  ),
);

const kept = (filter: MessageFilter) => all.filter((row) => matchesFilter(filter, row));

describe("traffic over time", () => {
  it("equals the raw counts in every bucket, whatever the range and the filter, the unfinished one too", async () => {
    await fc.assert(
      fc.asyncProperty(range, fc.oneof(rollupFilter, rawFilter), scope, async (bounds, fields, within) => {
        const filter: MessageFilter = { ...fields, ...bounds };
        expectExact(await readSeries(pool, within, filter, NOW), kept({ ...filter, scope: within }));
      }),
      { numRuns: 200 },
    );
  });

  it("agrees with the count of the list", async () => {
    await fc.assert(
      fc.asyncProperty(range, fc.oneof(rollupFilter, rawFilter), scope, async (bounds, fields, within) => {
        const filter: MessageFilter = { ...fields, ...bounds, scope: within };
        const { count } = await searchMessages(pool, { filter, limit: 10, counted: "full" });
        const { total } = await readSeries(pool, within, filter, NOW);
        expect(count).toEqual({ value: total, exact: true });
      }),
      { numRuns: 60 },
    );
  });

  it("counts free text as the search finds it", async () => {
    const filter = { q: "NEEDLE", from: new Date(START) };
    const found = await searchMessages(pool, { filter, limit: 500, counted: "none" });
    expect(found.rows.length).toBeGreaterThan(100);
    expectExact(await readSeries(pool, "everything", filter, NOW), found.rows);
  });

  it("says from when on a bucket is not finished, and nothing of the kind of the past", async () => {
    const open = await readSeries(pool, "everything", { from: new Date(START) }, NOW);
    expect(open.finishedTo).toBe(new Date(NOW.getTime() - 2_000).toISOString());
    const past = { from: new Date(START), to: new Date(START + 3_600_000) };
    expect((await readSeries(pool, "everything", past, NOW)).finishedTo).toBeNull();
  });

  it("shows what a worker stored whose clock goes ahead", async () => {
    expectExact(await readSeries(pool, "everything", {}, new Date(START + 600_000)), all);
  });

  it("says how far it came when the work is at its limit, and what it has counted is right", async () => {
    const filter = { userId: "u-3", from: new Date(START), to: NOW };
    const counted = await countRaw(pool, filter, 60_000, undefined, 0);
    expect(counted).toEqual({ cells: [], completeFrom: NOW });
    const some = await countRaw(pool, filter, 60_000, undefined, 8);
    const from = some.completeFrom ?? filter.from;
    const total = some.cells.reduce((sum, cell) => sum + cell.count, 0);
    expect(total).toBe(kept({ ...filter, from }).length);
  });

  it("is an empty chart of the last hour where nothing was ever stored", async () => {
    const empty = await createTestDatabase();
    const other = createSearchPool(empty.url, 2);
    const series = await readSeries(other, "everything", {}, NOW);
    await other.end();
    await empty.drop();
    expect(series).toMatchObject({ total: 0, stacks: [], others: null });
    expect(Date.parse(series.to) - Date.parse(series.from)).toBe(3_600_000);
  });
});

describe("totals of a range", () => {
  it("equal the raw counts, by event type and by exchange, the most frequent first", async () => {
    await fc.assert(
      fc.asyncProperty(range, scope, async (bounds, within) => {
        const rows = kept({ ...bounds, scope: within });
        const totals = await readTotals(pool, within, bounds);
        expect(totals.messages).toBe(rows.length);
        for (const { name, count } of totals.eventTypes) {
          expect(count).toBe(rows.filter((row) => row.eventType === name).length);
        }
        for (const { name, count } of totals.exchanges) {
          expect(count).toBe(rows.filter((row) => row.exchange === name).length);
        }
        for (const { name, count } of totals.readings) {
          expect(count).toBe(rows.filter((row) => row.reading === name).length);
        }
        const counts = totals.exchanges.map((it) => it.count);
        expect(counts).toEqual([...counts].sort((a, b) => b - a));
      }),
      { numRuns: 40 },
    );
  });
});
