import type { TimelineModel } from "./timeline-model";

/** Where keys lead from an event. Pure. */

export type Move = "next" | "previous" | "first" | "last" | "up" | "down";

/** The id of the event that a move leads to; the same where there is none. From nowhere, every move leads to the first or last. */
export function moved(model: TimelineModel, from: string | null, move: Move): string | null {
  const { events, byId } = model;
  const last = events.length - 1;
  if (last < 0) return null;
  const current = from === null ? undefined : byId.get(from);
  if (!current) return events[move === "last" || move === "previous" ? last : 0]!.step.id;
  const { place, lane, step } = current;
  switch (move) {
    case "next":
      return events[Math.min(last, place + 1)]!.step.id;
    case "previous":
      return events[Math.max(0, place - 1)]!.step.id;
    case "first":
      return events[0]!.step.id;
    case "last":
      return events[last]!.step.id;
    default: {
      const way = move === "up" ? -1 : 1;
      const lanes = new Set(events.map((event) => event.lane));
      for (let next = lane + way; next >= 0 && next < model.lanes.length; next += way) {
        if (!lanes.has(next)) continue;
        const near = events
          .filter((event) => event.lane === next)
          .reduce((a, b) => (Math.abs(b.step.at - step.at) < Math.abs(a.step.at - step.at) ? b : a));
        return near.step.id;
      }
      return step.id;
    }
  }
}

const SHORTEST_MS = 140;
const LONGEST_MS = 1_400;

/** How long playing rests on an event before it goes to the next one: longer after longer silences, but never long. */
export function restMs(model: TimelineModel, place: number, speed: number): number {
  const [event, next] = [model.events[place], model.events[place + 1]];
  if (!event || !next) return SHORTEST_MS;
  const gapMs = (next.step.at - event.step.at) / 1_000;
  return Math.min(LONGEST_MS, SHORTEST_MS + 160 * Math.log10(1 + gapMs)) / speed;
}
