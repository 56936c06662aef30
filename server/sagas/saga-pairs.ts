import type { EventKind } from "@/server/envelopes/envelope";

/** What pairing looks at. In order of arrival. */
interface Paired {
  id: string;
  kind: EventKind;
  eventId: string | null;
  causationId: string | null;
}

/**
 * Which reply answers which request, both ways. Pure. A reply answers what it says caused it, request or command; one that says
 * nothing answers the newest request before it that has no reply.
 */
export function pairsOf(steps: readonly Paired[]): Map<string, string> {
  const pairs = new Map<string, string>();
  const asked = steps.filter(({ kind }) => kind === "request" || kind === "command");
  const byEvent = new Map(asked.flatMap((step) => (step.eventId === null ? [] : [[step.eventId, step.id]])));
  const pair = (request: string, reply: string) => {
    pairs.set(request, reply);
    pairs.set(reply, request);
  };
  for (const { id, kind, causationId } of steps) {
    const request = kind === "reply" && causationId !== null ? byEvent.get(causationId) : undefined;
    if (request !== undefined && !pairs.has(request)) pair(request, id);
  }
  const waiting: string[] = [];
  for (const { id, kind } of steps) {
    if (pairs.has(id)) continue;
    if (kind === "request") waiting.push(id);
    const request = kind === "reply" ? waiting.pop() : undefined;
    if (request !== undefined) pair(request, id);
  }
  return pairs;
}
