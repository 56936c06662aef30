import type { Pool } from "pg";
import { pause } from "@/server/backoff";
import type { Management } from "@/server/broker/management";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";

/**
 * Looks what became of messages that were sent: whether an event names them as its cause, whether they have left their
 * queue. That one came back dead is noted by whoever stores the dead letter (server/dead-letters).
 */

export interface AftermathOptions {
  pool: Pool;
  management: Management;
  vhosts: readonly string[];
  logger: Logger;
  signal: AbortSignal;
}

const EVERY_MS = 1_000;
/** Messages asked about in one statement. */
const PART = 5_000;
/** The broker's statistics are up to five seconds old: what came later may still be in the queue. */
const STATISTICS_MS = 10_000;

/** Runs until the signal aborts. */
export async function watchAftermath({
  pool,
  management,
  vhosts,
  logger,
  signal,
}: AftermathOptions): Promise<void> {
  let problem: string | null = null;
  while (!signal.aborted) {
    try {
      const due = await takeDue(pool, vhosts);
      for (const redrive of due) await lookAfter(pool, management, redrive);
      problem = null;
    } catch (error) {
      const reason = errorText(error);
      if (reason !== problem)
        logger.warn({ reason }, "what became of redriven messages cannot be looked for");
      problem = reason;
    }
    await pause(EVERY_MS, signal);
  }
}

interface Due {
  id: string;
  vhost: string;
  startedAt: Date;
  last: number;
}

/** Looks once what became of the messages of one redrive. */
export async function lookAfter(pool: Pool, management: Management, redrive: Due): Promise<void> {
  for (let after = 0; after < redrive.last; after += PART) await noteEffects(pool, redrive, after);
  await noteLeft(pool, management, redrive);
}

/**
 * The redrives that are to be looked at now, each by one worker: every five seconds, large ones and those that ended
 * long ago less often, until a day after their end.
 */
async function takeDue(pool: Pool, vhosts: readonly string[]): Promise<Due[]> {
  const { rows } = await pool.query<Due>(
    `UPDATE redrives AS r SET aftermath_at = clock_timestamp() FROM (
       SELECT id FROM redrives
       WHERE started_at IS NOT NULL AND vhost = ANY ($1::text[])
         AND (ended_at IS NULL OR ended_at > clock_timestamp() - interval '1 day')
         AND (aftermath_at IS NULL OR aftermath_at < clock_timestamp() - greatest(
               interval '5 seconds', total / 2000 * interval '1 second',
               (clock_timestamp() - coalesce(ended_at, clock_timestamp())) / 10))
       ORDER BY created_at DESC LIMIT 20 FOR NO KEY UPDATE SKIP LOCKED
     ) AS due WHERE r.id = due.id
     RETURNING r.id, r.vhost, r.started_at AS "startedAt", r.sent_through AS last`,
    [vhosts],
  );
  return rows;
}

/** An event that names the message's event as its cause is an effect of it, if it came after the redrive began. */
async function noteEffects(pool: Pool, { id, vhost, startedAt }: Due, after: number): Promise<void> {
  await pool.query({
    name: "redrive-effects",
    text: `UPDATE redrive_messages AS m SET aftermath = 'effect', aftermath_at = clock_timestamp(), aftermath_ref = found.id
           FROM dead_letter_contents AS d
           CROSS JOIN LATERAL (
             -- An aggregate: with a LIMIT the planner would read the day in its order instead of looking the cause up.
             SELECT min(e.id) AS id FROM messages AS e
             WHERE e.causation_id = d.event_id AND e.vhost = $2 AND e.received_at >= $3
               AND e.arrival NOT IN ('dead_lettered', 'redriven')) AS found
           WHERE m.redrive_id = $1 AND m.ordinal > $4 AND m.ordinal <= $5 AND m.outcome IN ('confirmed', 'in_doubt')
             AND (m.aftermath IS NULL OR m.aftermath = 'left') AND d.id = m.dead_letter_id AND d.event_id IS NOT NULL
             AND found.id IS NOT NULL`,
    values: [id, vhost, startedAt, after, after + PART],
  });
}

/** A queue that is empty has none of the messages any more that it had before: they have left it. */
async function noteLeft(pool: Pool, management: Management, { id, vhost }: Due): Promise<void> {
  const before = new Date(Date.now() - STATISTICS_MS);
  const { rows } = await pool.query<{ target: string }>(
    `SELECT DISTINCT m.target FROM redrive_messages AS m
     JOIN redrives AS r ON r.id = m.redrive_id JOIN dead_letter_contents AS d ON d.id = m.dead_letter_id
     WHERE m.redrive_id = $1 AND m.outcome = 'confirmed' AND m.aftermath IS NULL AND m.settled_at < $2
       AND (r.destination->>'kind' IN ('failed-queue', 'queue') OR (r.destination->>'kind' = 'origin' AND d.origin_exchange = ''))`,
    [id, before],
  );
  for (const { target } of rows) {
    const queue = await management.queue(vhost, target);
    if (queue === null || queue.ready === null || queue.ready + (queue.unacked ?? 0) > 0) continue;
    await pool.query(
      `UPDATE redrive_messages SET aftermath = 'left', aftermath_at = clock_timestamp()
       WHERE redrive_id = $1 AND target = $2 AND outcome = 'confirmed' AND aftermath IS NULL AND settled_at < $3`,
      [id, target, before],
    );
  }
}
