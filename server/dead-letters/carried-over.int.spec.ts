import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "@/server/launch/migrate";
import { inRepo } from "@/server/launch/repo";
import { createEmptyDatabase, type TestDatabase } from "@/server/testing/database";

/** The migration that took what changes about dead letters into a table of its own. */
const SPLIT = "20261128230000_dead_letter_states";
const REDRIVE = "11111111-1111-4111-8111-111111111111";

let database: TestDatabase;
let client: Client;
let before: Record<string, unknown>[];

const read = async (sql: string) => (await client.query(sql)).rows;
const counts = () => read("SELECT total, held, redriven, discarded FROM dead_letter_groups");

/** A store of the version before, with dead letters in it. */
beforeAll(async () => {
  database = await createEmptyDatabase();
  const all = inRepo("prisma", "migrations");
  const folder = await mkdtemp(join(tmpdir(), "sillage-migrations-"));
  for (const name of (await readdir(all)).filter((it) => it < SPLIT))
    await cp(join(all, name), join(folder, name), { recursive: true });
  await migrate(database.url, folder);
  await rm(folder, { recursive: true });
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    INSERT INTO dead_letter_groups (id, key, vhost, queue, failed_queue, exchange, reason, signature, first_at, last_at)
    VALUES (7, gen_random_uuid(), '/', 'a.dlq', 'a', 'a', 'rejected', '', now(), now());
    INSERT INTO dead_letters (group_id, vhost, queue, state, died_at, digest, custody_batch, exchange, routing_key, reason,
      deaths, raw_properties, headers, body_codec, body_size, body, event_id, version, discarded_reason, discarded_by)
    SELECT 7, '/', 'a.dlq', s::dead_letter_state, now(), gen_random_uuid(), n, 'a.dlx', 'key', 'rejected', 1, '\\x0000',
      '{"n": 1}', 0, 4, 'body', 'event-' || n, n - 1, CASE s WHEN 'discarded' THEN 'a duplicate' END,
      CASE s WHEN 'discarded' THEN 'Otto' END
    FROM unnest('{held,redriven,discarded}'::text[]) WITH ORDINALITY AS states (s, n);
    INSERT INTO dead_letters (group_id, vhost, queue, state, died_at, digest, exchange, routing_key, reason, deaths,
      body_size, previous_id, tries)
    VALUES (7, '/', 'a.dlq', 'held', now(), gen_random_uuid(), 'a.dlx', 'key', 'rejected', 2, 0, 2, 1);
    INSERT INTO redrives (id, status, vhost, selection, destination, ramp, total, created_by)
    VALUES ('${REDRIVE}', 'running', '/', '{}', '{}', '{}', 1, 'Otto');
    INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version) VALUES ('${REDRIVE}', 1, 1, 0)`);
  before = await read("SELECT * FROM dead_letters ORDER BY id");
  await migrate(database.url);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe("dead letters of a store of the version before", () => {
  it("are there as they were, to the last column", async () => {
    expect(before).toHaveLength(4);
    const after = await read("SELECT * FROM dead_letters ORDER BY id");
    const sorted = (rows: Record<string, unknown>[]) => rows.map((row) => Object.entries(row).toSorted());
    expect(sorted(after)).toEqual(sorted(before));
    expect(await counts()).toEqual([{ total: "4", held: "2", redriven: "1", discarded: "1" }]);
  });

  it("are counted when they change, and are followed by new ones", async () => {
    await client.query("UPDATE dead_letter_states SET state = 'redriven' WHERE id = 1");
    expect(await counts()).toEqual([{ total: "4", held: "1", redriven: "2", discarded: "1" }]);
    const [{ id } = { id: "" }] = await read(
      "SELECT nextval(pg_get_serial_sequence('dead_letter_contents', 'id')) AS id",
    );
    expect(id).toBe("5");
  });
});
