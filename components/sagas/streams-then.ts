import type { TimelineEvent } from "./timeline/timeline-model";

/** Which streams a saga had touched by one of its events. Pure. */

/** More are not put together for one look (server/sagas/saga-state-schemas.ts). */
const MOST = 20;

export interface StreamsThen {
  /** Each with the place of its last event by then; what was touched last comes first. */
  streams: { streamId: string; version: number }[];
  /** The stream of the event itself; null where it has none. */
  changed: string | null;
  /** How many are left out. */
  left: number;
}

/** @param place of the event, from 0 */
export function streamsThen(events: readonly TimelineEvent[], place: number): StreamsThen {
  const found = new Map<string, number>();
  for (let i = Math.min(place, events.length - 1); i >= 0; i--) {
    const { streamId, streamSeq } = events[i]!.step;
    if (streamId !== null && streamSeq !== null && !found.has(streamId)) found.set(streamId, streamSeq);
  }
  const { streamId, streamSeq } = events[place]!.step;
  const streams = [...found].map(([streamId, version]) => ({ streamId, version }));
  return {
    streams: streams.slice(0, MOST),
    changed: streamSeq === null ? null : streamId,
    left: Math.max(0, streams.length - MOST),
  };
}
