import type { Pool } from "pg";
import type { z } from "zod";
import { inScope, type Scope } from "@/server/access/scope";
import { storable } from "@/server/envelopes/text";
import { SillageError } from "@/server/errors";
import { decodeCursor, encodeCursor, keyTime } from "@/server/event-store/search-cursor";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type {
  ActionDetail,
  ActionFilter,
  ActionItem,
  ActionLine,
  ActionsOfInput,
  ActionsPage,
  listActionsInput,
} from "./actions-schemas";

/** Reads the record. Its SQL shapes are the callers', so it runs on the pool of searches, with that one's limits. */

const COLUMNS = sql`a.id::text, a.at, a.actor_kind, a.actor_id, a.actor_name, a.from_address, a.action,
  a.target_type, a.target_id, a.vhost, a.exchange, a.reason, a.outcome`;

interface Row {
  id: string;
  at: Date;
  actor_kind: ActionItem["actor"]["kind"];
  actor_id: string | null;
  actor_name: string;
  from_address: string | null;
  action: ActionItem["action"];
  target_type: ActionItem["target"]["type"];
  target_id: string;
  vhost: string | null;
  exchange: string | null;
  reason: string | null;
  outcome: ActionItem["outcome"];
}

/**
 * A page of the record, newest first. Everything that was committed when the first page was read is on exactly one page,
 * whatever is written meanwhile.
 * @throws SillageError INVALID_INPUT for a cursor that is none, UNAVAILABLE when the database needs too long.
 */
export async function listActions(
  pool: Pool,
  { cursor, limit, ...filter }: z.output<typeof listActionsInput>,
): Promise<ActionsPage> {
  const tests = conditions(filter);
  if (cursor !== undefined) {
    const key = decodeCursor(cursor);
    tests.push(sql`(a.at, a.id) < (${keyTime(key)}::timestamptz, ${key.id}::bigint)`);
  }
  const query = sql`SELECT ${COLUMNS} FROM operator_actions AS a WHERE ${allOf(tests)}
    ORDER BY a.at DESC, a.id DESC LIMIT ${limit + 1}`;
  const rows = await ask<Row>(pool, query);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor:
      rows.length > limit && last
        ? encodeCursor({ micros: String(BigInt(last.at.getTime()) * 1_000n), id: last.id })
        : null,
  };
}

/** One action with its values. @throws SillageError NOT_FOUND */
export async function getAction(pool: Pool, id: string): Promise<ActionDetail> {
  type Whole = Row & Pick<ActionDetail, "before" | "after" | "detail">;
  const [row] = await ask<Whole>(
    pool,
    sql`SELECT ${COLUMNS}, a.before, a.after, a.detail FROM operator_actions AS a WHERE a.id = ${id}::bigint`,
  );
  if (!row) throw new SillageError("NOT_FOUND", `There is no action ${id}.`);
  return { ...toItem(row), before: row.before, after: row.after, detail: row.detail };
}

const SHOWN_ON_OBJECT = 10;

/** What was done to one thing, newest first, as far as it lies in a scope. */
export async function actionsOf(
  pool: Pool,
  { type, id, vhost }: ActionsOfInput,
  scope: Scope,
): Promise<{ items: ActionLine[]; more: boolean }> {
  const tests = [sql`a.target_type = ${type}`, sql`a.target_id = ${storable(id)}`];
  if (vhost !== undefined) tests.push(sql`a.vhost = ${storable(vhost)}`);
  const rows = await ask<Row>(
    pool,
    sql`SELECT ${COLUMNS} FROM operator_actions AS a WHERE ${allOf(tests)}
      ORDER BY a.at DESC, a.id DESC LIMIT ${SHOWN_ON_OBJECT + 1}`,
  );
  const seen = rows.filter((row) => scope === "everything" || isWithin(scope, row));
  return { items: seen.slice(0, SHOWN_ON_OBJECT).map(toLine), more: seen.length > SHOWN_ON_OBJECT };
}

function isWithin(scope: Scope, { vhost, exchange }: Row): boolean {
  return vhost !== null && inScope(scope, { vhost, exchange: exchange ?? "" });
}

function conditions({ who, action, targetType, target, outcome, q, from, to }: ActionFilter): SqlFragment[] {
  const tests: SqlFragment[] = [];
  if (who !== undefined) tests.push(sql`(a.actor_name ILIKE ${like(who)} OR a.actor_id = ${storable(who)})`);
  if (action !== undefined) tests.push(sql`a.action = ${action}`);
  if (targetType !== undefined) tests.push(sql`a.target_type = ${targetType}`);
  if (target !== undefined) {
    const part = like(target);
    tests.push(sql`(a.target_id ILIKE ${part} OR a.exchange ILIKE ${part} OR a.vhost ILIKE ${part})`);
  }
  if (outcome !== undefined) tests.push(sql`a.outcome = ${outcome}`);
  if (q !== undefined) {
    const part = like(q);
    tests.push(
      sql`(a.reason ILIKE ${part} OR a.detail::text ILIKE ${part} OR a.before::text ILIKE ${part} OR a.after::text ILIKE ${part})`,
    );
  }
  if (from !== undefined) tests.push(sql`a.at >= ${from.toISOString()}::timestamptz`);
  if (to !== undefined) tests.push(sql`a.at < ${to.toISOString()}::timestamptz`);
  return tests;
}

const like = (text: string) => `%${storable(text).replace(/[\\%_]/g, "\\$&")}%`;

async function ask<T extends object>(pool: Pool, query: SqlFragment): Promise<T[]> {
  try {
    return (await pool.query<T>(query.toQuery())).rows;
  } catch (error) {
    if ((error as { code?: string }).code !== "57014") throw error;
    throw new SillageError(
      "UNAVAILABLE",
      "The search took too long and was stopped. Choose a shorter range or one more filter.",
      { cause: error },
    );
  }
}

function toItem(row: Row): ActionItem {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    from: row.from_address,
    action: row.action,
    target: { type: row.target_type, id: row.target_id, vhost: row.vhost, exchange: row.exchange },
    reason: row.reason,
    outcome: row.outcome,
  };
}

function toLine(row: Row): ActionLine {
  const { id, at, action, reason, outcome } = toItem(row);
  return { id, at, action, reason, outcome, who: row.actor_name };
}
