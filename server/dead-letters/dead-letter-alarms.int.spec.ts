import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { readDeadLetterAlarms } from "./dead-letter-alarms";
import { storeTestDeadLetters } from "./testing/dead-letters";

const HOUR = 3_600_000;
const now = new Date(Date.UTC(2026, 10, 21, 12, 30));
let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 4);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const died = (failedQueue: string, count: number, hoursAgo: number) =>
  storeTestDeadLetters(
    pool,
    Array.from({ length: count }, () => ({ failedQueue, diedAt: now.getTime() - hoursAgo * HOUR })),
  );
const failing = (groups: readonly { failedQueue: string; recent: number }[]) =>
  groups.map(({ failedQueue, recent }) => [failedQueue, recent]);

describe("what is news about dead letters", () => {
  it("is a new cause, one that grows fast, and nothing that goes on as before", async () => {
    await died("new", 3, 0.4);
    await died("grows", 24, 20);
    await died("grows", 25, 0.2);
    await died("steady", 240, 20);
    await died("steady", 25, 0.2);
    await died("little", 1, 20);
    await died("little", 19, 0.2);
    const [settled] = await died("settled", 1, 0.1);
    await pool.query("UPDATE dead_letter_states SET state = 'discarded' WHERE id = $1", [settled]);
    const alarms = await readDeadLetterAlarms(pool, "everything", now);
    expect(failing(alarms.fresh)).toEqual([["new", 3]]);
    expect(failing(alarms.growing)).toEqual([["grows", 25]]);
    expect(alarms.diedAgain).toEqual({ count: 0, since: null });
  });

  it("is a redrive in vain, until somebody settles it", async () => {
    const [first] = await storeTestDeadLetters(pool, [{ body: "again" }]);
    const redrive = randomUUID();
    await pool.query(
      `INSERT INTO redrives (id, vhost, selection, destination, ramp, total, created_by)
       VALUES ($1, '/', '{}', '{}', '{}', 1, 'test')`,
      [redrive],
    );
    await pool.query(
      "INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version) VALUES ($1, 1, $2, 0)",
      [redrive, first],
    );
    const headers = { "sillage-redrive": redrive, "sillage-redrive-message": 1 };
    const [second] = await storeTestDeadLetters(pool, [{ body: "again", headers }]);
    expect((await readDeadLetterAlarms(pool, "everything", now)).diedAgain.count).toBe(1);
    await pool.query("UPDATE dead_letter_states SET state = 'discarded' WHERE id = $1", [second]);
    expect((await readDeadLetterAlarms(pool, "everything", now)).diedAgain.count).toBe(0);
  });
});
