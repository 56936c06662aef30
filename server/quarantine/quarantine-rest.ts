import { invalidInput, json, problem, readQuery } from "@/server/http/problem";
import type { WebServices } from "@/server/web-services";
import { QuarantineImport } from "./import-quarantined";
import { listQuarantine, toItem } from "./quarantine-queries";
import { listQuarantineInput, quarantineId } from "./quarantine-schemas";

/** `GET /api/quarantine` */
export async function getQuarantine(request: Request, { prisma, logger }: WebServices): Promise<Response> {
  try {
    return json(await listQuarantine(prisma, readQuery(request, listQuarantineInput)));
  } catch (error) {
    return problem(error, logger);
  }
}

/** `POST /api/quarantine/{id}/import` */
export async function postImport(id: string, { prisma, storePool, logger }: WebServices): Promise<Response> {
  try {
    const parsed = quarantineId.safeParse(id);
    if (!parsed.success) throw invalidInput({ id: "is not a quarantine id" });
    return json({ item: toItem(await new QuarantineImport(prisma, storePool).one(parsed.data)) });
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
