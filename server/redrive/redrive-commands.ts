import type { ClientBase, Pool } from "pg";
import type { Admitted } from "@/server/access/admit";
import { byOf } from "@/server/access/by";
import { guardDeadLetterFilter } from "@/server/dead-letters/guard-dead-letter-filter";
import { inTransaction } from "@/server/event-store/append-batch";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import type { By } from "@/server/operator-actions/action";
import type { WebServices } from "@/server/web-services";
import { abortRedrive, pauseRedrive, resumeRedrive, startRedrive } from "./control-redrive";
import { type PlannedSelection, planRedrive } from "./plan-redrive";
import { previewRedrive } from "./preview-redrive";
import { readRedrive, redriveWithin } from "./redrive-queries";
import type {
  PlannedRedrive,
  PlanRedriveInput,
  RedrivePreview,
  RedriveSelection,
  RedriveView,
  ResumeRedriveInput,
} from "./redrive-schemas";

/** What the doors of redrives do: each change in a transaction of its own, with its record. */

/** Somebody whom a door let in. */
export type RedriveVisit = Admitted & { headers: Headers; services: WebServices };

/** A selection as somebody may name it. @throws SillageError FORBIDDEN for a filter by what they see masked */
export const guardSelection = (selection: RedriveSelection, masker: Masker): PlannedSelection =>
  "filter" in selection ? { filter: guardDeadLetterFilter(selection.filter, masker) } : selection;

/** Freezes a redrive and tells what it would do. Nothing is sent before it is started. */
export async function plan(
  visit: RedriveVisit,
  { selection, ...manner }: PlanRedriveInput,
  reason?: string,
): Promise<PlannedRedrive> {
  const guarded = guardSelection(selection, await maskerOf(visit));
  const planned = await transaction(visit.services.storePool, (client) =>
    planRedrive(client, {
      kind: "redrive",
      selection: guarded,
      ...manner,
      scope: visit.scope,
      by: byOf(visit, reason),
    }),
  );
  return {
    redrive: await readRedrive(visit.services.storePool, visit.scope, planned.id),
    preview: await preview(visit, planned.id),
  };
}

/** What a plan would do if it were started now. @throws SillageError NOT_FOUND */
export async function preview(visit: RedriveVisit, id: string): Promise<RedrivePreview> {
  const { storePool: pool, broker } = visit.services;
  return previewRedrive({ pool, broker }, visit.scope, await maskerOf(visit), id);
}

/** @throws SillageError NOT_FOUND; CONFLICT when it was started or aborted before, or has expired */
export const start = (visit: RedriveVisit, id: string, reason?: string) =>
  control(visit, id, reason, (client, by) => startRedrive(client, id, by));

/** @throws SillageError NOT_FOUND; CONFLICT when it does not run */
export const pause = (visit: RedriveVisit, id: string, reason?: string) =>
  control(visit, id, reason, (client, by) => pauseRedrive(client, id, by));

/** @throws SillageError NOT_FOUND; CONFLICT when it is neither paused nor halted */
export const resume = (visit: RedriveVisit, id: string, manner: ResumeRedriveInput, reason?: string) =>
  control(visit, id, reason, (client, by) => resumeRedrive(client, id, by, manner));

/** @throws SillageError NOT_FOUND; CONFLICT when it has ended */
export const abort = (visit: RedriveVisit, id: string, reason?: string) =>
  control(visit, id, reason, (client, by) => abortRedrive(client, id, by));

async function control(
  visit: RedriveVisit,
  id: string,
  reason: string | undefined,
  work: (client: ClientBase, by: By) => Promise<void>,
): Promise<RedriveView> {
  const { storePool } = visit.services;
  await transaction(storePool, async (client) => {
    await redriveWithin(client, visit.scope, id);
    await work(client, byOf(visit, reason));
  });
  return readRedrive(storePool, visit.scope, id);
}

async function transaction<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, () => work(client));
  } finally {
    client.release();
  }
}
