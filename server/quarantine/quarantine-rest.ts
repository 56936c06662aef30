import { byOf } from "@/server/access/by";
import type { Visit } from "@/server/http/door";
import { API_HEADERS, invalidInput, json, readQuery } from "@/server/http/problem";
import { recordAction } from "@/server/operator-actions/record-action";
import { importerOf, QuarantineImport } from "./import-quarantined";
import { describeQuarantined, getQuarantinedBody, listQuarantine, toItem } from "./quarantine-queries";
import { listQuarantineInput, quarantineId } from "./quarantine-schemas";

/** `GET /api/quarantine` */
export async function getQuarantine(
  request: Request,
  { services: { prisma }, scope }: Visit,
): Promise<Response> {
  return json(await listQuarantine(prisma, scope, readQuery(request, listQuarantineInput)));
}

/** `GET /api/quarantine/{id}` */
export async function getQuarantinedById(
  id: string,
  { services: { prisma }, scope }: Visit,
): Promise<Response> {
  return json(await describeQuarantined(prisma, scope, checked(id)));
}

/** `GET /api/quarantine/{id}/body`: always a download of plain bytes, whatever the message says that it is. */
export async function downloadQuarantined(id: string, visit: Visit): Promise<Response> {
  const { prisma, storePool } = visit.services;
  const { body, vhost, exchange } = await getQuarantinedBody(prisma, visit.scope, checked(id));
  // Before anything leaves: what is not recorded is not handed out.
  await recordAction(storePool, {
    by: byOf(visit),
    action: "quarantine.downloaded",
    target: { type: "quarantine", id: checked(id), vhost, exchange },
    outcome: "done",
    detail: { bytes: body.length },
  });
  return new Response(new Uint8Array(body), {
    headers: {
      ...API_HEADERS,
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="quarantined-${id}.bin"`,
    },
  });
}

/** `POST /api/quarantine/{id}/import` */
export async function postImport(id: string, visit: Visit): Promise<Response> {
  const { prisma, storePool } = visit.services;
  const row = await new QuarantineImport(prisma, storePool).one(importerOf(visit), checked(id));
  return json({ item: toItem(row) });
}

/** `POST /api/quarantine/import`: all that waits. */
export async function postImportAll(visit: Visit): Promise<Response> {
  const { prisma, storePool } = visit.services;
  return json(await new QuarantineImport(prisma, storePool).all(importerOf(visit)));
}

function checked(id: string): string {
  const parsed = quarantineId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not a quarantine id" });
  return parsed.data;
}
