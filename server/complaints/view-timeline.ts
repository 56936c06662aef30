import type { CheckedEvent } from "./check-event";
import type { ComplaintView, TimelineEntry } from "./view-schemas";

/** What an event of the timeline says beside who, when and the status. */
type Detail = Omit<
  TimelineEntry,
  "eventId" | "eventType" | "version" | "at" | "by" | "status" | "previousStatus" | "until" | "lastedMs"
>;

type Told = Pick<ComplaintView, "status" | "timeline">;

/**
 * The timeline with one event more, after which the complaint has `status`. When that is another status than before, the
 * entry with which the old one began learns when it ended.
 */
export function withEntry(
  before: Told | null,
  event: CheckedEvent,
  status: ComplaintView["status"],
  detail: Detail = {},
): TimelineEntry[] {
  const at = event.metadata.timestamp;
  const previousStatus = before?.status ?? null;
  const entry: TimelineEntry = {
    eventId: event.eventId,
    eventType: event.eventType,
    version: event.metadata.version,
    at,
    by: event.metadata.userId ?? null,
    status,
    previousStatus,
    until: null,
    lastedMs: null,
    ...detail,
  };
  const timeline = before?.timeline ?? [];
  return [...(previousStatus === status ? timeline : ending(timeline, at)), entry];
}

/** Whether a status began with this entry. */
export const beginsStatus = (entry: Pick<TimelineEntry, "status" | "previousStatus">): boolean =>
  entry.status !== entry.previousStatus;

function ending(timeline: readonly TimelineEntry[], at: string): TimelineEntry[] {
  const began = timeline.findLastIndex(beginsStatus);
  return timeline.map((entry, i) =>
    i === began
      ? // Two workers' clocks may differ by a little: nothing lasts less than no time.
        { ...entry, until: at, lastedMs: Math.max(0, Date.parse(at) - Date.parse(entry.at)) }
      : entry,
  );
}
