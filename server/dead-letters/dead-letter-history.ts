import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import { askDatabase } from "./ask-database";
import type { DeadLetterDetail, RedriveOfMessage } from "./dead-letter-schemas";
import type { DeadLetterState } from "./words";

/** What became of one dead letter before and after: its redrives, its other deaths, its versions. */

/** More deaths of one message than anybody reads. */
const MOST = 100;

type Moments = "createdAt" | "settledAt" | "aftermathAt";
interface RedriveRow extends Omit<RedriveOfMessage, Moments> {
  createdAt: Date;
  settledAt: Date | null;
  aftermathAt: Date | null;
}

/** Every redrive that had one of these dead letters, newest first, and what came of it there. */
export async function redrivesOf(pool: Pool, ids: readonly string[]): Promise<RedriveOfMessage[]> {
  const rows = await askDatabase<RedriveRow>(
    pool,
    sql`SELECT m.dead_letter_id::text AS "deadLetterId", m.redrive_id AS "redriveId", r.kind, r.status, m.ordinal, r.created_by AS "createdBy",
        r.created_at AS "createdAt", r.reason, m.active, m.version, m.outcome, m.target, m.sends,
        m.settled_at AS "settledAt", m.problem, m.aftermath, m.aftermath_at AS "aftermathAt",
        m.aftermath_ref::text AS "aftermathRef"
      FROM redrive_messages AS m JOIN redrives AS r ON r.id = m.redrive_id
      WHERE m.dead_letter_id = ANY (${[...ids]}::bigint[]) ORDER BY r.created_at DESC LIMIT ${MOST}`,
  );
  return rows.map(({ createdAt, settledAt, aftermathAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    aftermathAt: aftermathAt?.toISOString() ?? null,
  }));
}

type Related = DeadLetterDetail["chain"][number];

/** All deaths of the message in a scope, oldest first: those whose redrive came back as this one, and those that this one's came back as. */
export async function chainOf(pool: Pool, scope: Scope, id: string): Promise<Related[]> {
  const rows = await askDatabase<
    Omit<Related, "diedAt" | "state"> & { diedAt: Date; state: DeadLetterState }
  >(
    pool,
    sql`WITH RECURSIVE before AS (
        SELECT id, previous_id, 1 AS n FROM dead_letter_contents WHERE id = ${id}::bigint
        UNION ALL
        SELECT d.id, d.previous_id, b.n + 1 FROM before AS b JOIN dead_letter_contents AS d ON d.id = b.previous_id
        WHERE b.n < ${MOST}
      ), after AS (
        SELECT id, 1 AS n FROM dead_letter_contents WHERE id = ${id}::bigint
        UNION ALL
        SELECT d.id, a.n + 1 FROM after AS a JOIN dead_letter_contents AS d ON d.previous_id = a.id WHERE a.n < ${MOST}
      )
      SELECT d.id::text, d.died_at AS "diedAt", d.state, d.tries, d.reason, d.failed_queue AS "failedQueue",
        d.error_type AS "errorType"
      FROM dead_letters AS d
      WHERE ${allOf([sql`d.id IN (SELECT id FROM before UNION SELECT id FROM after)`, ...scopeConditions(scope, "d")])}
      ORDER BY d.id LIMIT ${MOST}`,
  );
  return rows.map((row) => ({ ...row, diedAt: row.diedAt.toISOString() }));
}

/** Its versions, oldest first, without their content. */
export async function versionsOf(pool: Pool, id: string): Promise<DeadLetterDetail["versions"]> {
  const rows = await askDatabase<{
    version: number;
    editedBy: string;
    editedAt: Date;
    reason: string | null;
  }>(
    pool,
    sql`SELECT version, edited_by AS "editedBy", edited_at AS "editedAt", reason FROM dead_letter_versions
      WHERE dead_letter_id = ${id}::bigint ORDER BY version`,
  );
  return rows.map((row) => ({ ...row, editedAt: row.editedAt.toISOString() }));
}
