import { HEADERS, REDRIVE_EXCHANGE } from "@/server/broker/redrive-names";
import { GIVEN_UP_BY } from "@/server/broker/service-headers";
import type { Arrival } from "@/server/event-store/record";

/** Where a message was published the first time, which a death hides: what identity and type are read from. */
export interface Origin {
  arrival: Arrival;
  exchange: string;
  routingKey: string;
}

interface Death {
  queue?: unknown;
  exchange?: unknown;
  "routing-keys"?: unknown;
}

/**
 * Tells how a message came to be seen, from what the broker and we ourselves write into its headers.
 * `x-death` says that it died before. The broker's own dead-lettering arrives on a dead-letter exchange; the same
 * headers on any other exchange mean that a client published it again, as does what our own services give up. What we redrive carries our headers; where it was
 * published first stands in them, since our exchange hides it.
 * @param isDeadLetterExchange whether some queue of the virtual host dead-letters to that exchange
 */
export function classifyArrival(
  message: { exchange: string; routingKey: string; headers: Record<string, unknown> | undefined },
  isDeadLetterExchange: (exchange: string) => boolean,
): Origin {
  const { headers, exchange, routingKey } = message;
  if (!headers) return { arrival: "published", exchange, routingKey };
  const redriven = text(headers[HEADERS.redrive]) !== null;
  const before = redriven ? text(headers[HEADERS.exchange]) : null;
  if (exchange === REDRIVE_EXCHANGE || (redriven && !isDeadLetterExchange(exchange))) {
    return { arrival: "redriven", exchange: before ?? exchange, routingKey };
  }
  const deaths = headers["x-death"];
  if (!Array.isArray(deaths) || deaths.length === 0) return { arrival: "published", exchange, routingKey };

  // Newest first: the last entry is the first death.
  const first = deaths[deaths.length - 1] as Death | null;
  const keys = first?.["routing-keys"];
  // The broker counts as published what our services put there themselves, and so do we.
  const byBroker = isDeadLetterExchange(exchange) && text(headers[GIVEN_UP_BY]) === null;
  return {
    arrival: byBroker ? "dead_lettered" : "retried",
    exchange: before ?? text(headers["x-first-death-exchange"]) ?? text(first?.exchange) ?? exchange,
    routingKey: (Array.isArray(keys) ? text(keys[0]) : null) ?? routingKey,
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
