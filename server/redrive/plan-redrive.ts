import { randomUUID } from "node:crypto";
import type { ClientBase } from "pg";
import type { Scope } from "@/server/access/scope";
import { deadLetterConditions, type GuardedFilter } from "@/server/dead-letters/dead-letter-conditions";
import { SillageError } from "@/server/errors";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type { By } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import type { LeftOut, RedriveDestination, RedriveRamp } from "./redrive-schemas";
import { MOST_MESSAGES, type RedriveKind } from "./redrive-words";

/** Which dead letters, as the one who asks may name them (guardDeadLetterFilter). */
export type PlannedSelection = { ids: readonly string[] } | { filter: GuardedFilter };

export interface RedriveToPlan {
  kind: RedriveKind;
  selection: PlannedSelection;
  destination: RedriveDestination;
  /** Messages a second at most; null: no limit. */
  rate: number | null;
  ramp: RedriveRamp;
  haltShare: number | null;
  /** Take those too that were redriven before. */
  again: boolean;
  /** What lies outside is not there. */
  scope: Scope;
  by: By;
}

/** What was frozen. */
export interface Planned {
  id: string;
  vhost: string;
  total: number;
  leftOut: LeftOut;
}

/**
 * Freezes a redrive within the caller's transaction: which dead letters, in which version, to where. Each of them is
 * claimed: no other redrive can have it until this one has settled it, is aborted or has expired. Recorded as an operator action.
 * Takes the oldest first. About 20,000 messages a second.
 * @throws SillageError UNPROCESSABLE when there is nothing that could be sent (with what was left out, as facts), when
 * it would be more than MOST_MESSAGES, or messages of several virtual hosts
 */
export async function planRedrive(client: ClientBase, plan: RedriveToPlan): Promise<Planned> {
  const id = randomUUID();
  const which = allOf(conditionsOf(plan.selection, plan.scope));
  const vhost = await onlyVhost(client, which);
  await insertRedrive(client, id, vhost, plan);
  const total = await claim(client, id, which, plan);
  if (total > MOST_MESSAGES) {
    throw new SillageError(
      "UNPROCESSABLE",
      `More than ${MOST_MESSAGES} dead letters match. Narrow the filter, for example by the time of death.`,
    );
  }
  const leftOut = await readLeftOut(client, id, which);
  if (total === 0) {
    throw new SillageError("UNPROCESSABLE", "None of these dead letters can be redriven now.", {
      details: { facts: { leftOut } },
    });
  }
  await client.query("UPDATE redrives SET total = $2, left_out = $3 WHERE id = $1", [
    id,
    total,
    JSON.stringify(leftOut),
  ]);
  const { kind, destination, rate, ramp, haltShare, by } = plan;
  await recordAction(client, {
    by,
    action: "redrive.planned",
    target: { type: "redrive", id, vhost },
    outcome: "done",
    after: { kind, total, destination, rate, ramp, haltShare, selection: toldOf(plan.selection) },
  });
  return { id, vhost, total, leftOut };
}

function conditionsOf(selection: PlannedSelection, scope: Scope): SqlFragment[] {
  if ("filter" in selection) return deadLetterConditions(selection.filter, scope);
  return [sql`d.id = ANY (${selection.ids}::bigint[])`, ...deadLetterConditions({}, scope)];
}

/** A redrive runs on one connection, so in one virtual host. */
async function onlyVhost(client: ClientBase, which: SqlFragment): Promise<string> {
  const { rows } = await client.query<{ vhost: string }>(
    sql`SELECT DISTINCT d.vhost FROM dead_letters AS d WHERE ${which} LIMIT 2`.toQuery(),
  );
  if (rows.length > 1) {
    throw new SillageError(
      "UNPROCESSABLE",
      "These dead letters are of several virtual hosts. A redrive is of one: choose it in the filter.",
    );
  }
  if (!rows[0]) throw new SillageError("UNPROCESSABLE", "No dead letter matches.");
  return rows[0].vhost;
}

async function insertRedrive(
  client: ClientBase,
  id: string,
  vhost: string,
  { kind, selection, destination, rate, ramp, haltShare, again, by }: RedriveToPlan,
): Promise<void> {
  await client.query(
    `INSERT INTO redrives (id, kind, vhost, selection, destination, rate, ramp, halt_share, again, total, created_by, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11)`,
    [
      id,
      kind,
      vhost,
      JSON.stringify(storedSelection(selection)),
      JSON.stringify(destination),
      rate,
      JSON.stringify(ramp),
      haltShare,
      again,
      by.actor.name,
      by.reason || null,
    ],
  );
}

/** Takes what can be sent and is free, in the order of the ids, so that two plans can only wait for each other one way. */
async function claim(
  client: ClientBase,
  id: string,
  which: SqlFragment,
  { kind, destination, again }: RedriveToPlan,
): Promise<number> {
  const states = again ? ["held", "redriven"] : ["held"];
  // Locked before they are claimed: whoever discards or edits one waits, or has done so and it is not taken as it was.
  const query = sql`
    WITH free AS MATERIALIZED (
      SELECT d.id, d.version, ${targetOf(kind, destination)} AS target FROM dead_letters AS d
      WHERE ${which} AND d.state = ANY (${states}::dead_letter_state[])
        AND NOT EXISTS (SELECT FROM redrive_messages AS c WHERE c.dead_letter_id = d.id AND c.active)
      ORDER BY d.id LIMIT ${MOST_MESSAGES + 1} FOR NO KEY UPDATE
    )
    INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version, target)
    SELECT ${id}::uuid, row_number() OVER (ORDER BY id), id, version, target FROM free
    ORDER BY id
    ON CONFLICT (dead_letter_id) WHERE active DO NOTHING`;
  return (await client.query(query.toQuery())).rowCount ?? 0;
}

/** The queue or the exchange that a message is sent to; null where it is not known. */
function targetOf(kind: RedriveKind, destination: RedriveDestination): SqlFragment {
  if (kind === "release") return sql`d.queue`;
  switch (destination.kind) {
    case "failed-queue":
      return sql`nullif(d.failed_queue, '')`;
    case "origin":
      // What is published on the default exchange goes to the queue that its key names.
      return sql`CASE d.origin_exchange WHEN '' THEN nullif(d.origin_key, '') ELSE d.origin_exchange END`;
    case "queue":
      return sql`${destination.queue}::text`;
    case "exchange":
      return sql`${destination.exchange}::text`;
  }
}

async function readLeftOut(client: ClientBase, id: string, which: SqlFragment): Promise<LeftOut> {
  const rest = sql`FROM dead_letters AS d
    LEFT JOIN redrive_messages AS c ON c.dead_letter_id = d.id AND c.active
    WHERE ${which} AND c.redrive_id IS DISTINCT FROM ${id}::uuid`;
  const states = await client.query<{ observed: string; redriven: string; discarded: string; gone: string }>(
    sql`SELECT count(*) FILTER (WHERE d.state = 'observed') AS observed,
               count(*) FILTER (WHERE d.state = 'redriven' AND c.redrive_id IS NULL) AS redriven,
               count(*) FILTER (WHERE d.state = 'discarded') AS discarded,
               count(*) FILTER (WHERE d.state IN ('gone', 'released')) AS gone ${rest}`.toQuery(),
  );
  const claims = await client.query<{
    redriveId: string;
    by: string;
    status: LeftOut["claimed"][number]["status"];
    createdAt: Date;
    messages: number;
  }>(
    sql`SELECT r.id AS "redriveId", r.created_by AS by, r.status, r.created_at AS "createdAt", claimed.n AS messages
        FROM (SELECT c.redrive_id, count(*)::integer AS n ${rest} AND c.redrive_id IS NOT NULL
              GROUP BY c.redrive_id) AS claimed
        JOIN redrives AS r ON r.id = claimed.redrive_id
        ORDER BY claimed.n DESC, r.id LIMIT 20`.toQuery(),
  );
  const { observed, redriven, discarded, gone } = states.rows[0]!;
  return {
    observed: Number(observed),
    redriven: Number(redriven),
    discarded: Number(discarded),
    gone: Number(gone),
    claimed: claims.rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
  };
}

/** What `redriveSelection` reads again: how much of a filter is masked depends on who reads. */
function storedSelection(selection: PlannedSelection): unknown {
  if (!("filter" in selection)) return selection;
  const { maskedText: _, ...filter } = selection.filter;
  return { filter };
}

/** What the record says of a selection: thousands of ids tell nobody anything. */
function toldOf(selection: PlannedSelection): unknown {
  if ("filter" in selection) return storedSelection(selection);
  return selection.ids.length <= 20 ? selection : { ids: selection.ids.length };
}
