import type { Visit } from "@/server/http/door";
import { download } from "@/server/http/download";
import { invalidInput, json, readQuery } from "@/server/http/problem";
import { maskerOf } from "@/server/masking/masker-for";
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

/** `GET /api/quarantine/{id}/body` */
export async function downloadQuarantined(id: string, visit: Visit): Promise<Response> {
  const quarantined = checked(id);
  const masker = await maskerOf(visit);
  const { body, ...place } = await getQuarantinedBody(
    visit.services.prisma,
    visit.scope,
    masker,
    quarantined,
  );
  return download(visit, {
    action: "quarantine.downloaded",
    target: { type: "quarantine", id: quarantined, ...place },
    body,
    name: `quarantined-${quarantined}`,
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
