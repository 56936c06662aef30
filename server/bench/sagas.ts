import { performance } from "node:perf_hooks";
import type { Pool } from "pg";
import { createPool } from "@/server/db";
import { loadHistory } from "@/server/demo/load-history";
import { inTransaction } from "@/server/event-store/append-batch";
import { ensurePartitions } from "@/server/event-store/partitions";
import { sequence } from "@/server/event-store/sequencer";
import { prepareProjection, runTurn } from "@/server/projections/run-projection";
import { SILENT_JUDGE } from "@/server/sagas/judge";
import { rebuildSagas, SAGAS, sagaProjection } from "@/server/sagas/saga-projection";
import { print, progress, quantile } from "./figures";
import { startBenchRig } from "./rig";
import { processorTime, stolenPercent } from "./stolen-time";

const DAY_MS = 86_400_000;

/**
 * `npm run bench -- sagas [histories]`: how fast sagas and counted edges are made of a day of the demo, told so many times over,
 * each in a virtual host of its own.
 */
export async function benchSagas(histories = 10): Promise<void> {
  const rig = await startBenchRig("bench-sagas");
  const pool = createPool(rig.database.url(), "bench");
  try {
    await fill(pool, histories);
    await pool.query("TRUNCATE sagas, saga_steps, flow_edges, saga_generations");
    await pool.query("DELETE FROM projection_generations WHERE name = $1", [SAGAS.name]);
    const projection = sagaProjection(SILENT_JUDGE);
    await prepareProjection(pool, projection);
    await runAll(pool, "sagas.made", () => runTurn(pool, projection));
    const client = await pool.connect();
    await inTransaction(client, () => rebuildSagas(client));
    client.release();
    await runAll(pool, "sagas.rebuilt_switched_and_cleared", () => runTurn(pool, projection));
  } finally {
    await pool.end();
    await rig.stop();
  }
}

async function fill(pool: Pool, histories: number): Promise<void> {
  const now = new Date();
  await ensurePartitions(pool, new Date(now.getTime() - DAY_MS), now);
  for (let n = 0; n < histories; n++) {
    const stored = await loadHistory({ pool, vhost: `shop-${n}`, now });
    progress(`history ${n + 1}: ${stored} messages`);
  }
  while ((await sequence(pool)).sequenced > 0);
  await pool.query("ANALYZE batches, messages");
}

async function runAll(pool: Pool, name: string, turn: () => Promise<boolean>): Promise<void> {
  const head = await pool.query<{ records: string }>("SELECT sum(count) AS records FROM batches");
  const turns: number[] = [];
  const before = processorTime();
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (let more = true; more; ) {
    const from = performance.now();
    more = await turn();
    turns.push(performance.now() - from);
  }
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const records = Number(head.rows[0]!.records);
  print({
    name,
    records,
    seconds,
    records_per_second: records / seconds,
    turn_p95_ms: quantile(turns, 0.95),
    own_processor_seconds: (user + system) / 1_000_000,
    stolen_percent: stolenPercent(before),
  });
}
