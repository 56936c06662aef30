import { messageId } from "@/server/audit/audit-schemas";
import type { Visit } from "@/server/http/door";
import { invalidInput, json } from "@/server/http/problem";
import { getRoute } from "./route-queries";

/** `GET /api/audit/messages/{id}/route` */
export async function getRouteById(id: string, { services, scope }: Visit): Promise<Response> {
  if (!messageId.safeParse(id).success) throw invalidInput({ id: "is not a record id" });
  return json(await getRoute(services, scope, id));
}
