import { byOf } from "@/server/access/by";
import type { Visit } from "@/server/http/door";
import { API_HEADERS, invalidInput, json, readQuery } from "@/server/http/problem";
import { maskerOf } from "@/server/masking/masker-for";
import { recordAction } from "@/server/operator-actions/record-action";
import { importerOf, QuarantineImport } from "./import-quarantined";
import { maskOutcome, maskQuarantined } from "./mask-quarantined";
import { openQuarantined } from "./open-quarantined";
import { getQuarantinedBody, listQuarantine, toItem } from "./quarantine-queries";
import { listQuarantineInput, quarantineId } from "./quarantine-schemas";

/** `GET /api/quarantine` */
export async function getQuarantine(request: Request, visit: Visit): Promise<Response> {
  return json(
    await listQuarantine(
      visit.services.prisma,
      visit.scope,
      await maskerOf(visit),
      readQuery(request, listQuarantineInput),
    ),
  );
}

/** `GET /api/quarantine/{id}` */
export async function getQuarantinedById(id: string, visit: Visit): Promise<Response> {
  return json(await openQuarantined(visit, checked(id)));
}

/** `GET /api/quarantine/{id}/body`: always a download of plain bytes, whatever the message says that it is. */
export async function downloadQuarantined(id: string, visit: Visit): Promise<Response> {
  const { prisma, storePool } = visit.services;
  const masker = await maskerOf(visit);
  const { body, vhost, exchange } = await getQuarantinedBody(prisma, visit.scope, masker, checked(id));
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
  const masker = await maskerOf(visit);
  const row = await new QuarantineImport(prisma, storePool).one(importerOf(visit), checked(id), masker);
  return json({ item: maskQuarantined(toItem(row), masker) });
}

/** `POST /api/quarantine/import`: all that waits. */
export async function postImportAll(visit: Visit): Promise<Response> {
  const { prisma, storePool } = visit.services;
  const masker = await maskerOf(visit);
  const { refused, ...counts } = await new QuarantineImport(prisma, storePool).all(importerOf(visit));
  return json({ ...counts, refused: refused.map((outcome) => maskOutcome(outcome, masker)) });
}

function checked(id: string): string {
  const parsed = quarantineId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not a quarantine id" });
  return parsed.data;
}
