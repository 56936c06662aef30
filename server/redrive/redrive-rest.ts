import { z } from "zod";
import type { Visit } from "@/server/http/door";
import { invalidInput, json, readBody, readQuery } from "@/server/http/problem";
import { reasoned } from "@/server/operator-actions/reason";
import { abort, pause, plan, preview, resume, start } from "./redrive-commands";
import { listRedriveMessages, listRedrives, readRedrive } from "./redrive-queries";
import {
  listRedriveMessagesInput,
  listRedrivesInput,
  planRedriveInput,
  redriveId,
  resumeRedriveInput,
} from "./redrive-schemas";

const reasonOnly = reasoned(z.strictObject({}));

/** `POST /api/dead-letters/redrives`: the plan, with nothing sent yet. */
export async function postRedrive(request: Request, visit: Visit): Promise<Response> {
  const { reason, ...input } = await readBody(request, reasoned(planRedriveInput));
  return json(await plan(visit, input, reason), 201);
}

/** `GET /api/dead-letters/redrives` */
export async function getRedrives(request: Request, visit: Visit): Promise<Response> {
  const input = readQuery(request, listRedrivesInput);
  return json(await listRedrives(visit.services.searchPool, visit.scope, input));
}

/** `GET /api/dead-letters/redrives/{id}` */
export async function getRedrive(id: string, visit: Visit): Promise<Response> {
  return json(await readRedrive(visit.services.searchPool, visit.scope, checked(id)));
}

/** `GET /api/dead-letters/redrives/{id}/preview` */
export async function getRedrivePreview(id: string, visit: Visit): Promise<Response> {
  return json(await preview(visit, checked(id)));
}

/** `GET /api/dead-letters/redrives/{id}/messages` */
export async function getRedriveMessages(request: Request, id: string, visit: Visit): Promise<Response> {
  const input = readQuery(request, listRedriveMessagesInput);
  return json(await listRedriveMessages(visit.services.searchPool, visit.scope, checked(id), input));
}

/** `POST /api/dead-letters/redrives/{id}/start` */
export async function postStart(request: Request, id: string, visit: Visit): Promise<Response> {
  const { reason } = await readOptionalBody(request, reasonOnly);
  return json(await start(visit, checked(id), reason));
}

/** `POST /api/dead-letters/redrives/{id}/pause` */
export async function postPause(request: Request, id: string, visit: Visit): Promise<Response> {
  const { reason } = await readOptionalBody(request, reasonOnly);
  return json(await pause(visit, checked(id), reason));
}

/** `POST /api/dead-letters/redrives/{id}/resume` */
export async function postResume(request: Request, id: string, visit: Visit): Promise<Response> {
  const { reason, ...manner } = await readOptionalBody(request, reasoned(resumeRedriveInput));
  return json(await resume(visit, checked(id), manner, reason));
}

/** `POST /api/dead-letters/redrives/{id}/abort` */
export async function postAbort(request: Request, id: string, visit: Visit): Promise<Response> {
  const { reason } = await readOptionalBody(request, reasonOnly);
  return json(await abort(visit, checked(id), reason));
}

/** A body of which everything may be left out, and so the body itself. */
async function readOptionalBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await request.clone().text();
  return text.trim() === "" ? schema.parse({}) : readBody(request, schema);
}

function checked(id: string): string {
  const parsed = redriveId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not the id of a redrive" });
  return parsed.data;
}
