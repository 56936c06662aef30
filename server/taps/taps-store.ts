import type { ClientBase, Pool } from "pg";
import { storable } from "@/server/envelopes/text";
import type { ExchangePlan } from "./tap-plan";
import type { TapStatus } from "./taps-schemas";

/**
 * SQL of the taps' own state. It is written on the connection that holds the virtual host's advisory lock (see
 * leadership.ts), so that a writer that lost the lock cannot write: that is why it is not Prisma's.
 */

/** What is kept of an exchange. */
export interface ExchangeState extends Omit<ExchangePlan, "desired" | "add" | "remove"> {
  /** When its tap was first in force, as this process knows; null when it is not. */
  tappedAt: Date | null;
}

export interface TapSettings {
  consent: boolean;
  excluded: ReadonlySet<string>;
}

/** What people decided about a virtual host. */
export async function readTapSettings(pool: Pool, vhost: string): Promise<TapSettings> {
  const { rows } = await pool.query<{ consent: boolean; excluded: string[] }>(
    `SELECT EXISTS (SELECT 1 FROM tap_consents WHERE vhost = $1) AS consent,
            ARRAY(SELECT name::text FROM exchange_exclusions WHERE vhost = $1) AS excluded`,
    [vhost],
  );
  return { consent: rows[0]!.consent, excluded: new Set(rows[0]!.excluded) };
}

/** Names of the exchanges that existed when they were last saved. */
export async function loadLiving(client: ClientBase, vhost: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM exchanges WHERE vhost = $1 AND deleted_at IS NULL",
    [vhost],
  );
  return rows.map((row) => row.name);
}

/**
 * Saves exchanges as they are now. One that was deleted begins a new life; a tap that is in force keeps the time
 * when it first was in that life.
 */
export async function saveExchanges(
  client: ClientBase,
  vhost: string,
  states: readonly ExchangeState[],
  now: Date,
): Promise<void> {
  const rows = new Map(
    states.map((state) => [
      storable(state.name),
      {
        name: storable(state.name),
        type: storable(state.type),
        durable: state.durable,
        auto_delete: state.autoDelete,
        internal: state.internal,
        alternate: state.alternate === null ? null : storable(state.alternate),
        dead_letter: state.deadLetter,
        coverage: state.coverage,
        reason: storableJson(state.reason),
        side_effects: state.sideEffects,
        tapped_at: state.tappedAt,
      },
    ]),
  );
  await client.query(
    `INSERT INTO exchanges AS x (vhost, name, type, durable, auto_delete, internal, alternate, dead_letter, coverage,
                                 reason, side_effects, life, first_seen_at, life_since, tapped_at)
     SELECT $1, name, type, durable, auto_delete, internal, alternate, dead_letter, coverage::tap_coverage, reason,
            side_effects, 1, $3, $3, tapped_at
     FROM jsonb_to_recordset($2) AS new (name text, type text, durable boolean, auto_delete boolean, internal boolean,
       alternate text, dead_letter boolean, coverage text, reason jsonb, side_effects jsonb, tapped_at timestamptz)
     ON CONFLICT (vhost, name) DO UPDATE SET
       type = excluded.type, durable = excluded.durable, auto_delete = excluded.auto_delete,
       internal = excluded.internal, alternate = excluded.alternate, dead_letter = excluded.dead_letter,
       coverage = excluded.coverage, reason = excluded.reason, side_effects = excluded.side_effects,
       life = x.life + (x.deleted_at IS NOT NULL)::int,
       life_since = CASE WHEN x.deleted_at IS NOT NULL THEN excluded.life_since ELSE x.life_since END,
       tapped_at = CASE WHEN x.deleted_at IS NULL AND excluded.tapped_at IS NOT NULL
                        THEN coalesce(x.tapped_at, excluded.tapped_at) ELSE excluded.tapped_at END,
       retapped_at = CASE WHEN x.deleted_at IS NULL THEN x.retapped_at END,
       deleted_at = NULL`,
    [vhost, JSON.stringify([...rows.values()]), now],
  );
}

/** Notes that exchanges are gone. */
export async function markDeleted(
  client: ClientBase,
  vhost: string,
  names: readonly string[],
  now: Date,
): Promise<void> {
  await client.query(
    `UPDATE exchanges SET deleted_at = $3, tapped_at = NULL, retapped_at = NULL
     WHERE vhost = $1 AND name = ANY($2) AND deleted_at IS NULL`,
    [vhost, names.map(storable), now],
  );
}

/** Notes that a tap which somebody had removed was put back. */
export async function markRetapped(
  client: ClientBase,
  vhost: string,
  names: readonly string[],
  now: Date,
): Promise<void> {
  await client.query("UPDATE exchanges SET retapped_at = $3 WHERE vhost = $1 AND name = ANY($2)", [
    vhost,
    names.map(storable),
    now,
  ]);
}

export async function saveTapStatus(client: ClientBase, status: TapStatus, now: Date): Promise<void> {
  await client.query(
    `INSERT INTO tap_states (vhost, state, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (vhost) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`,
    [status.vhost, JSON.stringify(storableJson(status)), now],
  );
}

/** The same value with every text in it storable. */
function storableJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === "string" ? storable(part) : part,
  ) as T;
}
