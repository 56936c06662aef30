import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { inTransaction } from "@/server/event-store/append-batch";
import { countEdges } from "@/server/flows/testing/count-edges";
import { prepareProjection, runTurn } from "@/server/projections/run-projection";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { type Judge, SILENT_JUDGE } from "./judge";
import { rebuildSagas, sagaProjection } from "./saga-projection";
import { DEFAULT_SAGA_SETTINGS } from "./saga-settings";
import { writeSagaSettings } from "./saga-settings-store";
import { hashSagas } from "./testing/hash-sagas";
import { projectSagas } from "./testing/project-sagas";
import { randomLog, seededRandom } from "./testing/random-log";

let database: TestDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 4);
});
afterEach(async () => {
  await pool?.end();
  await database?.drop();
});

async function rebuilt(size: number): Promise<number> {
  const client = await pool.connect();
  await inTransaction(client, () => rebuildSagas(client));
  client.release();
  return projectSagas(pool, SILENT_JUDGE, size);
}

/** Counted edges of sagas by their names. */
async function edges(generation: number) {
  const { rows } = await pool.query(
    `SELECT level, slot, vhost, saga_type, before_exchange, before_type, exchange, event_type, bucket, count, inferred, dead
     FROM flow_edges JOIN flow_edge_names ON id = edge WHERE generation = $1 AND saga_type <> ''
     ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    [generation],
  );
  return rows;
}

describe("made event by event, interrupted, in whatever order", () => {
  it.each([1, 2])(
    "is what a rebuild makes, and edges are what a count of all steps finds (%i)",
    async (seed) => {
      const { below } = seededRandom(seed);
      // A turn that fails when all is written: everything of it is undone.
      let failures = 0;
      const failing: Judge = {
        judge: (client, instances) => {
          if (below(3) > 0) return SILENT_JUDGE.judge(client, instances);
          failures++;
          throw new Error("killed");
        },
      };
      const projection = sagaProjection(failing);
      await prepareProjection(pool, projection);
      const log = randomLog(seed, 300);
      while (log.length > 0) {
        await storeArrivals(database.url, log.splice(0, 1 + below(60)), 1 + below(20));
        for (let more = true; more; ) more = await runTurn(pool, projection, 1 + below(30)).catch(() => true);
      }
      const generation = await projectSagas(pool);
      const hash = await hashSagas(pool, generation);
      const counted = await edges(generation);

      const anew = await rebuilt(10_000);
      expect(anew).toBeGreaterThan(generation);
      expect(await hashSagas(pool, anew)).toBe(hash);
      expect(failures).toBeGreaterThan(3);
      // The count gives names anew, under digests of its own.
      await pool.query("TRUNCATE flow_edges, flow_edge_names");
      await countEdges(pool, anew);
      expect(await edges(anew)).toEqual(counted);
      const { rows } = await pool.query<{ most: number; dead: string }>(
        "SELECT max(ordinal) AS most, sum(dead) AS dead FROM sagas WHERE generation = $1",
        [anew],
      );
      expect(rows[0]!.most).toBeGreaterThan(2);
      expect(Number(rows[0]!.dead)).toBeGreaterThan(10);
    },
  );
});

describe("when settings change", () => {
  it("sagas are made anew with them, also when others were just being used for that", async () => {
    await storeArrivals(database.url, randomLog(4, 120));
    const generation = await projectSagas(pool);
    const before = await hashSagas(pool, generation);
    const client = await pool.connect();
    for (const silenceMs of [60_000, 20 * 86_400_000]) {
      await inTransaction(client, async () => {
        await writeSagaSettings(client, { ...DEFAULT_SAGA_SETTINGS, silenceMs }, "somebody");
        await rebuildSagas(client);
      });
      await runTurn(pool, sagaProjection(SILENT_JUDGE), 10);
    }
    client.release();
    const now = await projectSagas(pool);
    expect(await hashSagas(pool, now)).not.toBe(before);
    const { rows } = await pool.query(
      "SELECT generation, settings->'silenceMs' AS silence FROM saga_generations",
    );
    expect(rows).toEqual([{ generation: now, silence: 20 * 86_400_000 }]);
    // What is read no more is cleared away.
    const { rows: left } = await pool.query("SELECT DISTINCT generation FROM saga_steps");
    expect(left).toEqual([{ generation: now }]);
  });
});
