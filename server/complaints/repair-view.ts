import type { ClientBase } from "pg";
import { type Difference, differencesOf } from "@/server/streams/differences";
import { checkEvent } from "./check-event";
import type { RecordedEvent } from "./complaint-history";
import { COMPLAINT_VIEWS, writeRows } from "./complaint-projection";
import { foldView } from "./complaint-view";
import type { ComplaintView } from "./view-schemas";

export interface ViewReport {
  name: string;
  /** What the read model has taken in: everything before this position of the log. */
  position: number;
  differences: Difference[];
  repaired: boolean;
}

/**
 * Compares a complaint's row of the read model that is served with what the events make that it has taken in, and puts it
 * right. Within a transaction: the runner of projections waits for it. Null where no read model is served yet.
 */
export async function repairView(
  client: ClientBase,
  of: { vhost: string; complaintId: string; history: readonly RecordedEvent[]; repair: boolean },
): Promise<ViewReport | null> {
  const { rows } = await client.query<{ generation: number; position: string }>(
    `SELECT generation, position FROM projection_generations
     WHERE name = $1 AND state = 'serving' FOR UPDATE`,
    [COMPLAINT_VIEWS.name],
  );
  const serving = rows[0];
  if (!serving) return null;
  const position = Number(serving.position);
  const taken = of.history.filter(({ event }) => event.position !== null && event.position < position);
  const rebuilt = foldView(taken.map(({ event }) => checkEvent(event)));
  const stored = await storedView(client, serving.generation, of);
  const differences = differencesOf(stored ?? undefined, asJson(rebuilt) ?? undefined);
  const repaired = of.repair && differences.length > 0;
  if (repaired) {
    await client.query(
      "DELETE FROM complaint_views WHERE generation = $1 AND vhost = $2 AND complaint_id = $3",
      [serving.generation, of.vhost, of.complaintId],
    );
    const last = taken.at(-1)?.event.position ?? 0;
    if (rebuilt) {
      await writeRows(client, serving.generation, [{ vhost: of.vhost, view: rebuilt, position: last }]);
    }
  }
  return { name: COMPLAINT_VIEWS.name, position, differences, repaired };
}

async function storedView(
  client: ClientBase,
  generation: number,
  { vhost, complaintId }: { vhost: string; complaintId: string },
): Promise<ComplaintView | null> {
  const { rows } = await client.query<{ view: ComplaintView }>(
    "SELECT view FROM complaint_views WHERE generation = $1 AND vhost = $2 AND complaint_id = $3",
    [generation, vhost, complaintId],
  );
  return rows[0]?.view ?? null;
}

/** As a column holds it: what is undefined is not there. */
const asJson = (view: ComplaintView | null): unknown => view && JSON.parse(JSON.stringify(view));
