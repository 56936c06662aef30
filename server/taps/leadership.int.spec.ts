import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { Leadership } from "./leadership";
import { until } from "./testing/until";

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "leadership test");
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it("one leads; when its connection is killed another does, and the first cannot write any more", async () => {
  const [first, second] = [new Leadership(pool), new Leadership(pool)];
  const backend = (leadership: Leadership) =>
    leadership.transaction("/", async (client) => {
      const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      return rows[0]!.pid;
    });
  const pid = await backend(first);
  expect(pid).toEqual(expect.any(Number));
  expect(await backend(second)).toBeNull();
  expect(await second.transaction("another", async (_, term) => term)).toBe(1);

  await pool.query("SELECT pg_terminate_backend($1)", [pid]);
  await until(
    "the second leads",
    () => backend(second),
    (found) => found !== null,
  );
  await until(
    "the first does not",
    () => backend(first).catch(() => "broken"),
    (found) => found === null,
  );

  await second.resign();
  await until(
    "the first leads again",
    () => backend(first),
    (found) => found !== null,
  );
  expect(await first.transaction("/", async (_, term) => term)).toBe(2);
  await first.resign();
});

it("a failed transaction gives the lead back", async () => {
  const leadership = new Leadership(pool);
  await expect(leadership.transaction("x", (client) => client.query("SELECT 1/0"))).rejects.toThrow(
    "division",
  );
  expect(await leadership.transaction("x", async (_, term) => term)).toBe(2);
  await leadership.resign();
});
