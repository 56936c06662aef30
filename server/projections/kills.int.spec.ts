import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { foldComplaint } from "@/server/complaints/complaint-history";
import { COMPLAINT_VIEWS } from "@/server/complaints/complaint-projection";
import { appendStory } from "@/server/complaints/testing/append-story";
import { wholeStory } from "@/server/complaints/testing/story";
import { createPool } from "@/server/db";
import { inTransaction } from "@/server/event-store/append-batch";
import { FaultRig } from "@/server/testing/faults/rig";
import { until } from "@/server/testing/until";
import { readGenerations, requestRebuild } from "./generations";
import { projectionLag } from "./projection-loop";

const VHOST = "/";

/** The workers that really run, killed in the middle of it. */
describe("killed with SIGKILL while events come and a rebuild runs", () => {
  let rig: FaultRig;
  let pool: Pool;
  beforeAll(async () => {
    rig = await FaultRig.start({ web: false });
    pool = createPool(rig.database.url(), "test", 4);
  }, 120_000);
  afterAll(async () => {
    await pool?.end();
    await rig?.stop();
  }, 60_000);

  it("the read model has every complaint exactly as its events say it, and the rebuild comes to its end", async () => {
    const serving = async () => (await readGenerations(pool, COMPLAINT_VIEWS.name)).serving;
    await until(serving);
    const first = (await serving())!.generation;
    const ids: string[] = [];
    let ended = false;
    const appending = (async () => {
      const client = await pool.connect();
      while (!ended) {
        const id = randomUUID();
        ids.push(id);
        await appendStory(client, VHOST, wholeStory(id));
      }
      client.release();
    })();
    const client = await pool.connect();
    await inTransaction(client, () => requestRebuild(client, COMPLAINT_VIEWS));
    client.release();
    for (const target of ["worker", "standby", "worker", "worker", "standby"] as const) {
      const enough = ids.length + 10;
      await until(async () => (ids.length >= enough ? true : null));
      await rig.kill(target);
    }
    ended = true;
    await appending;

    await until(async () => {
      const { behind, rebuilding } = await projectionLag(pool, COMPLAINT_VIEWS, new Date());
      return behind === 0 && !rebuilding ? true : null;
    });
    const { generation } = (await serving())!;
    expect(generation).toBeGreaterThan(first);
    const views = async (id: string | null) => {
      const { rows } = await pool.query<{ complaint_id: string; view: unknown }>(
        "SELECT complaint_id, view FROM complaint_views WHERE generation = $1 AND complaint_id = coalesce($2, complaint_id)",
        [generation, id],
      );
      return rows;
    };
    expect(ids.length).toBeGreaterThan(20);
    expect((await views(null)).map((row) => row.complaint_id).sort()).toEqual(ids.toSorted());
    // The workers go on: what they say of a mail that a kill left in doubt may come between the two readings.
    const asItsEventsSay = async (id: string) => {
      const [row] = await views(id);
      expect(row?.view).toEqual(await foldComplaint(pool, VHOST, id));
    };
    for (const id of ids) await vi.waitFor(() => asItsEventsSay(id), { timeout: 30_000, interval: 20 });
    expect(rig.crashed).toEqual([]);
  }, 120_000);
});
