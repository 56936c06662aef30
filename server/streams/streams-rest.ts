import { listEvents, readEventLog, readStreamEvents } from "@/server/event-store/read-events";
import { decodeCursor, encodeCursor } from "@/server/event-store/search-cursor";
import type { Visit } from "@/server/http/door";
import { invalidInput, json, jsonText, readQuery } from "@/server/http/problem";
import { guardFilter } from "@/server/masking/filter-guard";
import { maskerOf } from "@/server/masking/masker-for";
import { readState } from "./read-state";
import { replayStream } from "./replay-stream";
import { resolveStream } from "./resolve-stream";
import { shownOnRecord } from "./shown-on-record";
import { allInput, eventsInput, replayInput, stateInput, streamInput, streamName } from "./streams-schemas";

/** `GET /api/events/stream/{streamId}` */
export async function getStream(name: string, request: Request, visit: Visit): Promise<Response> {
  const { vhost, from, limit } = readQuery(request, streamInput);
  const { searchPool } = visit.services;
  const stream = await resolveStream(searchPool, nameOf(name), { scope: visit.scope, vhost });
  const rows = await readStreamEvents(searchPool, { ...stream, from, scope: visit.scope, limit: limit + 1 });
  const shown = await shownOnRecord(visit, { stream: stream.streamId }, rows.slice(0, limit));
  const next = rows[limit]?.streamSeq ?? null;
  const { streamId, version, owned } = stream;
  const head = { streamId, vhost: stream.vhost, version, owned, nextFrom: next };
  return jsonText(page(head, shown));
}

/** `GET /api/events/all` */
export async function getAllEvents(request: Request, visit: Visit): Promise<Response> {
  const { from, limit } = readQuery(request, allInput);
  const { events, next } = await readEventLog(visit.services.searchPool, from, { scope: visit.scope, limit });
  const shown = await shownOnRecord(visit, { log: from }, events);
  return jsonText(page({ next }, shown));
}

/** `GET /api/audit/events`: events, newest first. */
export async function getEvents(request: Request, visit: Visit): Promise<Response> {
  const { limit, cursor, ...filter } = readQuery(request, eventsInput);
  guardFilter(filter, await maskerOf(visit));
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const rows = await listEvents(visit.services.searchPool, filter, after, {
    scope: visit.scope,
    limit: limit + 1,
  });
  const shown = await shownOnRecord(visit, filter, rows.slice(0, limit));
  const last = rows.length > limit ? rows[limit - 1]! : null;
  return jsonText(page({ nextCursor: last && encodeCursor(last) }, shown));
}

/** `GET /api/events/state/{aggregateId}`: the state as its events make it, now, at a version or at a moment. */
export async function getState(name: string, request: Request, visit: Visit): Promise<Response> {
  const { vhost, version, at } = readQuery(request, stateInput);
  const stream = await resolveStream(visit.services.searchPool, nameOf(name), { scope: visit.scope, vhost });
  return json(await readState(visit, stream, { version, at }));
}

/** `POST /api/events/replay/{streamId}`: rebuilds what the events make, compares the read model, and repairs it. */
export async function postReplay(name: string, request: Request, visit: Visit): Promise<Response> {
  const { vhost, repair } = readQuery(request, replayInput);
  const stream = await resolveStream(visit.services.searchPool, nameOf(name), { scope: visit.scope, vhost });
  return json(await replayStream(visit, stream, repair === "true"));
}

/** The name in an address, which is a stranger's text. */
export function nameOf(name: string): string {
  const parsed = streamName.safeParse(name);
  if (!parsed.success) throw invalidInput({ streamId: parsed.error.issues[0]!.message });
  return parsed.data;
}

const page = (head: object, items: readonly { text: string }[]): string =>
  `${JSON.stringify(head).slice(0, -1)},"items":[${items.map(({ text }) => text).join(",")}]}`;
