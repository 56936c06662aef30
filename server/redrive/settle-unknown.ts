import type { Pool } from "pg";
import { pause } from "@/server/backoff";
import type { Management } from "@/server/broker/management";
import { REDRIVE_EXCHANGE } from "@/server/broker/redrive-names";
import type { Dispatch } from "./dispatch";
import { rejectsWhenFull } from "./plan-targets";
import { type RedriveLease, RedriveLost } from "./redrive-lease";
import { readMark } from "./redrive-properties";
import { type RunningRedrive, type Settled, settle } from "./redrive-store";
import { verdictOf } from "./settlement";

/**
 * Settles messages that a lost connection or a killed worker may have sent. The connection that sent them is gone, or
 * `dispatch` could not consume what it does. A marker sent now passes the tap behind everything that it sent: once our
 * store has the marker, it has a receipt of each message that reached the broker, and the others can be sent again.
 */

export interface Unsettled {
  pool: Pool;
  management: Management;
  lease: RedriveLease;
  running: RunningRedrive;
  dispatch: Dispatch;
  signal: AbortSignal;
}

interface Unknown {
  ordinal: number;
  target: string | null;
  /** The exchange it was published to. */
  exchange: string;
}

const ASK_MS = 200;
/** What was settled before it was sent at most this long before; clocks differ a little. */
const SLACK_MS = 60_000;

/** @throws RedriveLost; Error when the connection ends meanwhile: then it begins again with the next one */
export async function settleUnknown(work: Unsettled): Promise<void> {
  const { pool, lease, running, dispatch, signal } = work;
  const unknown = await readUnknown(pool, lease, running);
  if (unknown.length === 0) return;
  const marker = await dispatch.markThroughTap();
  while (!(await isStored(pool, running, marker))) {
    if (signal.aborted || dispatch.ended !== null) throw new Error(dispatch.ended ?? "stopped");
    await pause(ASK_MS, signal);
  }
  const exchanges = [...new Set(unknown.map(({ exchange }) => exchange))];
  const [receipts, seen, mayRefuse] = await Promise.all([
    readReceipts(pool, running, lease.redriveId, exchanges),
    readSeen(pool, running, lease.redriveId, unknown[0]!.ordinal, exchanges),
    readMayRefuse(work, unknown),
  ]);
  const settled: Settled[] = [];
  const resend: number[] = [];
  for (const { ordinal, target, exchange } of unknown) {
    const toQueue = exchange === REDRIVE_EXCHANGE;
    const verdict = verdictOf({
      returned: dispatch.returned.has(ordinal),
      receipt: receipts.has(ordinal),
      toQueue,
      mayRefuse: toQueue ? (mayRefuse.get(target ?? "") ?? null) : null,
      absenceCounts: seen.has(exchange),
    });
    if (verdict === "resend") resend.push(ordinal);
    else settled.push({ ordinal, sent: true, ...verdict });
  }
  await settle(pool, lease, running.kind, settled);
  await putBack(pool, lease, resend);
  // Whatever else came back is of messages that were settled before.
  dispatch.forget([...dispatch.returned.keys()]);
}

/** Marks what may have been sent as unknown. @throws RedriveLost */
async function readUnknown(
  pool: Pool,
  { redriveId, epoch }: RedriveLease,
  running: RunningRedrive,
): Promise<Unknown[]> {
  const { kind, destination } = running;
  const toQueue = kind === "release" || destination.kind === "failed-queue" || destination.kind === "queue";
  const { rows } = await pool.query<{ ordinal: number; target: string | null; origin: string | null }>(
    `WITH lease AS (SELECT id, sent_through FROM redrives WHERE id = $1 AND epoch = $2 FOR UPDATE),
     marked AS (
       UPDATE redrive_messages AS m SET outcome = 'unknown' FROM lease
       WHERE m.redrive_id = lease.id AND m.ordinal <= lease.sent_through AND m.outcome IN ('pending', 'unknown')
       RETURNING m.ordinal, m.target, m.dead_letter_id)
     SELECT marked.ordinal, marked.target, d.origin_exchange AS origin FROM marked
     JOIN dead_letter_contents AS d ON d.id = marked.dead_letter_id ORDER BY marked.ordinal`,
    [redriveId, epoch],
  );
  return rows.map(({ ordinal, target, origin }) => {
    const alone = toQueue || (destination.kind === "origin" && origin === "");
    return { ordinal, target, exchange: alone ? REDRIVE_EXCHANGE : (target ?? "") };
  });
}

async function isStored(pool: Pool, { vhost, startedAt }: RunningRedrive, marker: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM messages WHERE exchange = $1 AND vhost = $2 AND received_at >= $3
       AND position($4::bytea IN raw_properties) > 0 LIMIT 1`,
    [REDRIVE_EXCHANGE, vhost, new Date(startedAt.getTime() - SLACK_MS), Buffer.from(marker)],
  );
  return rowCount !== 0;
}

/** Messages of this redrive that our store has; what it could not store counts as well. */
async function readReceipts(
  pool: Pool,
  { vhost, startedAt }: RunningRedrive,
  redriveId: string,
  exchanges: readonly string[],
): Promise<Set<number>> {
  const { rows } = await pool.query<{ raw: Buffer }>(
    `SELECT raw_properties AS raw FROM messages
     WHERE exchange = ANY ($1::text[]) AND vhost = $2 AND received_at >= $3 AND position($4::bytea IN raw_properties) > 0
     UNION ALL
     SELECT raw_properties FROM quarantined_messages
     WHERE vhost = $2 AND received_at >= $3 AND position($4::bytea IN raw_properties) > 0`,
    [exchanges, vhost, new Date(startedAt.getTime() - SLACK_MS), Buffer.from(redriveId)],
  );
  const ordinals = rows.flatMap(({ raw }) => {
    const mark = readMark(raw);
    return mark && "ordinal" in mark && mark.redriveId === redriveId ? [mark.ordinal] : [];
  });
  return new Set(ordinals);
}

/** The exchanges of which our store had everything in the time that matters: tapped whole, and no gap was noted. */
async function readSeen(
  pool: Pool,
  { vhost, startedAt }: RunningRedrive,
  redriveId: string,
  firstUnknown: number,
  exchanges: readonly string[],
): Promise<Set<string>> {
  const { rows } = await pool.query<{ name: string }>(
    `WITH since AS (
       SELECT coalesce((SELECT max(settled_at) FROM redrive_messages WHERE redrive_id = $1 AND ordinal < $2), $3)
              - $4 * interval '1 millisecond' AS at)
     SELECT name FROM unnest($5::text[]) AS name, since
     WHERE NOT EXISTS (SELECT FROM delivery_gaps AS g WHERE g.vhost = $6 AND g.to_at >= since.at)
       AND (name = $7 OR EXISTS (
         SELECT FROM exchanges AS e WHERE e.vhost = $6 AND e.name = name AND e.coverage = 'complete'
           AND e.tapped_at < since.at AND e.deleted_at IS NULL))`,
    [redriveId, firstUnknown, startedAt, SLACK_MS, exchanges, vhost, REDRIVE_EXCHANGE],
  );
  return new Set(rows.map(({ name }) => name));
}

/** Of each target queue whether it refuses messages while it is full. What the broker does not tell is left out. */
async function readMayRefuse(
  { management, running: { vhost } }: Unsettled,
  unknown: readonly Unknown[],
): Promise<Map<string, boolean>> {
  const names = new Set(
    unknown.flatMap(({ target, exchange }) =>
      exchange === REDRIVE_EXCHANGE && target !== null ? [target] : [],
    ),
  );
  const known = new Map<string, boolean>();
  for (const name of names) {
    const queue = await management.queue(vhost, name).catch(() => null);
    if (queue) known.set(name, rejectsWhenFull(queue));
  }
  return known;
}

/** What never reached the broker is sent again, as another attempt. @throws RedriveLost */
async function putBack(
  pool: Pool,
  { redriveId, epoch }: RedriveLease,
  ordinals: readonly number[],
): Promise<void> {
  const { rows } = await pool.query<{ held: string }>(
    `WITH lease AS (SELECT id, status FROM redrives WHERE id = $1 AND epoch = $2 FOR UPDATE),
     back AS (
       UPDATE redrive_messages AS m
       SET sends = m.sends + 1, active = lease.status <> 'aborted',
           outcome = (CASE lease.status WHEN 'aborted' THEN 'released' ELSE 'pending' END)::redrive_outcome
       FROM lease WHERE m.redrive_id = lease.id AND m.ordinal = ANY ($3::int[]))
     SELECT count(*) AS held FROM lease`,
    [redriveId, epoch, ordinals],
  );
  if (rows[0]!.held === "0") throw new RedriveLost(redriveId);
}
