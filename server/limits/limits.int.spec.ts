import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import type { SillageError } from "@/server/errors";
import { createSearchPool, searchMessages } from "@/server/event-store/search-messages";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { fairPool } from "./fair-pool";
import { beginSignIn, forgetSignIns, SIGN_IN_LIMITS } from "./sign-in-limit";
import { Turns } from "./turns";

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "a test", 10);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

describe("attempts to sign in", () => {
  beforeEach(() => pool.query("TRUNCATE sign_in_attempts"));

  const refused = (account: string, address: string | null) =>
    beginSignIn(pool, { account, address }).then(
      () => null,
      (error: SillageError) => {
        expect(error.code).toBe("TOO_MANY_REQUESTS");
        return error.details!.retryAfter as number;
      },
    );
  const passed = (answers: (number | null)[]) => answers.filter((answer) => answer === null).length;
  const many = <T>(count: number, ask: (n: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, n) => ask(n)));

  it("are counted for one account from one address, also when all come at once, and say when to try again", async () => {
    const answers = await many(30, () => refused("ann@example.com", "192.0.2.1"));
    expect(passed(answers)).toBe(SIGN_IN_LIMITS.both);
    const wait = await refused(" ANN@example.com ", "192.0.2.1");
    expect(wait).toBeGreaterThan(14 * 60);
    expect(wait).toBeLessThanOrEqual(15 * 60);
    // Whoever else comes is not kept out by that.
    expect(await refused("bob@example.com", "192.0.2.1")).toBeNull();
    expect(await refused("ann@example.com", "192.0.2.2")).toBeNull();
  });

  it("may go on after a quarter of an hour, whatever was tried in between", async () => {
    await many(30, () => refused("ann@example.com", "192.0.2.1"));
    await pool.query(
      "UPDATE sign_in_attempts SET started_at = started_at - interval '14 minutes 58 seconds'",
    );
    const wait = await refused("ann@example.com", "192.0.2.1");
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(2);
    await pool.query("UPDATE sign_in_attempts SET started_at = started_at - interval '2 seconds'");
    expect(await refused("ann@example.com", "192.0.2.1")).toBeNull();
  });

  it("on one account are limited from everywhere, and from one network on all accounts", async () => {
    const spread = await many(60, (n) => refused("ann@example.com", `192.0.2.${n}`));
    expect(passed(spread)).toBe(SIGN_IN_LIMITS.account);
    const sprayed = await many(120, (n) => refused(`user${n}@example.com`, `2001:db8::${n + 1}`));
    expect(passed(sprayed)).toBe(SIGN_IN_LIMITS.address);
  });

  it("are forgotten after one that was right, for that account from that address alone", async () => {
    await many(SIGN_IN_LIMITS.both, () => refused("ann@example.com", "192.0.2.1"));
    await forgetSignIns(pool, { account: "Ann@example.com", address: "192.0.2.1" });
    expect(await refused("ann@example.com", "192.0.2.1")).toBeNull();
    const { rows } = await pool.query<{ attempts: number }>(
      "SELECT attempts FROM sign_in_attempts ORDER BY attempts",
    );
    expect(rows.map(({ attempts }) => attempts)).toEqual([1, 11, 11]);
  });

  it("are counted whatever is typed, without keeping it", async () => {
    for (const account of ["a\0b", "\ud800", "x".repeat(100_000), "__proto__", "hunter2"]) {
      expect(await refused(account, null)).toBeNull();
    }
    const { rows } = await pool.query<{ key: string }>("SELECT key FROM sign_in_attempts");
    for (const { key } of rows) expect(key).toMatch(/^[\w-]{43}$/);
  });
});

describe("a search", () => {
  it("answers while somebody else floods the database with theirs", async () => {
    const searchPool = createSearchPool(database.url, 4);
    const turns = new Turns({ total: 4, each: 2, waiting: 100, waitMs: 30_000 });
    const flood = fairPool(searchPool, turns, "flood");
    let flooding = 0;
    let most = 0;
    const floods = Array.from({ length: 40 }, async () => {
      const client = await flood.connect();
      most = Math.max(most, ++flooding);
      await client.query("SELECT pg_sleep(0.25)");
      flooding--;
      client.release();
    });
    const began = performance.now();
    const request = { filter: {}, limit: 10, counted: "full" as const };
    for (let n = 0; n < 10; n++) {
      const answer = await searchMessages(fairPool(searchPool, turns, "ann"), request);
      expect(answer.rows).toEqual([]);
    }
    const took = performance.now() - began;
    // Forty quarters of a second, two at a time: five seconds of flood, and ten searches before it ends.
    expect(flooding).toBeGreaterThan(0);
    expect(took).toBeLessThan(2_500);
    await Promise.all(floods);
    expect(most).toBe(2);
    await searchPool.end();
  });

  it("gives its turn back when its query fails, or no connection can be had", async () => {
    const turns = new Turns({ total: 1, each: 1, waiting: 1, waitMs: 2_000 });
    const searchPool = createSearchPool(database.url, 1);
    const ann = fairPool(searchPool, turns, "ann");
    for (let n = 0; n < 3; n++)
      await expect(ann.query("SELECT 1 / 0")).rejects.toMatchObject({ code: "22012" });
    await searchPool.end();
    for (let n = 0; n < 3; n++) await expect(ann.query("SELECT 1")).rejects.toThrow("Cannot use a pool");
    const other = createSearchPool(database.url, 1);
    expect((await fairPool(other, turns, "ann").query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await other.end();
  });
});
