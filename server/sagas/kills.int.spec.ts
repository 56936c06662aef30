import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { inTransaction } from "@/server/event-store/append-batch";
import { projectionLag } from "@/server/projections/projection-loop";
import { FaultRig } from "@/server/testing/faults/rig";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { until } from "@/server/testing/until";
import { SILENT_JUDGE } from "./judge";
import { rebuildSagas, sagaProjection, servingSagas } from "./saga-projection";
import { hashSagas } from "./testing/hash-sagas";
import { randomLog } from "./testing/random-log";

/** The workers that really run, killed in the middle of it. */
describe("killed with SIGKILL while events come", () => {
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

  const caughtUp = () =>
    until(async () => {
      const { behind, rebuilding } = await projectionLag(pool, sagaProjection(SILENT_JUDGE), new Date());
      return behind === 0 && !rebuilding ? true : null;
    });

  it("sagas and counted edges are those of a rebuild", async () => {
    await until(() => servingSagas(pool));
    const log = randomLog(7, 600);
    const part = Math.ceil(log.length / 5);
    for (const target of ["worker", "standby", "worker", "standby", "worker"] as const) {
      await storeArrivals(rig.database.url(), log.splice(0, part), 20);
      await rig.kill(target);
    }
    await caughtUp();
    const generation = (await servingSagas(pool))!;
    const hash = await hashSagas(pool, generation);

    const client = await pool.connect();
    await inTransaction(client, () => rebuildSagas(client));
    client.release();
    await rig.kill("standby");
    await caughtUp();
    const anew = (await servingSagas(pool))!;
    expect(anew).toBeGreaterThan(generation);
    expect(await hashSagas(pool, anew)).toBe(hash);
    const { rows } = await pool.query<{ count: string }>(
      "SELECT count(*) FROM saga_steps WHERE generation = $1",
      [anew],
    );
    expect(Number(rows[0]!.count)).toBeGreaterThan(600);
    expect(rig.crashed).toEqual([]);
  }, 120_000);
});
