import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";

const STATES = ["observed", "held", "gone", "released", "redriven", "discarded"] as const;
let database: TestDatabase;
let pool: Pool;
const groups: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 4);
  for (let n = 0; n < 3; n++) {
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO dead_letter_groups (key, vhost, queue, failed_queue, exchange, reason, signature, first_at, last_at)
       VALUES ($1, '/', 'dlq', 'work', 'orders', 'rejected', 'it failed', now(), now()) RETURNING id`,
      [randomUUID()],
    );
    groups.push(rows[0]!.id);
  }
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** `count` dead letters spread over all groups, in one statement. */
async function insert(count: number, state: string): Promise<void> {
  await pool.query(
    `WITH contents AS (
       INSERT INTO dead_letter_contents (vhost, queue, died_at, digest, exchange, routing_key, reason, deaths, body_size)
       SELECT '/', 'dlq', now(), gen_random_uuid(), 'orders.dlx', '', 'rejected', 1, 0 FROM generate_series(1, $3::int)
       RETURNING id)
     INSERT INTO dead_letter_states (id, group_id, vhost, queue, state)
     SELECT id, ($1::bigint[])[1 + id % 3], '/', 'dlq', $2::dead_letter_state FROM contents`,
    [groups, state, count],
  );
}

async function counted(): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT id, ${STATES.join(", ")}, total FROM dead_letter_groups ORDER BY id`,
  );
  return rows;
}

async function direct(): Promise<unknown> {
  const each = STATES.map((state) => `count(d.id) FILTER (WHERE d.state = '${state}') AS ${state}`);
  const { rows } = await pool.query(
    `SELECT g.id, ${each.join(", ")}, count(d.id) AS total
     FROM dead_letter_groups g LEFT JOIN dead_letters d ON d.group_id = g.id GROUP BY g.id ORDER BY g.id`,
  );
  return rows;
}

describe("the counts of a cause group", () => {
  it("equal its dead letters after rows came, changed their state, moved and went", async () => {
    await insert(40, "held");
    await insert(25, "observed");
    await pool.query("UPDATE dead_letter_states SET state = 'redriven' WHERE id % 3 = 0");
    await pool.query("UPDATE dead_letter_states SET state = 'gone' WHERE state = 'observed' AND id % 2 = 0");
    await pool.query("UPDATE dead_letter_states SET group_id = $1 WHERE id % 7 = 0", [groups[2]]);
    await pool.query("DELETE FROM dead_letter_contents WHERE id % 5 = 0");
    expect(await counted()).toEqual(await direct());
  });

  it("equal them when several writers change several groups at once", async () => {
    await insert(300, "held");
    const { rows } = await pool.query<{ id: string }>("SELECT id FROM dead_letters WHERE state = 'held'");
    const changes = STATES.map((state, n) => ({
      state,
      ids: rows.filter((_, i) => Math.floor(i / 3) % 6 === n),
    }));
    await Promise.all(
      changes.map(({ state, ids }) =>
        pool.query("UPDATE dead_letter_states SET state = $1 WHERE id = ANY ($2::bigint[])", [
          state,
          ids.map(({ id }) => id),
        ]),
      ),
    );
    expect(await counted()).toEqual(await direct());
  });
});
