import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { loadHistory } from "./load-history";

const now = new Date(Date.UTC(2026, 10, 21, 12));
let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "spec", 3);
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

async function messages(vhost: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>("SELECT count(*) FROM messages WHERE vhost = $1", [
    vhost,
  ]);
  return Number(rows[0]!.count);
}

describe("the history of a store", () => {
  it("is loaded once", async () => {
    const loaded = await loadHistory({ pool, vhost: "/", now });
    expect(loaded).toBeGreaterThan(18_000);
    expect(await messages("/")).toBe(loaded);
    expect(await loadHistory({ pool, vhost: "/", now: new Date() })).toBe(0);
    expect(await messages("/")).toBe(loaded);
  });

  it("lies in the partitions of its days, with dead letters and duplicates told apart", async () => {
    const { rows } = await pool.query<{ arrival: string; reading: string; count: string }>(
      "SELECT arrival, reading, count(*) FROM messages WHERE vhost = '/' GROUP BY 1, 2",
    );
    const count = (arrival: string, reading: string) =>
      Number(rows.find((row) => row.arrival === arrival && row.reading === reading)?.count ?? 0);
    expect(count("published", "event")).toBeGreaterThan(17_000);
    expect(count("published", "duplicate")).toBeGreaterThan(50);
    expect(count("dead_lettered", "duplicate")).toBeGreaterThan(50);
    expect(count("published", "clash")).toBe(0);
    const stray = await pool.query("SELECT 1 FROM messages_default LIMIT 1");
    expect(stray.rowCount).toBe(0);
  });

  it("goes on where an interrupted load ended, and stores nothing twice", async () => {
    const stop = new AbortController();
    const part = loadHistory({ pool, vhost: "b", now, signal: stop.signal });
    await expect.poll(() => messages("b"), { interval: 20, timeout: 20_000 }).toBeGreaterThan(0);
    stop.abort();
    const first = await part;
    const second = await loadHistory({ pool, vhost: "b", now: new Date(now.getTime() + 60_000) });
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(0);
    expect(first + second).toBe(await messages("/"));
    expect(await messages("b")).toBe(first + second);
    const bodies = await pool.query(
      `SELECT 1 FROM (SELECT content_digest, count(*) FROM messages WHERE vhost = '/' GROUP BY 1) AS a
       FULL JOIN (SELECT content_digest, count(*) FROM messages WHERE vhost = 'b' GROUP BY 1) AS b
       USING (content_digest, count) WHERE a IS NULL OR b IS NULL`,
    );
    expect(bodies.rowCount).toBe(0);
  });

  it("is loaded once by two processes at once", async () => {
    const results = await Promise.allSettled([
      loadHistory({ pool, vhost: "c", now }),
      loadHistory({ pool, vhost: "c", now }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).not.toHaveLength(0);
    await loadHistory({ pool, vhost: "c", now });
    expect(await messages("c")).toBe(await messages("/"));
  });
});
