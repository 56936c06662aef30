import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { openBody } from "@/server/event-store/seal";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeManyDeadLetters, storeTestDeadLetters, testDeadLetter } from "./testing/dead-letters";

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

async function row(id: number): Promise<Record<string, unknown>> {
  const { rows } = await pool.query("SELECT * FROM dead_letters WHERE id = $1", [id]);
  return rows[0]!;
}

/** A redrive of these dead letters, as it stands when all are sent. */
async function redrive(ids: readonly number[], kind = "redrive"): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `INSERT INTO redrives (id, kind, status, vhost, selection, destination, ramp, total, created_by)
     VALUES ($1, $2, 'completed', '/', '{}', '{}', '{}', $3, 'test')`,
    [id, kind, ids.length],
  );
  await pool.query(
    `INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version, active, outcome)
     SELECT $1, n, d, 0, false, 'confirmed' FROM unnest($2::bigint[]) WITH ORDINALITY AS x (d, n)`,
    [id, ids],
  );
  return id;
}

const redriven = (redriveId: string, ordinal: number) => ({
  "sillage-redrive": redriveId,
  "sillage-redrive-message": ordinal,
});

describe("storing dead letters", () => {
  it("keeps what came, byte for byte, and what it died of", async () => {
    const entry = testDeadLetter({
      routingKey: "order.paid",
      error: { class: "transient", type: "TimeoutError", message: "no answer within 2000 ms" },
      body: "x".repeat(9_000),
    });
    const [id] = await storeTestDeadLetters(pool, [entry], 41);
    const stored = await row(id!);
    expect(stored).toMatchObject({
      state: "held",
      custody_batch: "41",
      digest: entry.digest,
      failed_queue: "orders.work",
      reason: "rejected",
      origin_exchange: "orders",
      origin_key: "order.paid",
      deaths: 1,
      error_class: "transient",
      error_type: "TimeoutError",
      raw_properties: entry.rawProperties,
      body_size: 9_000,
    });
    expect(stored.routing_key).toEqual(Buffer.from("order.paid"));
    expect(openBody(stored.body_codec as number, stored.body as Buffer).toString()).toBe("x".repeat(9_000));
  });

  it("groups by cause, whatever ids and numbers the errors name, and counts by the hour", async () => {
    const error = (order: number) => ({ type: "E", message: `order ${order} is gone` });
    const hour = Date.UTC(2026, 0, 1, 10);
    const ids = await storeTestDeadLetters(pool, [
      { queue: "a.dlq", error: error(1), diedAt: hour },
      { queue: "a.dlq", error: error(22), diedAt: hour + 10 },
      { queue: "a.dlq", error: error(333), diedAt: hour + 3_600_000 },
      { queue: "a.dlq", error: { ...error(1), type: "F" }, diedAt: hour },
    ]);
    const groups = await Promise.all(ids.map(async (id) => (await row(id)).group_id));
    expect(new Set(groups.slice(0, 3)).size).toBe(1);
    expect(groups[3]).not.toBe(groups[0]);
    const { rows } = await pool.query(
      `SELECT signature, total::int, held::int, first_at, last_at,
              (SELECT array_agg(count::int ORDER BY hour) FROM dead_letter_hours WHERE group_id = id) AS hours
       FROM dead_letter_groups WHERE id = $1`,
      [groups[0]],
    );
    expect(rows).toEqual([
      {
        signature: "order # is gone",
        total: 3,
        held: 3,
        first_at: new Date(hour),
        last_at: new Date(hour + 3_600_000),
        hours: [2, 1],
      },
    ]);
  });

  it("takes over what was observed: each row once, the oldest first, and counts nothing twice", async () => {
    const same = { queue: "b.dlq", body: "{}", diedAt: Date.UTC(2026, 0, 2) };
    const observed = await storeTestDeadLetters(pool, [
      { ...same, state: "observed" },
      { ...same, state: "observed" },
    ]);
    const held = await storeTestDeadLetters(pool, [same, same, same]);
    expect(held.slice(0, 2)).toEqual(observed);
    expect(observed).not.toContain(held[2]);
    const { rows } = await pool.query(
      "SELECT total::int, held::int, observed::int FROM dead_letter_groups WHERE queue = 'b.dlq'",
    );
    expect(rows).toEqual([{ total: 3, held: 3, observed: 0 }]);
    expect((await row(observed[0]!)).body).toEqual(Buffer.from("{}"));
  });

  it("links what a redrive sent and what came back dead, and tells the redrive", async () => {
    const [first] = await storeTestDeadLetters(pool, [{ body: '{"again":1}' }]);
    const once = await redrive([first!]);
    const [second] = await storeTestDeadLetters(pool, [
      { body: '{"again":1}', headers: redriven(once, 1), state: "observed" },
    ]);
    const twice = await redrive([second!]);
    const [third] = await storeTestDeadLetters(pool, [{ body: '{"again":1}', headers: redriven(once, 1) }]);
    expect(await row(second!)).toMatchObject({ previous_id: String(first), tries: 1 });
    expect(await row(third!)).toMatchObject({ previous_id: String(first), tries: 1 });
    const { rows } = await pool.query(
      "SELECT redrive_id, aftermath, aftermath_ref::int FROM redrive_messages WHERE redrive_id = ANY ($1::uuid[]) ORDER BY dead_letter_id",
      [[once, twice]],
    );
    expect(rows).toEqual([
      { redrive_id: once, aftermath: "dead_again", aftermath_ref: second },
      { redrive_id: twice, aftermath: null, aftermath_ref: null },
    ]);
  });

  it("believes no message that only says that it was redriven", async () => {
    const [first] = await storeTestDeadLetters(pool, [{ body: "{}" }]);
    const id = await redrive([first!]);
    const forged = await storeTestDeadLetters(pool, [
      { body: "another", headers: redriven(id, 1) },
      { body: "{}", headers: redriven(id, 2) },
      { body: "{}", headers: redriven(randomUUID(), 1) },
    ]);
    for (const it of forged) expect(await row(it)).toMatchObject({ previous_id: null, tries: 0 });
  });

  it("takes back what was released, with its content as it was", async () => {
    const queue = "c.dlq";
    const [held] = await storeTestDeadLetters(pool, [{ queue, body: "{}" }]);
    const before = await row(held!);
    const release = await redrive([held!], "release");
    await pool.query("UPDATE dead_letter_states SET state = 'released' WHERE id = $1", [held]);
    const [again] = await storeTestDeadLetters(pool, [
      { queue, body: "{}", exchange: "sillage.redrive", headers: redriven(release, 1) },
    ]);
    expect(again).toBe(held);
    const { digest, state_at, ...after } = await row(held!);
    expect({ ...after, digest: before.digest, state_at: before.state_at }).toEqual(before);
    expect(digest).not.toBe(before.digest);
    expect(state_at).not.toEqual(before.state_at);
  });

  it("takes what a release sent twice for the one message that it is", async () => {
    const queue = "twice.dlq";
    const [held] = await storeTestDeadLetters(pool, [{ queue, body: "{}" }]);
    const headers = redriven(await redrive([held!], "release"), 1);
    const back = { queue, body: "{}", exchange: "sillage.redrive", headers };
    expect(await storeTestDeadLetters(pool, [back, back])).toEqual([held, held]);
    expect(await storeTestDeadLetters(pool, [back])).toEqual([held]);
    const { rows } = await pool.query(
      "SELECT total::int, held::int FROM dead_letter_groups WHERE queue = $1",
      [queue],
    );
    expect(rows).toEqual([{ total: 1, held: 1 }]);
  });

  it("survives writers that store into the same groups at the same time", async () => {
    const writers = Array.from({ length: 4 }, (_, writer) =>
      Array.from({ length: 40 }, (_, n) => testDeadLetter({ queue: `q${(n * (writer + 1)) % 7}.dlq` })),
    );
    await Promise.all(writers.map((entries) => storeTestDeadLetters(pool, entries)));
    const { rows } = await pool.query(
      `SELECT sum(total)::int AS total, (SELECT count(*)::int FROM dead_letters WHERE queue LIKE 'q_.dlq') AS rows
       FROM dead_letter_groups WHERE queue LIKE 'q_.dlq'`,
    );
    expect(rows).toEqual([{ total: 160, rows: 160 }]);
  });

  it("stores thousands of one cause", async () => {
    const ids = await storeManyDeadLetters(pool, 2_500, { queue: "many.dlq" });
    expect(new Set(ids).size).toBe(2_500);
  });
});
