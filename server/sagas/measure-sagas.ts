import type { Pool } from "pg";
import type { Clock } from "@/server/clock";
import { sql } from "@/server/event-store/sql";
import type { Metrics } from "@/server/metrics/registry";
import type { SagaInstance, Verdict } from "./saga";
import { SERVED } from "./served-sagas";

/** What ended longer ago is history, or made anew: it is not measured. */
const LATELY_MS = 10 * 60_000;
/** Sagas that are remembered as measured: what still comes after an end does not measure it twice. */
const MOST_REMEMBERED = 20_000;
/** Whatever piles up is counted, and a worker says something about itself every second. */
const LOOK_EVERY_MS = 10_000;

/**
 * Measures how long sagas took, as they end: told of everything that is judged, it counts each instance once, where it
 * ended just now. A process that is killed may leave one out, or count it twice.
 */
export function measureEnded(
  metrics: Metrics,
  clock: Clock,
): (instances: readonly SagaInstance[], verdicts: readonly Verdict[]) => void {
  const measured = new Set<string>();
  return (instances, verdicts) => {
    const since = (clock().getTime() - LATELY_MS) * 1_000;
    for (const [i, { key, ordinal, form, steps }] of instances.entries()) {
      const { status, definition } = verdicts[i]!;
      if (form !== "saga" || status === "RUNNING" || status === "COMPENSATING") continue;
      const [first, last] = [steps[0]!, steps.at(-1)!];
      const name = `${key.key} ${ordinal}`;
      if (last.at < since || measured.has(name)) continue;
      if (measured.size >= MOST_REMEMBERED) measured.delete(measured.values().next().value!);
      measured.add(name);
      const type = definition?.name ?? first.type;
      metrics.sagas.ended(type, definition !== null, status, (last.at - first.at) / 1_000_000);
    }
  };
}

/**
 * The gauges of what is late and stuck.
 * @returns sets them to what is the case, as the database's clock says; asked often, it looks every ten seconds
 */
export function overdueGauges(metrics: Metrics, pool: Pool, clock: Clock): () => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock().getTime();
    if (now - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = now;
    // Each by the index of its moment: those that are in time are not looked at.
    const open = sql`FROM sagas WHERE generation = ${SERVED} AND form = 'saga' AND status IN ('RUNNING', 'COMPENSATING')`;
    const { rows } = await pool.query<{ late: number; stuck: number }>(
      sql`SELECT (SELECT count(*) ${open} AND late_at <= now())::int AS late,
            (SELECT count(*) ${open} AND stuck_at <= now())::int AS stuck`.toQuery(),
    );
    metrics.sagas.late.set(rows[0]!.late);
    metrics.sagas.stuck.set(rows[0]!.stuck);
  };
}
