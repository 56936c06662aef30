import type { ClientBase, Pool } from "pg";
import { coversVhost, type Scope } from "@/server/access/scope";
import { deadLetterConditions } from "@/server/dead-letters/dead-letter-conditions";
import { SillageError } from "@/server/errors";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import {
  haltReason,
  type ListRedriveMessagesInput,
  type ListRedrivesInput,
  type RedriveMessage,
  type RedriveMessagesPage,
  type RedrivesPage,
  type RedriveView,
  redriveDestination,
  redriveRamp,
  redriveSelection,
} from "./redrive-schemas";
import { PLAN_LASTS_MS, REDRIVE_AFTERMATHS, REDRIVE_OUTCOMES, type RedriveStatus } from "./redrive-words";

/** Reads redrives and their messages. A redrive lies in a scope when all of its messages do. */

interface RedriveRow {
  id: string;
  kind: RedriveView["kind"];
  status: RedriveStatus;
  vhost: string;
  selection: unknown;
  destination: unknown;
  rate: number | null;
  ramp: unknown;
  halt_share: number | null;
  total: number;
  created_by: string;
  reason: string | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  status_at: Date;
  halted_why: unknown;
  step: number;
  step_through: number;
  wait_until: Date | null;
  worker: string | null;
  problem: string | null;
  counts: Record<string, number>;
  recent: number;
}

/** How long back the present rate is measured. */
const RATE_SECONDS = 10;

const COLUMNS = sql`
  r.id, r.kind, r.status, r.vhost, r.selection, r.destination, r.rate, r.ramp, r.halt_share, r.total, r.created_by,
  r.reason, r.created_at, r.started_at, r.ended_at, r.status_at, r.halted_why, r.step, r.step_through, r.wait_until,
  r.problem, CASE WHEN r.lease_until > clock_timestamp() THEN r.holder END AS worker, counted.counts, counted.recent`;

/** Each outcome and each aftermath with its number of messages, and how many were settled lately. */
const COUNTED = sql`
  LATERAL (
    SELECT coalesce(jsonb_object_agg(name, n), '{}') AS counts, coalesce(sum(recent), 0)::integer AS recent FROM (
      SELECT coalesce(m.outcome::text, m.aftermath::text) AS name, count(*) AS n,
             count(*) FILTER (WHERE m.outcome IS NOT NULL
                              AND m.settled_at > clock_timestamp() - ${RATE_SECONDS} * interval '1 second') AS recent
      FROM redrive_messages AS m WHERE m.redrive_id = r.id
      GROUP BY GROUPING SETS ((m.outcome), (m.aftermath)) HAVING coalesce(m.outcome::text, m.aftermath::text) IS NOT NULL
    ) AS each
  ) AS counted`;

/** One redrive. @throws SillageError NOT_FOUND also where it does not lie in the scope */
export async function readRedrive(pool: Pool | ClientBase, scope: Scope, id: string): Promise<RedriveView> {
  const { rows } = await pool.query<RedriveRow>(
    sql`SELECT ${COLUMNS} FROM redrives AS r, ${COUNTED} WHERE r.id = ${id}::uuid AND ${within(scope)}`.toQuery(),
  );
  if (!rows[0]) throw new SillageError("NOT_FOUND", `There is no redrive ${id}.`);
  return toView(rows[0]);
}

/** @throws SillageError NOT_FOUND where a redrive is not, or does not lie in the scope */
export async function redriveWithin(
  client: Pool | ClientBase,
  scope: Scope,
  id: string,
): Promise<{ vhost: string; selection: unknown; createdAt: Date }> {
  const { rows } = await client.query<{ vhost: string; selection: unknown; createdAt: Date }>(
    sql`SELECT r.vhost, r.selection, r.created_at AS "createdAt" FROM redrives AS r
        WHERE r.id = ${id}::uuid AND ${within(scope)}`.toQuery(),
  );
  if (!rows[0]) throw new SillageError("NOT_FOUND", `There is no redrive ${id}.`);
  return rows[0];
}

/** A page of redrives, newest first. */
export async function listRedrives(
  pool: Pool,
  scope: Scope,
  { vhost, status, open, deadLetterId, cursor, limit }: ListRedrivesInput,
): Promise<RedrivesPage> {
  const tests: SqlFragment[] = [within(scope)];
  if (vhost !== undefined) tests.push(sql`r.vhost = ${vhost}`);
  if (status !== undefined) tests.push(sql`r.status = ${status}::redrive_status`);
  if (open !== undefined) {
    const opened = sql`r.status IN ('planned', 'running', 'paused', 'halted')`;
    tests.push(open ? opened : sql`NOT ${opened}`);
  }
  if (deadLetterId !== undefined) {
    tests.push(sql`r.id IN (SELECT m.redrive_id FROM redrive_messages AS m
                            WHERE m.dead_letter_id = ${deadLetterId}::bigint)`);
  }
  if (cursor !== undefined) {
    tests.push(
      sql`(r.created_at, r.id) < (SELECT c.created_at, c.id FROM redrives AS c WHERE c.id = ${cursor}::uuid)`,
    );
  }
  const { rows } = await pool.query<RedriveRow>(
    sql`SELECT ${COLUMNS} FROM (
          SELECT * FROM redrives AS r WHERE ${allOf(tests)} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit + 1}
        ) AS r, ${COUNTED} ORDER BY r.created_at DESC, r.id DESC`.toQuery(),
  );
  const items = rows.slice(0, limit).map(toView);
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
}

/** A page of the messages of a redrive, in the order in which they are sent. @throws SillageError NOT_FOUND */
export async function listRedriveMessages(
  pool: Pool,
  scope: Scope,
  id: string,
  { outcome, aftermath, cursor, limit }: ListRedriveMessagesInput,
): Promise<RedriveMessagesPage> {
  await redriveWithin(pool, scope, id);
  const tests: SqlFragment[] = [sql`m.redrive_id = ${id}::uuid`];
  if (outcome !== undefined) tests.push(sql`m.outcome = ${outcome}::redrive_outcome`);
  if (aftermath !== undefined) tests.push(sql`m.aftermath = ${aftermath}::redrive_aftermath`);
  if (cursor !== undefined) tests.push(sql`m.ordinal > ${cursor}`);
  const { rows } = await pool.query<
    Omit<RedriveMessage, "settledAt" | "aftermathAt" | "diedAt"> & {
      settledAt: Date | null;
      aftermathAt: Date | null;
      diedAt: Date;
    }
  >(
    sql`SELECT m.ordinal, m.dead_letter_id AS "deadLetterId", m.version, m.outcome, m.target, m.sends,
               m.settled_at AS "settledAt", m.problem, m.aftermath, m.aftermath_at AS "aftermathAt",
               m.aftermath_ref AS "aftermathRef", d.event_type AS "eventType", d.queue, d.failed_queue AS "failedQueue",
               d.died_at AS "diedAt", d.tries
        FROM redrive_messages AS m JOIN dead_letter_contents AS d ON d.id = m.dead_letter_id
        WHERE ${allOf(tests)} ORDER BY m.ordinal LIMIT ${limit + 1}`.toQuery(),
  );
  const items = rows.slice(0, limit).map((row) => ({
    ...row,
    settledAt: row.settledAt?.toISOString() ?? null,
    aftermathAt: row.aftermathAt?.toISOString() ?? null,
    diedAt: row.diedAt.toISOString(),
  }));
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.ordinal : null };
}

/** A scope as a condition on `redrives AS r`: it has all of its virtual host, or none of its messages lies outside. */
function within(scope: Scope): SqlFragment {
  const inside = deadLetterConditions({}, scope);
  if (scope === "everything" || inside.length === 0) return sql`TRUE`;
  const vhosts = [...new Set(scope.flatMap((part) => (part.vhost === null ? [] : [part.vhost])))];
  const covered = vhosts.filter((vhost) => coversVhost(scope, vhost));
  return sql`(r.vhost = ANY (${covered}::text[]) OR NOT EXISTS (
    SELECT FROM redrive_messages AS w JOIN dead_letters AS d ON d.id = w.dead_letter_id
    WHERE w.redrive_id = r.id AND NOT (${allOf(inside)})))`;
}

function toView(row: RedriveRow): RedriveView {
  const of = <const Names extends readonly string[]>(names: Names) =>
    Object.fromEntries(names.map((name) => [name, row.counts[name] ?? 0])) as Record<Names[number], number>;
  const aftermaths = of(REDRIVE_AFTERMATHS);
  const outcomes = of(REDRIVE_OUTCOMES);
  const perSecond = row.status === "running" ? row.recent / RATE_SECONDS : null;
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    vhost: row.vhost,
    selection: redriveSelection.parse(row.selection),
    destination: redriveDestination.parse(row.destination),
    rate: row.rate,
    ramp: redriveRamp.parse(row.ramp),
    haltShare: row.halt_share === null ? null : Math.round(row.halt_share * 10_000) / 10_000,
    total: row.total,
    createdBy: row.created_by,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    expiresAt:
      row.status === "planned" ? new Date(row.created_at.getTime() + PLAN_LASTS_MS).toISOString() : null,
    endedAt: row.ended_at?.toISOString() ?? null,
    statusAt: row.status_at.toISOString(),
    haltedWhy: row.halted_why === null ? null : haltReason.parse(row.halted_why),
    outcomes,
    aftermaths,
    step:
      row.step === 0
        ? null
        : {
            number: row.step,
            through: Math.min(row.step_through, row.total),
            waitsUntil: row.wait_until?.toISOString() ?? null,
          },
    worker: row.worker,
    problem: row.problem,
    perSecond,
    secondsLeft: secondsLeft(row, outcomes.pending, perSecond),
  };
}

/** As fast as lately, or as the limit lets it, and the wait under way; later waits are not known before their steps. */
function secondsLeft(row: RedriveRow, pending: number, perSecond: number | null): number | null {
  if (row.status !== "running") return null;
  if (pending === 0) return 0;
  const rate = Math.min(perSecond || Number.POSITIVE_INFINITY, row.rate ?? Number.POSITIVE_INFINITY);
  if (!Number.isFinite(rate)) return null;
  const waits = row.wait_until === null ? 0 : Math.max(0, (row.wait_until.getTime() - Date.now()) / 1_000);
  return Math.ceil(pending / rate + waits);
}
