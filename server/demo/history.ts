import type { Delivery } from "@/server/broker/delivery";
import { encodeProperties } from "@/server/broker/encode-properties";
import { seeded } from "./random";
import { systemAt } from "./shop";
import { type Arrival, type Beginning, decodedHeaders, simulate } from "./simulation/simulate";

const HOUR_MS = 3_600_000;
export const HISTORY_MS = 24 * HOUR_MS;
/** About 20,000 messages come of it. */
const SAGAS = 3_150;
/** People are slower than in the live demo, which nobody would watch for hours. */
const PACE = 20;

/** How busy each hour of a day is (UTC): quiet nights, a peak before lunch and one in the evening. */
const RHYTHM = [4, 3, 2, 2, 3, 5, 9, 14, 20, 25, 28, 27, 22, 21, 23, 24, 22, 23, 26, 28, 24, 17, 11, 7];

/**
 * What an observer would have received in the 24 hours before `until`, ordered by time and always the same for the
 * same `until`. Every saga ends in time: none is cut off by the end.
 */
export function* history(until: number, vhost: string): Generator<Delivery> {
  for (const arrival of simulate(beginnings(until), PACE)) yield toDelivery(arrival, vhost);
}

/** Sagas spread over the day by its rhythm, each with a millisecond of its own. */
function* beginnings(until: number): Generator<Beginning> {
  const from = until - HISTORY_MS;
  const random = seeded("history");
  const weights = Array.from({ length: 24 * 60 }, (_, minute) => weightAt(from + minute * 60_000));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let due = 0;
  let last = from;
  for (const [minute, weight] of weights.entries()) {
    due += (weight / all) * SAGAS;
    const count = Math.floor(due);
    due -= count;
    const moments = Array.from({ length: count }, () => from + minute * 60_000 + random.int(0, 59_999)).sort(
      (a, b) => a - b,
    );
    for (const moment of moments) {
      const at = Math.max(moment, last + 1);
      last = at;
      const system = systemAt(at);
      if (at + system.longestMs(PACE) < until) yield { at, system };
    }
  }
}

/** Between the hours the rhythm passes smoothly. */
function weightAt(at: number): number {
  const hour = (at / HOUR_MS) % 24;
  const [before, after] = [RHYTHM[Math.floor(hour)]!, RHYTHM[(Math.floor(hour) + 1) % 24]!];
  return before + (after - before) * (hour % 1);
}

function toDelivery({ at, message }: Arrival, vhost: string): Delivery {
  return {
    tag: 0,
    receivedAt: at,
    vhost,
    exchange: message.exchange,
    routingKey: message.routingKey,
    redelivered: false,
    persistent: message.properties.deliveryMode === 2,
    properties: message.properties,
    headers: decodedHeaders(message.headers),
    rawProperties: encodeProperties(message.properties, message.headers),
    undecodable: null,
    body: message.body,
    oversize: null,
  };
}
