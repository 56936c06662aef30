import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { storeManyDeadLetters } from "@/server/dead-letters/testing/dead-letters";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { readDue } from "./due-messages";
import { settle } from "./redrive-store";

const MANY = 3_000;

let database: TestDatabase;
let pool: Pool;
let redriveId: string;
let ids: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  // One connection: it is asked afterwards what it has done.
  pool = createPool(database.url, "test", 1);
  ids = await storeManyDeadLetters(pool, MANY, { queue: "orders.dlq", failedQueue: "orders" });
  redriveId = randomUUID();
  await pool.query(
    `INSERT INTO redrives (id, kind, status, vhost, selection, destination, ramp, total, created_by)
     VALUES ($1, 'redrive', 'running', '/', '{}', '{}', '{}', $2, 'test')`,
    [redriveId, MANY],
  );
  await pool.query(
    `INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version, target)
     SELECT $1, n, d, 0, 'orders' FROM unnest($2::bigint[]) WITH ORDINALITY AS x (d, n)`,
    [redriveId, ids],
  );
  await pool.query("ANALYZE redrive_messages, dead_letter_states, dead_letter_contents");
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Which of the tables of dead letters were read from one end to the other by some work. */
async function readWhole(work: () => Promise<unknown>): Promise<string[]> {
  const scans = async () => {
    await pool.query("SELECT pg_stat_force_next_flush()");
    const { rows } = await pool.query<{ name: string; n: string }>(
      "SELECT relname AS name, seq_scan AS n FROM pg_stat_user_tables WHERE relname IN ('dead_letter_states', 'dead_letter_contents', 'redrive_messages') ORDER BY 1",
    );
    return rows;
  };
  const before = await scans();
  await work();
  const after = await scans();
  return after.filter(({ n }, i) => n !== before[i]!.n).map(({ name }) => name);
}

describe("a part of a redrive", () => {
  it("is read in its order, edited messages as they were edited, without going through all dead letters", async () => {
    await pool.query(
      `INSERT INTO dead_letter_versions (dead_letter_id, version, edited_by, routing_key, raw_properties, body_codec, body_size, body)
       VALUES ($1, 1, 'test', 'edited.key', '\\x0000', 0, 5, 'fixed')`,
      [ids[1_001]],
    );
    await pool.query("UPDATE redrive_messages SET version = 1 WHERE ordinal = 1002");
    const read = () => readDue(pool, redriveId, { after: 1_000, through: 2_500, limit: 1_000 });
    expect(await readWhole(read)).toEqual([]);
    const due = await read();
    expect(due.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 1_000 }, (_, i) => 1_001 + i));
    expect(due[1]).toMatchObject({ version: 1, sendable: true, target: "orders", failedQueue: "orders" });
    expect([due[0]!, due[1]!].map(({ routingKey }) => routingKey.toString())).toEqual([
      expect.not.stringMatching("edited.key"),
      "edited.key",
    ]);
    expect(due[1]!.body!.toString()).toBe("fixed");
  });

  it("gets its outcomes without going through all dead letters, however often", async () => {
    const lease = { redriveId, epoch: "0" };
    for (let part = 0; part < 3; part++) {
      const outcomes = Array.from({ length: 200 }, (_, i) => ({
        ordinal: part * 200 + i + 1,
        outcome: "confirmed" as const,
        problem: null,
        sent: true,
      }));
      expect(await readWhole(() => settle(pool, lease, "redrive", outcomes))).toEqual([]);
    }
    const { rows } = await pool.query(
      "SELECT count(*)::int AS n FROM dead_letter_states WHERE state = 'redriven'",
    );
    expect(rows).toEqual([{ n: 600 }]);
  });
});
