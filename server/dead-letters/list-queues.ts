import type { Pool } from "pg";
import { coversVhost, type Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import { askDatabase } from "./ask-database";
import type { DeadLetterQueueView } from "./queue-schemas";

/** The last day, in quarters of an hour. */
const STEP_MS = 15 * 60_000;
const STEPS = 96;

type Told = "counts" | "groups" | "depths" | "holding";
interface QueueRow extends Omit<DeadLetterQueueView, Told | "custodyChangedAt" | "readAt"> {
  custodyChangedAt: Date;
  readAt: Date | null;
  heldUntil: Date | null;
}
interface Counted {
  vhost: string;
  queue: string;
  groups: number;
  observed: number;
  held: number;
  released: number;
}
interface DepthRow {
  vhost: string;
  queue: string;
  step: number;
  waiting: number | null;
  held: number | null;
}

/**
 * The dead-letter queues of a scope, those with the most to look at first. A queue of which a scope covers only some
 * exchanges is in it as soon as something that was published to one of them has died there.
 */
export async function listQueues(pool: Pool, scope: Scope, now: Date): Promise<DeadLetterQueueView[]> {
  const first = Math.floor(now.getTime() / STEP_MS) - STEPS + 1;
  const [queues, counted, depths] = await Promise.all([
    askDatabase<QueueRow>(
      pool,
      sql`SELECT vhost, name, custody, custody_chosen_by AS "custodyChosenBy", custody_changed_at AS "custodyChangedAt",
          found_by AS "foundBy", sources, countable_only AS "countableOnly", owned, present, depth::float8, consumers,
          read_at AS "readAt", problem, unholdable, held_until AS "heldUntil"
        FROM dead_letter_queues`,
    ),
    askDatabase<Counted>(
      pool,
      sql`SELECT g.vhost, g.queue, count(*) FILTER (WHERE g.observed + g.held > 0)::int AS groups,
          sum(g.observed)::float8 AS observed, sum(g.held)::float8 AS held, sum(g.released)::float8 AS released
        FROM dead_letter_groups AS g WHERE ${allOf(scopeConditions(scope, "g"))} GROUP BY g.vhost, g.queue`,
    ),
    askDatabase<DepthRow>(
      pool,
      sql`SELECT vhost, queue, floor(extract(epoch FROM minute) * 1000 / ${STEP_MS}::float8)::int AS step,
          max(waiting)::float8 AS waiting, max(held)::float8 AS held
        FROM dead_letter_depths WHERE minute >= ${new Date(first * STEP_MS).toISOString()}::timestamptz
        GROUP BY 1, 2, 3`,
    ),
  ]);
  const views = queues.flatMap(({ custodyChangedAt, readAt, heldUntil, ...queue }) => {
    const counts = counted.find((it) => it.vhost === queue.vhost && it.queue === queue.name);
    if (!counts && !coversVhost(scope, queue.vhost)) return [];
    const own = depths.filter((it) => it.vhost === queue.vhost && it.queue === queue.name);
    const series = (of: "waiting" | "held") =>
      Array.from({ length: STEPS }, (_, i) => own.find(({ step }) => step === first + i)?.[of] ?? null);
    const { observed = 0, held = 0, released = 0, groups = 0 } = counts ?? {};
    return {
      ...queue,
      custodyChangedAt: custodyChangedAt.toISOString(),
      readAt: readAt?.toISOString() ?? null,
      holding: queue.custody === "hold" && heldUntil !== null && heldUntil > now,
      counts: { observed, held, released },
      groups,
      depths: {
        from: new Date(first * STEP_MS).toISOString(),
        stepMs: STEP_MS,
        waiting: series("waiting"),
        held: series("held"),
      },
    };
  });
  const weight = ({ depth, counts }: DeadLetterQueueView) => (depth ?? 0) + counts.observed + counts.held;
  return views.sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1));
}
