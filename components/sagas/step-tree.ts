import type { TimelineEvent, TimelineModel } from "./timeline/timeline-model";

/** The events of a saga as a tree of causes. Pure. */

export interface TreeLine {
  event: TimelineEvent;
  /** From 0. */
  depth: number;
}

/**
 * Each event under the one that it followed, in order of time, as lines of a list. A chain of single effects is told
 * without going deeper: only where something has several effects do these stand in.
 */
export function treeOf({ events, byId }: Pick<TimelineModel, "events" | "byId">): TreeLine[] {
  const effects = new Map<string | null, TimelineEvent[]>();
  for (const event of events) {
    const { beforeId } = event.step;
    // Only what came earlier can be followed; so there are no circles.
    const before = beforeId === null ? undefined : byId.get(beforeId);
    const under = before && before.place < event.place ? before.step.id : null;
    const of = effects.get(under);
    if (of) of.push(event);
    else effects.set(under, [event]);
  }
  const lines: TreeLine[] = [];
  const waiting: TreeLine[] = [];
  const push = (parent: string | null, depth: number) => {
    const children = effects.get(parent) ?? [];
    for (const event of [...children].reverse()) waiting.push({ event, depth });
  };
  push(null, 0);
  for (let line = waiting.pop(); line; line = waiting.pop()) {
    lines.push(line);
    const { id } = line.event.step;
    push(id, (effects.get(id)?.length ?? 0) > 1 ? line.depth + 1 : line.depth);
  }
  return lines;
}
