import type { Pool } from "pg";
import { progress } from "./figures";

const CAUSES = 400;
const PART = 100_000;

/**
 * Puts held dead letters into the store, by SQL alone, over the 24 hours before now: of 400 causes in 8 queues, a few of
 * which have most of them, as it is in life. Counts of the groups come by the triggers, as from custody.
 */
export async function fillDeadLetters(pool: Pool, count: number): Promise<void> {
  await pool.query(
    "TRUNCATE dead_letter_groups, dead_letter_hours, dead_letter_contents, dead_letter_states CASCADE",
  );
  await pool.query(
    `INSERT INTO dead_letter_groups
       (id, key, vhost, queue, failed_queue, exchange, reason, error_class, error_type, signature, first_at, last_at)
     SELECT n, gen_random_uuid(), '/', 'queue-' || n % 8 || '.dlq', 'queue-' || n % 8, 'exchange-' || n % 5,
       (ARRAY['rejected', 'expired', 'delivery_limit'])[1 + n % 3], (ARRAY['transient', 'poison', 'business'])[1 + n % 3],
       'Error' || n, 'the order could not be handled because of rule ' || n, now() - interval '24 hours', now()
     FROM generate_series(1, $1::int) AS n`,
    [CAUSES],
  );
  for (let done = 0; done < count; done += PART) {
    await pool.query(
      `WITH causes AS MATERIALIZED (
         SELECT nextval(pg_get_serial_sequence('dead_letter_contents', 'id')) AS id, 1 + floor(power(random(), 4) * $2::int) AS cause
         FROM generate_series(1, $1::int)
       ), contents AS (
         INSERT INTO dead_letter_contents (id, vhost, queue, died_at, digest, exchange, routing_key, failed_queue, reason,
           origin_exchange, deaths, error_class, error_type, error_message, raw_properties, body_codec, body_size, body)
         SELECT c.id, g.vhost, g.queue, now() - random() * interval '24 hours', gen_random_uuid(), g.exchange || '.dlx',
           'order.placed', g.failed_queue, g.reason, g.exchange, 1, g.error_class, g.error_type, g.signature,
           '\\x0000', 0, 40, convert_to(repeat('x', 40), 'UTF8')
         FROM causes AS c JOIN dead_letter_groups AS g ON g.id = c.cause ORDER BY c.id
       )
       INSERT INTO dead_letter_states (id, group_id, vhost, queue, state)
       SELECT c.id, g.id, g.vhost, g.queue, 'held' FROM causes AS c JOIN dead_letter_groups AS g ON g.id = c.cause ORDER BY c.id`,
      [Math.min(PART, count - done), CAUSES],
    );
    progress(`${Math.min(done + PART, count)} of ${count} dead letters stored`);
  }
  await pool.query(
    `INSERT INTO dead_letter_hours (group_id, hour, count)
     SELECT group_id, date_trunc('hour', died_at), count(*) FROM dead_letters GROUP BY 1, 2`,
  );
  await pool.query(
    "VACUUM (ANALYZE) dead_letter_contents, dead_letter_states, dead_letter_groups, dead_letter_hours",
  );
}
