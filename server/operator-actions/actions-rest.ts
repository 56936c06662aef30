import type { Visit } from "@/server/http/door";
import { invalidInput, json, readQuery } from "@/server/http/problem";
import { getAction, listActions } from "./action-queries";
import { actionId, listActionsInput } from "./actions-schemas";

/** `GET /api/operator-actions` */
export async function getActions(request: Request, { services: { searchPool } }: Visit): Promise<Response> {
  return json(await listActions(searchPool, readQuery(request, listActionsInput)));
}

/** `GET /api/operator-actions/{id}` */
export async function getActionById(id: string, { services: { searchPool } }: Visit): Promise<Response> {
  const parsed = actionId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not the id of an action" });
  return json(await getAction(searchPool, parsed.data));
}
