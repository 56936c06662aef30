import type { ClientBase } from "pg";
import type { OwnLogEntry } from "@/server/event-store/own-log";
import { OWN_LOG } from "@/server/projections/log-source";
import type { Projection } from "@/server/projections/projection";
import type { CheckedEvent } from "./check-event";
import { evolveView } from "./complaint-view";
import type { ComplaintView } from "./view-schemas";
import { PRIORITIES } from "./words";

/** A complaint of a virtual host, its view and the position of the last event that is in it. */
interface Row {
  vhost: string;
  view: ComplaintView;
  position: number;
}

/** Complaints as lists and pages read them. */
export const COMPLAINT_VIEWS: Projection<OwnLogEntry> = {
  name: "complaint-views",
  version: 1,
  source: OWN_LOG,

  async apply(client, generation, entries) {
    const known = await readRows(client, generation, entries);
    const changed = new Map<string, Row>();
    for (const { vhost, position, event } of entries) {
      const key = keyOf(vhost, complaintIdOf(event));
      const view = evolveView((changed.get(key) ?? known.get(key))?.view ?? null, event as CheckedEvent);
      if (view) changed.set(key, { vhost, view, position });
    }
    await writeRows(client, generation, [...changed.values()]);
    return [...changed.values()].map(({ view }) => view.id);
  },

  async clear(client, generation, limit) {
    const { rowCount } = await client.query(
      `DELETE FROM complaint_views WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM complaint_views WHERE generation = $1 LIMIT $2))`,
      [generation, limit],
    );
    return rowCount ?? 0;
  },
};

const keyOf = (vhost: string, id: string): string => JSON.stringify([vhost, id]);

/** Every event of ours says which complaint it is about. */
function complaintIdOf({ eventData }: OwnLogEntry["event"]): string {
  return (eventData as { complaintId: string }).complaintId;
}

async function readRows(
  client: ClientBase,
  generation: number,
  entries: readonly OwnLogEntry[],
): Promise<Map<string, Row>> {
  const { rows } = await client.query<{ vhost: string; view: ComplaintView; position: string }>(
    `SELECT vhost, view, position FROM complaint_views
     WHERE generation = $1 AND (vhost, complaint_id) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
    [generation, entries.map(({ vhost }) => vhost), entries.map(({ event }) => complaintIdOf(event))],
  );
  return new Map(
    rows.map((row) => [keyOf(row.vhost, row.view.id), { ...row, position: Number(row.position) }]),
  );
}

/** Puts views into a generation in place of those that are there. */
export async function writeRows(client: ClientBase, generation: number, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = rows.map(({ vhost, view, position }) => ({
    vhost,
    complaint_id: view.id,
    version: view.version,
    position,
    status: view.status,
    priority: view.priority,
    priority_rank: PRIORITIES.indexOf(view.priority),
    category: view.category,
    user_id: view.userId,
    assigned_to: view.assignedTo ?? null,
    compensation: view.compensation,
    created_at: view.createdAt,
    updated_at: view.updatedAt,
    due_at: view.dueAt,
    resolved_at: view.resolvedAt ?? null,
    searched: searchedOf(view),
    view,
  }));
  await client.query(
    `INSERT INTO complaint_views (generation, ${COLUMNS})
     SELECT $1, ${COLUMNS} FROM jsonb_to_recordset($2) AS row (
       vhost text, complaint_id text, version bigint, position bigint, status text, priority text,
       priority_rank smallint, category text, user_id text, assigned_to text, compensation text,
       created_at timestamptz, updated_at timestamptz, due_at timestamptz, resolved_at timestamptz,
       searched text, view jsonb)
     ON CONFLICT (generation, vhost, complaint_id) DO UPDATE SET (${COLUMNS}) = (${EXCLUDED})`,
    [generation, JSON.stringify(columns)],
  );
}

const NAMES = [
  "vhost",
  "complaint_id",
  "version",
  "position",
  "status",
  "priority",
  "priority_rank",
  "category",
  "user_id",
  "assigned_to",
  "compensation",
  "created_at",
  "updated_at",
  "due_at",
  "resolved_at",
  "searched",
  "view",
];
const COLUMNS = NAMES.join(", ");
const EXCLUDED = NAMES.map((name) => `excluded.${name}`).join(", ");

/** What free text finds a complaint by. */
function searchedOf({ id, userId, title, description, category, customer }: ComplaintView): string {
  return [id, userId, title, description, category, customer?.name, customer?.email]
    .filter((text) => text !== undefined)
    .join("\n")
    .toLowerCase();
}
