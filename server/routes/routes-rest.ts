import { messageId } from "@/server/audit/audit-schemas";
import { invalidInput, json, problem } from "@/server/http/problem";
import type { WebServices } from "@/server/web-services";
import { getRoute } from "./route-queries";

/** `GET /api/audit/messages/{id}/route` */
export async function getRouteById(id: string, services: WebServices): Promise<Response> {
  try {
    if (!messageId.safeParse(id).success) throw invalidInput({ id: "is not a record id" });
    return json(await getRoute(services, id));
  } catch (error) {
    return problem(error, services.logger);
  }
}
