import type { Pool } from "pg";
import { plainArray } from "@/server/event-store/array-literal";
import { LEASE_MS, type RedriveLease, RedriveLost } from "./redrive-lease";
import {
  type HaltReason,
  type RedriveDestination,
  type RedriveRamp,
  redriveDestination,
  redriveRamp,
} from "./redrive-schemas";
import type { RedriveKind, RedriveOutcome, RedriveStatus } from "./redrive-words";

/** What the worker that carries a redrive out reads and writes. Every write looks at the epoch first. */

/** A redrive as its worker finds it. */
export interface RunningRedrive {
  kind: RedriveKind;
  status: RedriveStatus;
  vhost: string;
  destination: RedriveDestination;
  ramp: RedriveRamp;
  /** Its last ordinal. */
  last: number;
  startedAt: Date;
  step: number;
  stepThrough: number;
  waitUntil: Date | null;
  unsettled: boolean;
}

export async function readRunning(pool: Pool, { redriveId, epoch }: RedriveLease): Promise<RunningRedrive> {
  const { rows } = await pool.query<RunningRedrive>(
    `SELECT kind, status, vhost, destination, ramp, coalesce(started_at, created_at) AS "startedAt", step,
            step_through AS "stepThrough", wait_until AS "waitUntil", unsettled,
            (SELECT max(ordinal) FROM redrive_messages WHERE redrive_id = $1) AS last
     FROM redrives WHERE id = $1 AND epoch = $2`,
    [redriveId, epoch],
  );
  if (!rows[0]) throw new RedriveLost(redriveId);
  const { destination, ramp, ...rest } = rows[0];
  return { ...rest, destination: redriveDestination.parse(destination), ramp: redriveRamp.parse(ramp) };
}

/**
 * Writes down, before it happens, that messages up to an ordinal are handed to the broker.
 * @returns false when somebody has paused or aborted it: nothing more may be sent
 * @throws RedriveLost
 */
export async function advance(
  pool: Pool,
  { redriveId, epoch }: RedriveLease,
  through: number,
): Promise<boolean> {
  const { rows } = await pool.query<{ status: RedriveStatus }>({
    name: "redrive-advance",
    text: `UPDATE redrives SET
             sent_through = CASE status WHEN 'running' THEN greatest(sent_through, $3) ELSE sent_through END,
             unsettled = unsettled OR status = 'running', lease_until = clock_timestamp() + $4 * interval '1 millisecond'
           WHERE id = $1 AND epoch = $2 RETURNING status`,
    values: [redriveId, epoch, through, LEASE_MS],
  });
  if (!rows[0]) throw new RedriveLost(redriveId);
  return rows[0].status === "running";
}

/** What became of a message. */
export interface Settled {
  ordinal: number;
  outcome: Exclude<RedriveOutcome, "pending" | "unknown" | "released">;
  problem: string | null;
  /** It was handed to the broker. */
  sent: boolean;
}

/**
 * Writes outcomes down, frees the messages for others, and notes on dead letters that they are redriven: a transaction
 * for those that ended alike, in one statement, so that the groups are counted in one order. @throws RedriveLost
 */
export async function settle(
  pool: Pool,
  lease: RedriveLease,
  kind: RedriveKind,
  settled: readonly Settled[],
): Promise<void> {
  const alike = new Map<string, Settled[]>();
  for (const one of settled) {
    const key = `${one.outcome} ${one.sent} ${one.problem ?? ""}`;
    const others = alike.get(key);
    if (others) others.push(one);
    else alike.set(key, [one]);
  }
  for (const part of alike.values()) await settleAlike(pool, lease, kind, part);
}

async function settleAlike(
  pool: Pool,
  { redriveId, epoch }: RedriveLease,
  kind: RedriveKind,
  settled: readonly Settled[],
): Promise<void> {
  const { outcome, problem, sent } = settled[0]!;
  const { rows } = await pool.query<{ held: string }>({
    name: "redrive-settle",
    // Shared, so that `advance` does not wait for it; whoever takes the redrive over does (claimRedrives).
    text: `WITH lease AS (
             SELECT id FROM redrives WHERE id = $1 AND epoch = $2 FOR KEY SHARE
           ), done AS (
             UPDATE redrive_messages AS m
             SET outcome = $4::redrive_outcome, active = false, sends = m.sends + $6, settled_at = clock_timestamp(), problem = $5
             WHERE m.redrive_id = $1 AND m.ordinal = ANY ($3::int[]) AND EXISTS (SELECT FROM lease)
             RETURNING m.dead_letter_id
           ), moved AS (
             UPDATE dead_letter_states AS d SET state = $7::dead_letter_state, state_at = clock_timestamp()
             WHERE d.id = ANY (ARRAY(SELECT dead_letter_id FROM done)) AND $4::text = 'confirmed'
           )
           SELECT count(*) AS held FROM lease`,
    values: [
      redriveId,
      epoch,
      plainArray(settled.map(({ ordinal }) => ordinal)),
      outcome,
      problem,
      sent ? 1 : 0,
      kind === "release" ? "released" : "redriven",
    ],
  });
  if (rows[0]!.held === "0") throw new RedriveLost(redriveId);
}

/** Goes to a step of the ramp. `waitUntil`: all of the step before is settled, and the next one begins then. */
export async function writeStep(
  pool: Pool,
  { redriveId, epoch }: RedriveLease,
  { step, through, waitUntil }: { step: number; through: number; waitUntil: Date | null },
): Promise<void> {
  const { rowCount } = await pool.query(
    "UPDATE redrives SET step = $3, step_through = $4, wait_until = $5 WHERE id = $1 AND epoch = $2 AND status = 'running'",
    [redriveId, epoch, step, through, waitUntil],
  );
  if (rowCount === 0) await expectHeld(pool, { redriveId, epoch });
}

/** Ends it, when nothing is left to send, or stops it by itself. Does nothing when a person was faster. */
export async function endRedrive(
  pool: Pool,
  { redriveId, epoch }: RedriveLease,
  end: { status: "completed" } | { status: "halted"; why: HaltReason },
): Promise<void> {
  await pool.query(
    `UPDATE redrives SET status = $3, status_at = clock_timestamp(), wait_until = NULL, problem = NULL, halted_why = $4,
       ended_at = CASE $3::redrive_status WHEN 'completed' THEN clock_timestamp() END
     WHERE id = $1 AND epoch = $2 AND status = 'running'`,
    [redriveId, epoch, end.status, end.status === "halted" ? JSON.stringify(end.why) : null],
  );
}

/** What the halt rule judges: messages after an ordinal by what became of them. */
export interface Tally {
  settled: number;
  notTaken: number;
  deadAgain: number;
}

export async function readTally(pool: Pool, redriveId: string, after: number): Promise<Tally> {
  const { rows } = await pool.query<Record<keyof Tally, string>>(
    `SELECT count(*) FILTER (WHERE outcome IN ('confirmed', 'returned', 'refused', 'in_doubt')) AS settled,
            count(*) FILTER (WHERE outcome IN ('returned', 'refused')) AS "notTaken",
            count(*) FILTER (WHERE aftermath = 'dead_again') AS "deadAgain"
     FROM redrive_messages WHERE redrive_id = $1 AND ordinal > $2`,
    [redriveId, after],
  );
  const { settled, notTaken, deadAgain } = rows[0]!;
  return { settled: Number(settled), notTaken: Number(notTaken), deadAgain: Number(deadAgain) };
}

/** How many came back dead: an index has them, so that it may be asked every second. */
export async function readDeadAgain(pool: Pool, redriveId: string, after: number): Promise<number> {
  const { rows } = await pool.query<{ n: string }>({
    name: "redrive-dead-again",
    text: "SELECT count(*) AS n FROM redrive_messages WHERE redrive_id = $1 AND ordinal > $2 AND aftermath = 'dead_again'",
    values: [redriveId, after],
  });
  return Number(rows[0]!.n);
}

/** Frees what an aborted redrive has not sent. */
export async function freeLeft(pool: Pool, { redriveId, epoch }: RedriveLease): Promise<void> {
  await pool.query(
    `UPDATE redrive_messages AS m SET outcome = 'released', active = false, settled_at = clock_timestamp()
     FROM redrives AS r
     WHERE r.id = $1 AND r.epoch = $2 AND r.status = 'aborted' AND m.redrive_id = r.id AND m.outcome = 'pending'`,
    [redriveId, epoch],
  );
}

/** Whether messages are left that were not sent. */
export async function anythingLeft(pool: Pool, redriveId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    "SELECT FROM redrive_messages WHERE redrive_id = $1 AND outcome IN ('pending', 'unknown') LIMIT 1",
    [redriveId],
  );
  return rowCount !== 0;
}

/** The queues that a redrive sends to. */
export async function targetsOfRedrive(pool: Pool, redriveId: string): Promise<string[]> {
  const { rows } = await pool.query<{ target: string }>(
    "SELECT DISTINCT target FROM redrive_messages WHERE redrive_id = $1 AND target IS NOT NULL",
    [redriveId],
  );
  return rows.map(({ target }) => target);
}

async function expectHeld(pool: Pool, { redriveId, epoch }: RedriveLease): Promise<void> {
  const { rowCount } = await pool.query("SELECT FROM redrives WHERE id = $1 AND epoch = $2", [
    redriveId,
    epoch,
  ]);
  if (rowCount === 0) throw new RedriveLost(redriveId);
}
