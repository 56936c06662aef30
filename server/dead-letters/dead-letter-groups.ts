import type { ClientBase } from "pg";
import { plainArray, textArray } from "@/server/event-store/array-literal";
import type { DeadLetterEntry } from "./prepare-dead-letter";

const HOUR_MS = 3_600_000;

/**
 * Finds or makes the groups of these dead letters and locks them, in the order of their ids: whoever changes the counts
 * of several groups takes them in that order.
 * @returns their ids by key
 */
export async function lockGroups(
  client: ClientBase,
  entries: readonly DeadLetterEntry[],
): Promise<Map<string, number>> {
  const groups = new Map<string, { entry: DeadLetterEntry; first: number; last: number }>();
  for (const entry of entries) {
    const known = groups.get(entry.groupKey);
    groups.set(entry.groupKey, {
      entry,
      first: Math.min(entry.diedAt, known?.first ?? entry.diedAt),
      last: Math.max(entry.diedAt, known?.last ?? entry.diedAt),
    });
  }
  const found = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  const keys = found.map(([key]) => key);
  const all = found.map(([, group]) => group);
  const times = [
    plainArray(keys),
    plainArray(all.map(({ first }) => first / 1_000)),
    plainArray(all.map(({ last }) => last / 1_000)),
  ];
  await client.query({
    name: "dead-letter-groups-insert",
    text: `INSERT INTO dead_letter_groups
             (key, vhost, queue, failed_queue, exchange, reason, error_class, error_type, signature, first_at, last_at)
           SELECT k, v, q, f, x, r, c, t, s, to_timestamp(a), to_timestamp(b)
           FROM unnest($1::uuid[], $2::float8[], $3::float8[], $4::text[], $5::text[], $6::text[], $7::text[],
                       $8::text[], $9::text[], $10::text[], $11::text[]) AS new (k, a, b, v, q, f, x, r, c, t, s)
           WHERE NOT EXISTS (SELECT FROM dead_letter_groups WHERE key = k)
           ORDER BY k
           ON CONFLICT (key) DO NOTHING`,
    values: [
      ...times,
      textArray(all.map(({ entry }) => entry.vhost)),
      textArray(all.map(({ entry }) => entry.queue)),
      textArray(all.map(({ entry }) => entry.cause.failedQueue ?? "")),
      textArray(all.map(({ entry }) => entry.cause.originExchange ?? entry.exchange)),
      textArray(all.map(({ entry }) => entry.cause.reason)),
      textArray(all.map(({ entry }) => entry.error.errorClass)),
      textArray(all.map(({ entry }) => entry.error.type)),
      textArray(all.map(({ entry }) => entry.signature)),
    ],
  });
  const { rows } = await client.query<{ id: string; key: string }>({
    name: "dead-letter-groups-lock",
    text: "SELECT id, key FROM dead_letter_groups WHERE key = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE",
    values: [plainArray(keys)],
  });
  await client.query({
    name: "dead-letter-groups-times",
    text: `UPDATE dead_letter_groups SET
             first_at = least(first_at, to_timestamp(a)), last_at = greatest(last_at, to_timestamp(b))
           FROM unnest($1::uuid[], $2::float8[], $3::float8[]) AS new (k, a, b)
           WHERE key = k AND (first_at > to_timestamp(a) OR last_at < to_timestamp(b))`,
    values: times,
  });
  return new Map(rows.map(({ id, key }) => [key, Number(id)]));
}

/** Counts deaths by the hour. */
export async function countHours(
  client: ClientBase,
  deaths: readonly { groupId: number; diedAt: number }[],
): Promise<void> {
  const cells = new Map<string, { groupId: number; hour: number; count: number }>();
  for (const { groupId, diedAt } of deaths) {
    const hour = Math.floor(diedAt / HOUR_MS);
    const cell = cells.get(`${groupId} ${hour}`);
    if (cell) cell.count++;
    else cells.set(`${groupId} ${hour}`, { groupId, hour, count: 1 });
  }
  const rows = [...cells.values()];
  if (rows.length === 0) return;
  await client.query({
    name: "dead-letter-hours",
    text: `INSERT INTO dead_letter_hours AS h (group_id, hour, count)
           SELECT g, to_timestamp(t * 3600), n FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS new (g, t, n)
           ORDER BY g, t
           ON CONFLICT (group_id, hour) DO UPDATE SET count = h.count + excluded.count`,
    values: [
      plainArray(rows.map((row) => row.groupId)),
      plainArray(rows.map((row) => row.hour)),
      plainArray(rows.map((row) => row.count)),
    ],
  });
}
