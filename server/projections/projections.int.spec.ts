import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { appendStory } from "@/server/complaints/testing/append-story";
import { wholeStory } from "@/server/complaints/testing/story";
import { createPool } from "@/server/db";
import { inTransaction } from "@/server/event-store/append-batch";
import { type OwnLogEntry, ownLogLag } from "@/server/event-store/own-log";
import { sequence } from "@/server/event-store/sequencer";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { readGenerations, requestRebuild } from "./generations";
import { OWN_LOG } from "./log-source";
import type { Projection } from "./projection";
import { projectionLag } from "./projection-loop";
import { prepareProjection, runTurn } from "./run-projection";

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 8);
  await pool.query(
    "CREATE TABLE seen (place bigint GENERATED ALWAYS AS IDENTITY, generation int, event_id text)",
  );
});
beforeEach(async () => {
  await pool.query("DELETE FROM projection_generations");
  await pool.query("DELETE FROM seen");
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

type Noting = Projection<OwnLogEntry>;

/** Notes the events that it is given, in their order. `before` runs first, in the same transaction. */
function noting(fields: Partial<Noting> & { before?: () => void } = {}): Noting {
  const { before, ...rest } = fields;
  return {
    name: "noting",
    version: 1,
    source: OWN_LOG,
    async apply(client, generation, entries) {
      for (const { event } of entries)
        await client.query("INSERT INTO seen (generation, event_id) VALUES ($1, $2)", [
          generation,
          event.eventId,
        ]);
      before?.();
      return entries.map(({ event }) => event.aggregateId);
    },
    async clear(client, generation, limit) {
      const { rowCount } = await client.query(
        "DELETE FROM seen WHERE place IN (SELECT place FROM seen WHERE generation = $1 LIMIT $2)",
        [generation, limit],
      );
      return rowCount ?? 0;
    },
    ...rest,
  };
}

/** Appends what happened to so many complaints, gives it positions, and says the ids of its events. */
async function append(complaints: number): Promise<string[]> {
  const client = await pool.connect();
  try {
    const ids: string[] = [];
    for (let i = 0; i < complaints; i++) {
      const story = wholeStory(randomUUID());
      await appendStory(client, "/", story);
      ids.push(...story.events.map(({ eventId }) => eventId));
    }
    while ((await sequence(pool)).sequenced > 0);
    return ids;
  } finally {
    client.release();
  }
}

async function runAll(projection: Projection, batches?: number): Promise<void> {
  while (await runTurn(pool, projection, batches));
}

async function seen(generation: number): Promise<string[]> {
  const { rows } = await pool.query<{ event_id: string }>(
    "SELECT event_id FROM seen WHERE generation = $1 ORDER BY place",
    [generation],
  );
  return rows.map((row) => row.event_id);
}

/** Everything that was ever appended here, in the order of the log. */
async function wholeLog(): Promise<string[]> {
  await pool.query("DELETE FROM seen WHERE generation = 0");
  const reference = noting({ name: `reference ${randomUUID()}` });
  await prepareProjection(pool, reference);
  await pool.query("UPDATE projection_generations SET generation = 0 WHERE name = $1", [reference.name]);
  await runAll(reference);
  return seen(0);
}

const serving = async () => (await readGenerations(pool, "noting")).serving;

describe("a projection", () => {
  it("gets every event of ours once and in order, and nothing else, whatever lies between", async () => {
    const projection = noting();
    await prepareProjection(pool, projection);
    const first = await append(3);
    await storeArrivals(database.url, [testRecord({ json: { eventType: "Ticked" } }), testRecord()]);
    const second = await append(2);
    await runAll(projection, 4);
    expect(await seen(1)).toEqual([...first, ...second]);
    const third = await append(1);
    await runAll(projection);
    expect(await seen(1)).toEqual([...first, ...second, ...third]);
  });

  it("does not see what is committed and has no place in the log yet, and says that it is behind", async () => {
    const projection = noting();
    await prepareProjection(pool, projection);
    await runAll(projection);
    const client = await pool.connect();
    const story = wholeStory(randomUUID());
    await appendStory(client, "/", story);
    client.release();
    await runAll(projection);
    const before = await seen(1);
    expect(before).not.toContain(story.events[0]!.eventId);
    const now = new Date(Date.parse(story.events[0]!.metadata.timestamp) + 60_000);
    expect(await projectionLag(pool, noting(), now)).toEqual({
      behind: 6,
      lagSeconds: 60,
      rebuilding: false,
    });
    await sequence(pool);
    await runAll(projection);
    expect((await seen(1)).slice(before.length)).toEqual(story.events.map(({ eventId }) => eventId));
    expect(await projectionLag(pool, noting(), now)).toEqual({ behind: 0, lagSeconds: 0, rebuilding: false });
  });

  it("keeps nothing of a turn that failed, and goes on exactly there", async () => {
    let failing = true;
    const projection = noting({
      before: () => {
        if (failing) throw new Error("killed");
      },
    });
    await prepareProjection(pool, projection);
    await append(2);
    await expect(runAll(projection, 3)).rejects.toThrow("killed");
    expect(await seen(1)).toEqual([]);
    failing = false;
    await runAll(projection, 3);
    expect(await seen(1)).toEqual(await wholeLog());
  });

  it("is advanced by several workers at once, each event by one of them", async () => {
    const projection = noting();
    await Promise.all([1, 2, 3].map(() => prepareProjection(pool, projection)));
    await append(8);
    await Promise.all([1, 2, 3].map(() => runAll(projection, 2)));
    await runAll(projection, 2);
    expect(await seen(1)).toEqual(await wholeLog());
  });

  it("loses nothing when its connection is cut in the middle of a turn, again and again", async () => {
    const projection = noting();
    await prepareProjection(pool, projection);
    await append(10);
    const worker = createPool(database.url, "cut", 1);
    let cuts = 0;
    const cutting = noting({
      before: () => {
        if (cuts++ % 2 === 0)
          void pool.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sillage cut' AND datname = current_database()",
          );
      },
    });
    const lost = new Set<string>();
    for (let more = true; more; ) {
      more = await runTurn(worker, cutting, 3).catch((error: Error) => {
        lost.add(error.name);
        return true;
      });
    }
    await worker.end();
    expect(cuts).toBeGreaterThan(10);
    expect(await seen(1)).toEqual(await wholeLog());
  });
});

describe("a rebuild", () => {
  it("fills the next generation beside the one that is read, and is then read in its place", async () => {
    const old = noting();
    await prepareProjection(pool, old);
    await append(3);
    await runAll(old);
    const before = await seen(1);

    const next = noting({ version: 2 });
    await prepareProjection(pool, next);
    await runTurn(pool, next, 2);
    expect((await serving())?.generation).toBe(1);
    // The old version, in another worker, goes on serving what comes meanwhile.
    const meanwhile = await append(1);
    await runAll(old);
    expect(await seen(1)).toEqual([...before, ...meanwhile]);

    await runAll(next, 2);
    expect((await serving())?.generation).toBe(2);
    expect(await seen(2)).toEqual([...before, ...meanwhile]);
    expect(await seen(1)).toEqual([]);
    expect(await readGenerations(pool, "noting")).toMatchObject({ building: null });
    await append(1);
    await runAll(old);
    await runAll(next);
    expect(await seen(2)).toEqual(await wholeLog());
  });

  it("that was interrupted goes on where it was", async () => {
    const projection = noting();
    await prepareProjection(pool, projection);
    await append(4);
    await runAll(projection);
    await asked(projection);
    await runTurn(pool, projection, 3);
    const half = await seen(2);
    expect(half).toHaveLength(3);
    // Asked for again, or started anew: it is the same rebuild.
    await asked(projection);
    await prepareProjection(pool, projection);
    await runAll(projection, 3);
    expect(await seen(2)).toEqual(await wholeLog());
    expect((await seen(2)).slice(0, 3)).toEqual(half);
  });

  it("never goes back behind what was already read", async () => {
    const projection = noting();
    await prepareProjection(pool, projection);
    await append(2);
    await runAll(projection);
    await asked(projection);
    const appending = append(6);
    const positions: number[] = [];
    const running = Promise.all([1, 2].map(() => runAll(projection, 1)));
    const watching = (async () => {
      for (let i = 0; i < 60; i++) positions.push((await serving())!.position);
    })();
    await Promise.all([appending, running, watching]);
    await runAll(projection, 1);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(await seen((await serving())!.generation)).toEqual(await wholeLog());
    expect(await ownLogLag(pool, (await serving())!.position)).toEqual({ events: 0, since: null });
  });

  async function asked(projection: Projection): Promise<void> {
    const client = await pool.connect();
    await inTransaction(client, () => requestRebuild(client, projection));
    client.release();
  }
});
