import { messageId } from "@/server/audit/audit-schemas";
import type { Visit } from "@/server/http/door";
import { invalidInput, json } from "@/server/http/problem";
import { maskerOf } from "@/server/masking/masker-for";
import { getRoute } from "./route-queries";

/** `GET /api/audit/messages/{id}/route` */
export async function getRouteById(id: string, visit: Visit): Promise<Response> {
  if (!messageId.safeParse(id).success) throw invalidInput({ id: "is not a record id" });
  return json(await getRoute(visit.services, visit.scope, await maskerOf(visit), id));
}
