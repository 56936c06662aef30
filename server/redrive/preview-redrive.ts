import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { deadLetterConditions } from "@/server/dead-letters/dead-letter-conditions";
import { guardDeadLetterFilter } from "@/server/dead-letters/guard-dead-letter-filter";
import { SillageError } from "@/server/errors";
import { allOf, sql } from "@/server/event-store/sql";
import type { Masker } from "@/server/masking/masker";
import type { BrokerReader } from "@/server/topology/broker-reader";
import { type Heap, targetsOf } from "./plan-targets";
import { redriveWithin } from "./redrive-queries";
import { leftOut, type RedrivePreview, redriveSelection } from "./redrive-schemas";

/** Different keys of one exchange whose route is looked for. */
const MOST_KEYS = 2_000;
/** Messages of which it is asked whether their event has caused another: each is a look into every day of the store. */
const MOST_ASKED = 10_000;

/**
 * What a plan would do if it were started now: where its messages go and who listens there, and what speaks against it.
 * @throws SillageError NOT_FOUND
 */
export async function previewRedrive(
  { pool, broker }: { pool: Pool; broker: BrokerReader | null },
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<RedrivePreview> {
  const { vhost } = await redriveWithin(pool, scope, id);
  const [told, heaps, handled, before, since, known] = await Promise.all([
    readPlan(pool, id),
    readHeaps(pool, id),
    readHandled(pool, id),
    readEarlier(pool, id),
    readArrivedSince(pool, scope, masker, id),
    broker?.read(vhost) ?? { reading: null, problem: "The web process was started without RABBITMQ_URL." },
  ]);
  const targets = targetsOf(heaps, known.reading);
  return {
    ...told,
    targets,
    targetless: told.total - heaps.reduce((sum, heap) => sum + heap.messages, 0),
    unroutable: targets.reduce((sum, target) => sum + target.unroutable, 0),
    ...handled,
    ...before,
    arrivedSince: since,
    problem: known.problem,
  };
}

async function readPlan(
  pool: Pool,
  id: string,
): Promise<Pick<RedrivePreview, "total" | "oldestDiedAt" | "leftOut">> {
  const { rows } = await pool.query<{ total: number; left_out: unknown; oldest: Date | null }>(
    `SELECT r.total, r.left_out,
            (SELECT min(d.died_at) FROM redrive_messages AS m JOIN dead_letter_contents AS d ON d.id = m.dead_letter_id
             WHERE m.redrive_id = r.id) AS oldest
     FROM redrives AS r WHERE r.id = $1`,
    [id],
  );
  const { total, left_out, oldest } = rows[0]!;
  return { total, oldestDiedAt: oldest?.toISOString() ?? null, leftOut: leftOut.parse(left_out) };
}

/** What is published on the default exchange goes to a queue, as `routeOf` (redrive-route.ts) has it. */
async function readHeaps(pool: Pool, id: string): Promise<Heap[]> {
  const { rows } = await pool.query<Omit<Heap, "messages"> & { messages: string }>(
    `SELECT kind, target AS name, CASE kind WHEN 'exchange' THEN key END AS "routingKey", count(*) AS messages
     FROM (
       SELECT m.target,
              CASE WHEN r.kind = 'release' OR r.destination->>'kind' IN ('failed-queue', 'queue')
                     OR (r.destination->>'kind' = 'origin' AND d.origin_exchange = '') THEN 'queue' ELSE 'exchange' END AS kind,
              coalesce(r.destination->>'routingKey', d.origin_key, '') AS key
       FROM redrives AS r JOIN redrive_messages AS m ON m.redrive_id = r.id JOIN dead_letter_contents AS d ON d.id = m.dead_letter_id
       WHERE r.id = $1 AND m.target IS NOT NULL
     ) AS each GROUP BY 1, 2, 3 ORDER BY count(*) DESC LIMIT $2`,
    [id, MOST_KEYS],
  );
  return rows.map((row) => ({ ...row, messages: Number(row.messages) }));
}

async function readHandled(
  pool: Pool,
  id: string,
): Promise<Pick<RedrivePreview, "handledElsewhere" | "handledAsked">> {
  const { rows } = await pool.query<{ handled: string; asked: string }>(
    // An aggregate, not EXISTS: the planner is to look each cause up, and not to read until it finds one.
    `SELECT count(*) FILTER (WHERE (
              SELECT min(e.id) FROM messages AS e WHERE e.causation_id = d.event_id AND e.vhost = d.vhost) IS NOT NULL) AS handled,
            count(*) AS asked
     FROM redrive_messages AS m JOIN dead_letter_contents AS d ON d.id = m.dead_letter_id
     WHERE m.redrive_id = $1 AND m.ordinal <= $2`,
    [id, MOST_ASKED],
  );
  return { handledElsewhere: Number(rows[0]!.handled), handledAsked: Number(rows[0]!.asked) };
}

/** What earlier redrives did with the same dead letters. */
async function readEarlier(
  pool: Pool,
  id: string,
): Promise<Pick<RedrivePreview, "redrivenBefore" | "inDoubtBefore">> {
  const { rows } = await pool.query<{ redriven: string; in_doubt: string }>(
    `SELECT count(DISTINCT m.dead_letter_id) FILTER (WHERE e.outcome = 'confirmed') AS redriven,
            count(DISTINCT m.dead_letter_id) FILTER (WHERE e.outcome = 'in_doubt') AS in_doubt
     FROM redrive_messages AS m
     JOIN redrive_messages AS e ON e.dead_letter_id = m.dead_letter_id AND e.redrive_id <> m.redrive_id
     WHERE m.redrive_id = $1`,
    [id],
  );
  return { redrivenBefore: Number(rows[0]!.redriven), inDoubtBefore: Number(rows[0]!.in_doubt) };
}

/** Dead letters that match and came later: they are new, and not part of the plan. */
async function readArrivedSince(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<number | null> {
  const { selection, createdAt } = await redriveWithin(pool, scope, id);
  const asked = redriveSelection.parse(selection);
  if (!("filter" in asked)) return 0;
  try {
    const which = deadLetterConditions(guardDeadLetterFilter(asked.filter, masker), scope);
    const { rows } = await pool.query<{ n: string }>(
      sql`SELECT count(*) AS n FROM dead_letters AS d
          WHERE ${allOf(which)} AND d.seen_at > ${createdAt}::timestamptz`.toQuery(),
    );
    return Number(rows[0]!.n);
  } catch (error) {
    if (error instanceof SillageError && error.code === "FORBIDDEN") return null;
    throw error;
  }
}
