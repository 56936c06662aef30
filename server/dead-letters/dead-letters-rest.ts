import { z } from "zod";
import { byOf } from "@/server/access/by";
import type { Visit } from "@/server/http/door";
import { invalidInput, json, readBody, readQuery } from "@/server/http/problem";
import { maskerOf } from "@/server/masking/masker-for";
import { reasoned } from "@/server/operator-actions/reason";
import { releaseQueue, setCustody } from "./custody-commands";
import { deadLetterFilter, deadLetterId, listDeadLettersInput } from "./dead-letter-filter";
import { groupReadingOf } from "./dead-letters-router";
import { type SettleChange, settle } from "./discard";
import { discardInput, restoreInput } from "./discard-schemas";
import { exportDeadLetters } from "./export";
import { listGroupsInput } from "./group-schemas";
import { listOnRecord } from "./list-dead-letters";
import { listGroups } from "./list-groups";
import { listQueues } from "./list-queues";
import { custodyBody } from "./queue-schemas";
import { openDeadLetter } from "./read-dead-letter";

/** `GET /api/dead-letters/groups` */
export async function getGroups(request: Request, visit: Visit): Promise<Response> {
  return json(await listGroups(await groupReadingOf(visit), readQuery(request, listGroupsInput)));
}

/** `GET /api/dead-letters` */
export async function getDeadLetters(request: Request, visit: Visit): Promise<Response> {
  return json(await listOnRecord(visit, readQuery(request, listDeadLettersInput)));
}

/** `GET /api/dead-letters/{id}` */
export async function getDeadLetter(id: string, visit: Visit): Promise<Response> {
  const parsed = deadLetterId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not the id of a dead letter" });
  return json(await openDeadLetter(visit, parsed.data, undefined));
}

/** `GET /api/dead-letters/queues` */
export async function getQueues({ services, scope }: Visit): Promise<Response> {
  return json({ items: await listQueues(services.searchPool, scope, services.clock()) });
}

/** `PUT /api/dead-letters/queues/{vhost}/{name}/custody` */
export async function putCustody(
  request: Request,
  visit: Visit,
  { vhost, name }: { vhost: string; name: string },
): Promise<Response> {
  const { custody, reason } = await readBody(request, reasoned(custodyBody));
  return json(await setCustody(visit, { vhost, name, custody }, reason));
}

/** `POST /api/dead-letters/queues/{vhost}/{name}/release` */
export async function postRelease(
  request: Request,
  visit: Visit,
  { vhost, name }: { vhost: string; name: string },
): Promise<Response> {
  const { reason } = await readBody(request, reasoned(z.strictObject({})));
  return json(await releaseQueue(visit, { vhost, name }, reason));
}

/** `GET /api/dead-letters/export` */
export function getExport(request: Request, visit: Visit): Promise<Response> {
  return exportDeadLetters(visit, readQuery(request, deadLetterFilter));
}

/** `POST /api/dead-letters/discard` and `POST /api/dead-letters/restore` */
export async function postSettle(request: Request, visit: Visit, change: SettleChange): Promise<Response> {
  const { reason, ...which } = await readBody(request, change === "discard" ? discardInput : restoreInput);
  const masker = await maskerOf(visit);
  const settling = { ...which, scope: visit.scope, masker, by: byOf(visit, reason) };
  return json(await settle(visit.services.storePool, settling, change));
}
