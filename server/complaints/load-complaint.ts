import { streamId } from "@/server/envelopes/stream-id";
import type { StoredEvent } from "@/server/event-store/stored-event";
import { type Reader, readWholeStream, type StreamRange } from "@/server/event-store/stored-event";
import { type Complaint, replay } from "./complaint";
import { type ComplaintEvent, SERVICES } from "./complaint-events";

/** A complaint as it stands in the store. */
export interface LoadedComplaint {
  state: Complaint;
  /** Of its stream; 0 when it was never filed. */
  version: number;
  events: StoredEvent[];
}

export const complaintStream = (complaintId: string): string =>
  streamId(SERVICES.complaint.aggregateType, complaintId);

/** Rebuilds a complaint from its events: all of them, or those of a part of its stream. */
export async function loadComplaint(
  reader: Reader,
  vhost: string,
  complaintId: string,
  range: Pick<StreamRange, "upTo" | "at"> = {},
): Promise<LoadedComplaint> {
  const events = await readWholeStream(reader, vhost, complaintStream(complaintId), range);
  return {
    // What stands in a stream of ours was checked when it was appended.
    state: replay(events as unknown as ComplaintEvent[]),
    version: events.at(-1)?.metadata.version ?? 0,
    events,
  };
}
