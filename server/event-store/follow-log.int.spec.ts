import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { createLogger } from "@/server/logger";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { createLogFollower, type LogFollower } from "./follow-log";
import { logHead } from "./sequencer";

let database: TestDatabase;
let pool: pg.Pool;
let follower: LogFollower;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 5);
});

beforeEach(() => {
  const logger = createLogger({ service: "test", level: "error" });
  follower = createLogFollower({ databaseUrl: database.url, pool, logger });
});

afterEach(() => follower.close());

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

function store(count: number): Promise<void> {
  const records = Array.from({ length: count }, () => testRecord({ json: { eventType: "Ticked" } }));
  return storeArrivals(database.url, records);
}

/** Positions that a follower gets until it has seen `until`. */
async function collect(from: number | null, until: number, onTurn?: () => void): Promise<number[]> {
  const abort = new AbortController();
  const positions: number[] = [];
  for await (const turn of follower.follow(from, abort.signal)) {
    positions.push(...turn.rows.map((row) => row.position));
    onTurn?.();
    if (turn.next > until) abort.abort();
  }
  return positions;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe("the follower of the log", () => {
  it("gives every record once and in order, to all who follow, while more are being stored", async () => {
    const from = await logHead(pool);
    const following = [collect(from, from + 1_499), collect(from, from + 1_499), collect(null, from + 1_499)];
    await sleep(200);
    for (let i = 0; i < 30; i++) await store(50);
    const [one, two, live] = await Promise.all(following);
    expect(one).toEqual(range(from, from + 1_500));
    expect(two).toEqual(one);
    expect(live).toEqual(one);
    expect(follower.followers).toBe(0);
  });

  it("goes on where a reader left off, from the store and from memory, without a hole between them", async () => {
    const from = await logHead(pool);
    await store(1_200);
    // Somebody else follows already: what is in memory begins here, and the reader comes from before it.
    const abort = new AbortController();
    const other = (async () => {
      for await (const _ of follower.follow(null, abort.signal));
    })();
    await sleep(200);
    await store(300);
    await sleep(200);
    expect(await collect(from, from + 1_499)).toEqual(range(from, from + 1_500));
    abort.abort();
    await other;
  });

  it("hears of new records within a moment, and goes on after its connection was cut", async () => {
    const from = await logHead(pool);
    const following = collect(from, from);
    await sleep(300);
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sillage listener sillage_log' AND datname = current_database()",
    );
    await admin.end();
    const started = performance.now();
    await store(1);
    expect(await following).toEqual([from]);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it("says how many it left out for a reader that is hopelessly far behind", async () => {
    await store(21_000);
    const head = await logHead(pool);
    const abort = new AbortController();
    const turn = (await follower.follow(0, abort.signal).next()).value!;
    abort.abort();
    expect(turn.next).toBe(head);
    expect(turn.skipped).toBeGreaterThan(20_000);
  });

  it("holds one connection for all, and none when nobody follows", async () => {
    const listening = async () =>
      (
        await pool.query(
          "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'sillage listener sillage_log' AND datname = current_database()",
        )
      ).rows[0].n;
    const aborts = range(0, 20).map(() => new AbortController());
    const followers = aborts.map(async ({ signal }) => {
      for await (const _ of follower.follow(null, signal));
    });
    await sleep(300);
    expect(follower.followers).toBe(20);
    expect(await listening()).toBe(1);
    for (const abort of aborts) abort.abort();
    await Promise.all(followers);
    expect(follower.followers).toBe(0);
    follower.close();
    await sleep(200);
    expect(await listening()).toBe(0);
  });
});
