import type { Visit } from "@/server/http/door";
import { API_HEADERS, invalidInput, json, readQuery } from "@/server/http/problem";
import { QuarantineImport } from "./import-quarantined";
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
export async function downloadQuarantined(
  id: string,
  { services: { prisma }, scope }: Visit,
): Promise<Response> {
  const body = await getQuarantinedBody(prisma, scope, checked(id));
  return new Response(new Uint8Array(body), {
    headers: {
      ...API_HEADERS,
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="quarantined-${id}.bin"`,
    },
  });
}

/** `POST /api/quarantine/{id}/import` */
export async function postImport(
  id: string,
  { services: { prisma, storePool }, scope }: Visit,
): Promise<Response> {
  return json({ item: toItem(await new QuarantineImport(prisma, storePool).one(scope, checked(id))) });
}

/** `POST /api/quarantine/import`: all that waits. */
export async function postImportAll({ services: { prisma, storePool }, scope }: Visit): Promise<Response> {
  return json(await new QuarantineImport(prisma, storePool).all(scope));
}

function checked(id: string): string {
  const parsed = quarantineId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not a quarantine id" });
  return parsed.data;
}
