import type { ClientBase } from "pg";
import { SillageError } from "@/server/errors";
import type { By } from "@/server/operator-actions/action";
import type { ActionName } from "@/server/operator-actions/action-names";
import { recordAction } from "@/server/operator-actions/record-action";
import type { ResumeRedriveInput } from "./redrive-schemas";
import type { RedriveStatus } from "./redrive-words";

/**
 * Starts, pauses, resumes and aborts redrives, each within the caller's transaction and recorded as an operator action.
 * The worker that carries one out looks at the row before it sends anything more. Whoever calls has made sure that the
 * redrive lies in the scope of whoever asks (`redriveWithin`).
 */

/** Told at COMMIT: some redrive is to be gone on with, or not any more. */
export const REDRIVES_CHANNEL = "sillage_redrives";

interface Changed {
  id: string;
  vhost: string;
}

/** Starts a plan. @throws SillageError CONFLICT when it was started or aborted before, or has expired */
export const startRedrive = (client: ClientBase, id: string, by: By): Promise<void> =>
  change(client, id, by, {
    action: "redrive.started",
    from: ["planned"],
    to: "running",
    sets: "started_at = clock_timestamp()",
  });

/** Nothing more is sent until somebody resumes it. @throws SillageError CONFLICT when it does not run */
export const pauseRedrive = (client: ClientBase, id: string, by: By): Promise<void> =>
  change(client, id, by, {
    action: "redrive.paused",
    from: ["running"],
    to: "paused",
    sets: "wait_until = NULL",
  });

/**
 * Goes on with what is paused or has halted. After a halt it begins with a canary again, and what went wrong before
 * does not count any more. @throws SillageError CONFLICT when it is neither
 */
export async function resumeRedrive(
  client: ClientBase,
  id: string,
  by: By,
  { rate, haltShare }: ResumeRedriveInput = {},
): Promise<void> {
  await change(client, id, by, {
    action: "redrive.resumed",
    from: ["paused", "halted"],
    to: "running",
    sets: `halt_after = CASE status WHEN 'halted' THEN sent_through ELSE halt_after END,
           step = CASE status WHEN 'halted' THEN 0 ELSE step END,
           step_through = CASE status WHEN 'halted' THEN sent_through ELSE step_through END,
           halted_why = NULL, wait_until = NULL, problem = NULL,
           rate = CASE WHEN $4 THEN $5 ELSE rate END, halt_share = CASE WHEN $6 THEN $7 ELSE halt_share END`,
    values: [rate !== undefined, rate ?? null, haltShare !== undefined, haltShare ?? null],
    after: { rate, haltShare },
  });
}

/**
 * Ends it: what was not sent is free again; what may be on its way is settled by a worker first.
 * @throws SillageError CONFLICT when it has ended
 */
export async function abortRedrive(client: ClientBase, id: string, by: By): Promise<void> {
  await change(client, id, by, {
    action: "redrive.aborted",
    from: ["planned", "running", "paused", "halted"],
    to: "aborted",
    sets: "ended_at = clock_timestamp(), wait_until = NULL",
  });
  // The row of the redrive is locked: nothing beyond what it says can be sent any more.
  await client.query(
    `UPDATE redrive_messages AS m SET outcome = 'released', active = false, settled_at = clock_timestamp()
     FROM redrives AS r
     WHERE r.id = $1 AND m.redrive_id = r.id AND m.outcome = 'pending' AND (m.ordinal > r.sent_through OR NOT r.unsettled)`,
    [id],
  );
}

async function change(
  client: ClientBase,
  id: string,
  by: By,
  {
    action,
    from,
    to,
    sets,
    values = [],
    after = {},
  }: {
    action: ActionName;
    from: readonly RedriveStatus[];
    to: RedriveStatus;
    sets: string;
    values?: unknown[];
    after?: object;
  },
): Promise<void> {
  const before = await client.query<{ status: RedriveStatus }>(
    "SELECT status FROM redrives WHERE id = $1 FOR UPDATE",
    [id],
  );
  const status = before.rows[0]?.status;
  if (!status) throw new SillageError("NOT_FOUND", `There is no redrive ${id}.`);
  if (!from.includes(status)) {
    throw new SillageError(
      "CONFLICT",
      `The redrive is ${status}; it can be ${to} from ${from.join(", ")} only.`,
      {
        details: { facts: { status, allowed: from } },
      },
    );
  }
  const { rows } = await client.query<Changed>(
    `UPDATE redrives SET ${sets}, status = $2, status_at = clock_timestamp()
     WHERE id = $1 AND status = ANY ($3::redrive_status[]) RETURNING id, vhost`,
    [id, to, from, ...values],
  );
  await client.query(`NOTIFY ${REDRIVES_CHANNEL}`);
  await recordAction(client, {
    by,
    action,
    target: { type: "redrive", id, vhost: rows[0]!.vhost },
    outcome: "done",
    before: { status },
    after: { status: to, ...after },
  });
}
