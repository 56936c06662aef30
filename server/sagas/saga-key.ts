import { parseStreamId } from "@/server/envelopes/stream-id";
import { keyedDigestOf } from "./digest";
import type { Basis, SagaKey } from "./saga";

/** What an event says about what it belongs to. Hostile text. */
export interface Belonging {
  /** Record id in the store. */
  id: string;
  vhost: string;
  correlationId: string | null;
  /** The correlation id was concluded from the trace id. */
  correlationInferred: boolean;
  traceId: string | null;
  streamId: string | null;
  /** Stream ids of the other aggregates that it names, in order of appearance. */
  references: readonly string[];
}

/** What arrivals are grouped under: a saga's key, or one of its own for an event that belongs to none. */
export type GroupKey = SagaKey | { key: string; vhost: string; basis: null; value: "" };

/**
 * What an event belongs to. It looks at that event alone, so that what came before or after cannot change it.
 * @param anchors nouns of aggregates that others belong to, the most telling first
 * @param secret the store's key for digests: whoever guesses a value must not see in an address that it is there
 */
export function groupKeyOf(event: Belonging, anchors: readonly string[], secret: Buffer): GroupKey {
  const { vhost } = event;
  const found = basisOf(event, anchors);
  if (!found) return { key: keyedDigestOf(secret, ["record", event.id]), vhost, basis: null, value: "" };
  const { basis, value } = found;
  return { key: keyedDigestOf(secret, [vhost, basis, value]), vhost, basis, value };
}

function basisOf(event: Belonging, anchors: readonly string[]): { basis: Basis; value: string } | null {
  if (event.correlationId !== null && !event.correlationInferred)
    return { basis: "correlation", value: event.correlationId };
  if (event.traceId !== null) return { basis: "trace", value: event.traceId };
  const stream = anchorOf(event, anchors) ?? event.streamId;
  return stream === null ? null : { basis: "reference", value: stream };
}

function anchorOf({ streamId, references }: Belonging, anchors: readonly string[]): string | null {
  if (streamId !== null && anchors.includes(nounOf(streamId))) return streamId;
  let best: string | null = null;
  let rank = anchors.length;
  for (const reference of references) {
    const place = anchors.indexOf(nounOf(reference));
    if (place < 0 || place >= rank) continue;
    best = reference;
    rank = place;
  }
  return best;
}

const nounOf = (stream: string): string => parseStreamId(stream)?.type ?? "";
