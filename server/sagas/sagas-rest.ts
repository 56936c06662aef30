import type { Visit } from "@/server/http/door";
import { invalidInput, json, readQuery } from "@/server/http/problem";
import { sagasOnRecord } from "./list-sagas";
import { openSaga } from "./read-saga";
import { listSagasInput, sagaIdText } from "./saga-schemas";

/** `GET /api/sagas` */
export async function getSagas(request: Request, visit: Visit): Promise<Response> {
  return json(await sagasOnRecord(visit, readQuery(request, listSagasInput)));
}

/** `GET /api/sagas/{id}` */
export async function getSaga(id: string, visit: Visit): Promise<Response> {
  const parsed = sagaIdText.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: parsed.error.issues[0]!.message });
  return json(await openSaga(visit, parsed.data));
}
