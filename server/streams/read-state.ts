import type { CheckedEvent } from "@/server/complaints/check-event";
import { complaintReader } from "@/server/complaints/complaint-door";
import { SERVICES } from "@/server/complaints/complaint-events";
import { readHistory } from "@/server/complaints/complaint-history";
import { foldView } from "@/server/complaints/complaint-view";
import { SillageError } from "@/server/errors";
import type { StreamHead } from "@/server/event-store/find-streams";
import { readStreamEvents } from "@/server/event-store/read-events";
import type { Visit } from "@/server/http/door";
import { mergedState } from "./merged-state";
import { shownOnRecord } from "./shown-on-record";

/** Events of somebody else's aggregate that are put together at most; of a longer stream the last ones. */
const MOST = 1_000;

export interface StateAt {
  version?: number | undefined;
  at?: Date | undefined;
}

/**
 * The state that a stream's events make: of a complaint, its view; of anything else, what was said last.
 * @throws SillageError NOT_FOUND where there was nothing yet
 */
export async function readState(visit: Visit, stream: StreamHead, asked: StateAt) {
  return isComplaint(stream) ? complaintState(visit, stream, asked) : otherState(visit, stream, asked);
}

/** A stream of our own complaint service. */
export const isComplaint = ({ owned, aggregateType }: StreamHead): boolean =>
  owned && aggregateType === SERVICES.complaint.aggregateType;

async function complaintState(visit: Visit, stream: StreamHead, { version, at }: StateAt) {
  const { vhost, streamId, aggregateId } = stream;
  const history = await readHistory(visit.services.searchPool, vhost, aggregateId);
  const events = upTo(
    history.map(({ event }) => event as unknown as CheckedEvent),
    { version, at },
  );
  const own = events.filter((event) => event.aggregateType === SERVICES.complaint.aggregateType);
  const last = own.at(-1);
  const view = foldView(events);
  if (!view || !last) throw nothingYet();
  const reader = await complaintReader(visit, { vhost, exchange: SERVICES.complaint.exchange });
  return {
    streamId,
    vhost,
    version: last.metadata.version,
    at: last.metadata.timestamp,
    certainty: "exact" as const,
    events: own.length,
    state: reader.show(view),
  };
}

/** The part of a history that was there at a version of the complaint, or at a moment. */
function upTo(history: readonly CheckedEvent[], { version, at }: StateAt): CheckedEvent[] {
  const end =
    version === undefined
      ? history.length
      : history.findIndex(
          (event) =>
            event.aggregateType === SERVICES.complaint.aggregateType && event.metadata.version > version,
        );
  const part = end === -1 ? history : history.slice(0, end);
  return at ? part.filter((event) => Date.parse(event.metadata.timestamp) <= at.getTime()) : [...part];
}

async function otherState(visit: Visit, stream: StreamHead, { version, at }: StateAt) {
  const { vhost, streamId } = stream;
  const to = Math.min(stream.version, version ?? stream.version);
  const rows = await readStreamEvents(visit.services.searchPool, {
    vhost,
    streamId,
    from: Math.max(1, to - MOST + 1),
    to,
    at,
    scope: visit.scope,
    limit: MOST,
  });
  const last = rows.at(-1);
  if (!last) throw nothingYet();
  const shown = await shownOnRecord(visit, { state: streamId }, rows);
  return {
    streamId,
    vhost,
    version: last.streamSeq ?? 0,
    at: last.receivedAt.toISOString(),
    certainty: "inferred" as const,
    events: rows.length,
    state: mergedState(shown),
  };
}

const nothingYet = () => new SillageError("NOT_FOUND", "Nothing had happened in this stream then.");
