import { randomUUID } from "node:crypto";
import { byOf } from "@/server/access/by";
import { givenCorrelation } from "@/server/http/correlation";
import type { Visit } from "@/server/http/door";
import { API_HEADERS, invalidInput, json, readBody, readQuery } from "@/server/http/problem";
import {
  assignInput,
  closeInput,
  commentInput,
  compensationInput,
  createInput,
  priorityInput,
  processInput,
  reopenInput,
} from "./command-inputs";
import { handleComplaint } from "./commands";
import { complaintReader, expectPlace, recordShown } from "./complaint-door";
import { foldComplaint } from "./complaint-history";
import { expectComplaints } from "./complaint-services";
import type { GivenCommand } from "./complete-command";
import { identifier } from "./event-fields";
import { listComplaints } from "./list-queries";
import { listComplaintsInput } from "./list-schemas";
import { readComplaint } from "./read-complaint";

/** `POST /api/complaints` */
export async function postComplaint(request: Request, visit: Visit): Promise<Response> {
  expectPlace(visit);
  const input = await readBody(request, createInput);
  const { body, headers, id } = await command(visit, randomUUID(), { type: "create", ...input });
  headers.set("Location", `/api/complaints/${encodeURIComponent(id)}`);
  return Response.json(body, { status: 201, headers });
}

/** `GET /api/complaints` */
export async function getComplaints(request: Request, visit: Visit): Promise<Response> {
  const { services, principal } = visit;
  const place = expectPlace(visit);
  const input = readQuery(request, listComplaintsInput);
  const reader = await complaintReader(visit, place);
  const asking = { reader, me: principal.id, now: services.clock() };
  const page = await listComplaints(services.searchPool, place.vhost, asking, input);
  const { cursor: _, limit: __, ...asked } = input;
  await recordShown(visit, reader, page.items, { asked });
  return json(page);
}

/** `GET /api/complaints/{id}` */
export async function getComplaint(id: string, visit: Visit): Promise<Response> {
  const { services } = visit;
  const place = expectPlace(visit);
  const reader = await complaintReader(visit, place);
  const { view } = await readComplaint(services.searchPool, place.vhost, complaintId(id), services.clock());
  const shown = reader.show(view);
  await recordShown(visit, reader, shown, { complaint: view.id });
  return Response.json(shown, { headers: { ...API_HEADERS, ETag: `"${view.version}"` } });
}

/** What the routes under a complaint ask for, as commands. */
const COMMANDS = {
  assign: async (request) => ({ type: "assign", ...(await readBody(request, assignInput)) }),
  reassign: async (request) => ({ type: "reassign", ...(await readBody(request, assignInput)) }),
  process: async (request) => ({ type: "process", ...(await readBody(request, processInput)) }),
  close: async (request) => ({ type: "close", ...(await readBody(request, closeInput)) }),
  reopen: async (request) => ({ type: "reopen", ...(await readBody(request, reopenInput)) }),
  priority: async (request) => ({ type: "changePriority", ...(await readBody(request, priorityInput)) }),
  comments: async (request) => ({ type: "comment", ...(await readBody(request, commentInput)) }),
  compensations: async (request) => ({
    type: "requireCompensation",
    ...(await readBody(request, compensationInput)),
  }),
} satisfies Record<string, (request: Request) => Promise<GivenCommand>>;

/** `PUT /api/complaints/{id}/assign` and the other commands to a complaint that is there. */
export async function commandComplaint(
  id: string,
  what: keyof typeof COMMANDS,
  request: Request,
  visit: Visit,
): Promise<Response> {
  expectPlace(visit);
  const given = await COMMANDS[what](request);
  const { body, headers } = await command(visit, complaintId(id), given);
  return Response.json(body, { headers });
}

/** Handles a command, and answers with the complaint as it then is. */
async function command(visit: Visit, id: string, given: GivenCommand) {
  const { services, headers } = visit;
  const place = expectPlace(visit);
  const correlationHeader = services.env.correlationIdHeader;
  const answer = await handleComplaint(expectComplaints(services), {
    command: given,
    complaintId: id,
    by: byOf(visit),
    correlationId: givenCorrelation(headers, correlationHeader),
    idempotencyKey: idempotencyKeyOf(headers),
    expectedVersion: expectedVersionOf(headers),
  });
  const { complaintId, correlationId, events, version, repeated } = answer;
  services.logger.info(
    { correlationId, complaintId, version, repeated, events: events.map((event) => event.eventType) },
    "complaint command handled",
  );
  const reader = await complaintReader(visit, place);
  const view = await foldComplaint(services.storePool, place.vhost, complaintId);
  return {
    id: complaintId,
    body: reader.show(view!),
    headers: new Headers({
      ...API_HEADERS,
      ETag: `"${view!.version}"`,
      [correlationHeader]: correlationId,
    }),
  };
}

function complaintId(id: string): string {
  const parsed = identifier.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: parsed.error.issues[0]!.message });
  return parsed.data;
}

/** `Idempotency-Key`: the same request under the same key is done once. */
function idempotencyKeyOf(headers: Headers): string | undefined {
  const key = headers.get("Idempotency-Key");
  if (key === null) return undefined;
  if (!/^[\x20-\x7e]{1,200}$/.test(key)) {
    throw invalidInput({ "Idempotency-Key": "must be 1 to 200 characters of ASCII" });
  }
  return key;
}

/** `If-Match: "3"`: only if the complaint still has that version. */
function expectedVersionOf(headers: Headers): number | undefined {
  const given = headers.get("If-Match");
  if (given === null || given === "*") return undefined;
  const version = /^"(\d{1,15})"$/.exec(given)?.[1];
  if (version === undefined)
    throw invalidInput({ "If-Match": 'must be a version in quotes, for example "3"' });
  return Number(version);
}
