import { byOf } from "@/server/access/by";
import { SillageError } from "@/server/errors";
import type { Visit } from "@/server/http/door";
import { invalidInput, json, readBody } from "@/server/http/problem";
import { definitionName } from "./definition";
import { deleteDefinitionBody, putDefinitionBody } from "./definition-schemas";
import { definitionHistory, listDefinitions, putDefinition, removeDefinition } from "./manage-definitions";

/** `GET /api/sagas/definitions` */
export async function getDefinitions({ services }: Visit): Promise<Response> {
  return json({ items: await listDefinitions(services.storePool) });
}

/** `GET /api/sagas/definitions/{name}`: its versions, the newest first. */
export async function getDefinition(name: string, { services }: Visit): Promise<Response> {
  return json({ items: await definitionHistory(services.storePool, nameOf(name)) });
}

/** `PUT /api/sagas/definitions/{name}` */
export async function putDefinitionAt(name: string, request: Request, visit: Visit): Promise<Response> {
  const { definition, expectedVersion, reason } = await readBody(request, putDefinitionBody);
  if (definition.name !== nameOf(name))
    throw new SillageError("UNPROCESSABLE", "The definition has another name than its address.");
  const change = { by: byOf(visit, reason), expectedVersion };
  return json(await putDefinition(visit.services.storePool, definition, change));
}

/** `DELETE /api/sagas/definitions/{name}` */
export async function deleteDefinition(name: string, request: Request, visit: Visit): Promise<Response> {
  const { expectedVersion, reason } = await readBody(request, deleteDefinitionBody);
  const change = { by: byOf(visit, reason), expectedVersion };
  return json(await removeDefinition(visit.services.storePool, nameOf(name), change));
}

/** @throws SillageError INVALID_INPUT */
function nameOf(name: string): string {
  const parsed = definitionName.safeParse(name);
  if (!parsed.success) throw invalidInput({ name: parsed.error.issues[0]!.message });
  return parsed.data;
}
