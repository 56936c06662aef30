import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { inScope, type Place, type Scope } from "./scope";
import { parts, places } from "./testing/arbitraries";

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 2);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

/** Which of the places PostgreSQL takes for inside of the scope, by their index. */
async function inside(alias: "m" | "t", scope: Scope, all: readonly Place[]): Promise<number[]> {
  const table = sql`unnest(${all.map((it) => it.vhost)}::text[], ${all.map((it) => it.exchange)}::text[])
    WITH ORDINALITY`;
  const tests = allOf(scopeConditions(scope, alias));
  const query =
    alias === "m"
      ? sql`SELECT (n - 1)::int AS i FROM ${table} AS m (vhost, exchange, n) WHERE ${tests} ORDER BY n`
      : sql`SELECT (n - 1)::int AS i FROM ${table} AS t (vhost, exchange, n) WHERE ${tests} ORDER BY n`;
  return (await pool.query<{ i: number }>(query.toQuery())).rows.map((row) => row.i);
}

describe("a scope in SQL", () => {
  it("holds the same places as in TypeScript, for messages and for the rollups", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constant("everything" as const), fc.array(parts, { maxLength: 4 })),
        fc.array(places, { minLength: 20, maxLength: 40 }),
        async (scope, all) => {
          const expected = all.flatMap((place, i) => (inScope(scope, place) ? [i] : []));
          expect(await inside("m", scope, all)).toEqual(expected);
          expect(await inside("t", scope, all)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
