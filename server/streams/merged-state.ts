import type { EventText } from "./event-json";

/**
 * What the events of somebody else's aggregate said last, put together: the newest value of each field of their data.
 * We know none of its rules, so this is inferred.
 */
export function mergedState(events: readonly EventText[]): Record<string, unknown> {
  const state: Record<string, unknown> = Object.create(null);
  for (const { text } of events) {
    const { eventData, eventType } = JSON.parse(text) as { eventData: unknown; eventType: string };
    if (typeof eventData === "object" && eventData !== null && !Array.isArray(eventData)) {
      for (const [field, value] of Object.entries(eventData)) state[field] = value;
    }
    state.lastEventType = eventType;
  }
  return { ...state };
}
