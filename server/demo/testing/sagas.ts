import type { Envelope } from "@/server/envelopes/envelope";
import { readEnvelope } from "@/server/envelopes/read-envelope";
import type { ShopMessage } from "../shop-message";
import { decodedHeaders, simulate } from "../simulation/simulate";
import type { System } from "../system";

/** The first moment from `from` on for which the condition holds: a saga with the fate that a spec needs. */
export function momentWhere(from: number, holds: (at: number) => boolean): number {
  for (let at = from; at < from + 100_000; at++) if (holds(at)) return at;
  throw new Error("no such saga begins in these 100 seconds");
}

/** Every message of one saga, as an observer sees them. */
export function play(system: System, at: number): ShopMessage[] {
  return [...simulate([{ at, system }], 1)].map(({ message }) => message);
}

/** What the envelope readers make of a message; fails the spec where they cannot read it. */
export function envelopeOfMessage(message: ShopMessage): Envelope {
  const reading = readEnvelope({ ...message, headers: decodedHeaders(message.headers) });
  if (!reading.readable) throw new Error(`${message.exchange} ${message.routingKey}: ${reading.reason}`);
  return reading.envelope;
}

/** The types of a saga's messages in order, dead letters and retries marked by their exchange. */
export function storyOf(messages: readonly ShopMessage[]): string[] {
  return messages.map((message) => {
    const { eventType } = envelopeOfMessage(message);
    const { exchange } = message;
    return exchange.endsWith(".dlx") || exchange.endsWith(".retry")
      ? `${eventType} → ${exchange}`
      : eventType;
  });
}
