import type { EventRow } from "@/server/event-store/read-events";
import { readTrail } from "@/server/event-store/read-events";
import { decodeCursor, encodeCursor } from "@/server/event-store/search-cursor";
import type { Visit } from "@/server/http/door";
import { json, readQuery } from "@/server/http/problem";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { resolveStream } from "@/server/streams/resolve-stream";
import { nameOf } from "@/server/streams/streams-rest";
import { trailInput } from "@/server/streams/streams-schemas";
import { toItem } from "./audit-queries";
import { type Mark, readMarks } from "./compensation-marks";

/** `GET /api/audit/trail/{aggregateId}`: everything that happened to an aggregate, and what names it. */
export async function getTrail(name: string, request: Request, visit: Visit): Promise<Response> {
  const { vhost, limit, cursor } = readQuery(request, trailInput);
  const { searchPool } = visit.services;
  const stream = await resolveStream(searchPool, nameOf(name), { scope: visit.scope, vhost });
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const rows = await readTrail(searchPool, { ...stream, after, scope: visit.scope, limit: limit + 1 });
  const marks = await readMarks(searchPool, stream.vhost, stream.streamId);
  const masker = await maskerOf(visit);
  const last = rows.length > limit ? rows[limit - 1]! : null;
  return json({
    streamId: stream.streamId,
    vhost: stream.vhost,
    items: rows.slice(0, limit).map((row) => entryOf(row, masker, marks)),
    nextCursor: last && encodeCursor(last),
  });
}

function entryOf(row: EventRow, masker: Masker, marks: ReadonlyMap<string, Mark>) {
  const { message, event } = masker.item(toItem(row));
  return {
    recordId: message.id,
    position: row.position,
    at: event!.occurredAt ?? message.receivedAt,
    eventId: event!.eventId,
    eventType: event!.eventType,
    streamId: event!.streamId,
    version: event!.streamSeq,
    service: event!.producer,
    by: event!.actor,
    correlationId: event!.correlationId,
    causationId: event!.causationId,
    compensated: (row.eventId !== null && marks.get(row.eventId)) || null,
  };
}
