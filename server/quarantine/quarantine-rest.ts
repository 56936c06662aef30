import { API_HEADERS, invalidInput, json, problem, readQuery } from "@/server/http/problem";
import type { WebServices } from "@/server/web-services";
import { QuarantineImport } from "./import-quarantined";
import { describeQuarantined, getQuarantinedBody, listQuarantine, toItem } from "./quarantine-queries";
import { listQuarantineInput, quarantineId } from "./quarantine-schemas";

/** `GET /api/quarantine` */
export async function getQuarantine(request: Request, { prisma, logger }: WebServices): Promise<Response> {
  try {
    return json(await listQuarantine(prisma, readQuery(request, listQuarantineInput)));
  } catch (error) {
    return problem(error, logger);
  }
}

/** `GET /api/quarantine/{id}` */
export async function getQuarantinedById(id: string, { prisma, logger }: WebServices): Promise<Response> {
  try {
    return json(await describeQuarantined(prisma, checked(id)));
  } catch (error) {
    return problem(error, logger);
  }
}

/** `GET /api/quarantine/{id}/body`: always a download of plain bytes, whatever the message says that it is. */
export async function downloadQuarantined(id: string, { prisma, logger }: WebServices): Promise<Response> {
  try {
    const body = await getQuarantinedBody(prisma, checked(id));
    return new Response(new Uint8Array(body), {
      headers: {
        ...API_HEADERS,
        "Content-Type": "application/octet-stream",
        "Content-Disposition": `attachment; filename="quarantined-${id}.bin"`,
      },
    });
  } catch (error) {
    return problem(error, logger);
  }
}

/** `POST /api/quarantine/{id}/import` */
export async function postImport(id: string, { prisma, storePool, logger }: WebServices): Promise<Response> {
  try {
    return json({ item: toItem(await new QuarantineImport(prisma, storePool).one(checked(id))) });
  } catch (error) {
    return problem(error, logger);
  }
}

/** `POST /api/quarantine/import`: all that waits. */
export async function postImportAll({ prisma, storePool, logger }: WebServices): Promise<Response> {
  try {
    return json(await new QuarantineImport(prisma, storePool).all());
  } catch (error) {
    return problem(error, logger);
  }
}

function checked(id: string): string {
  const parsed = quarantineId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not a quarantine id" });
  return parsed.data;
}
