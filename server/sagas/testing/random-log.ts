import type { ArrivalRecord } from "@/server/event-store/record";
import { deathOf, redriveOf, sagaArrival, type ToldEvent } from "./arrivals";

/** Numbers that look random and are the same each time: a linear congruential generator. */
export function seededRandom(seed: number): { below(n: number): number; pick<T>(values: readonly T[]): T } {
  let state = seed;
  const below = (n: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * n);
  };
  return { below, pick: (values) => values[below(values.length)]! };
}

const TYPES = ["OrderPlaced", "PaymentTaken", "PaymentDeclined", "StockReserved", "OrderShipped"];
/** More than the default silence. */
const LONG = 15 * 86_400_000;

/**
 * A log in which ids are used again, causes are missing or come late, events die, are sent again and are delivered twice, and
 * whose order is not that of time. What repeats an event comes after it, as in a store.
 */
export function randomLog(seed: number, events: number): ArrivalRecord[] {
  const { below, pick } = seededRandom(seed);
  const told: ToldEvent[] = [];
  for (let n = 0; n < events; n++) {
    const order = String(below(6));
    const cause = told.length > 0 && below(3) > 0 ? pick(told.slice(-12)).id : undefined;
    told.push({
      at: below(3) * LONG + below(600_000),
      type: pick(TYPES),
      id: `${seed}-${n}`,
      of: ["Order", order, 1 + below(3)],
      exchange: pick(["shop", "till"]),
      ...(cause !== undefined && { cause }),
      ...(below(4) > 0 ? { correlationId: `c-${below(8)}` } : below(2) > 0 && { traceId: `t-${below(3)}` }),
    });
  }
  const log: ArrivalRecord[] = [];
  for (const event of shuffled(told, below)) {
    log.push(sagaArrival(event));
    if (below(10) === 0) log.push(sagaArrival(event));
  }
  for (const event of told.filter(() => below(5) === 0)) {
    // Somewhere after the event itself.
    const first = log.findIndex((record) => record.envelope?.eventId === event.id);
    const at = event.at + below(60_000) - 1_000;
    log.splice(
      first + 1 + below(log.length - first),
      0,
      below(3) > 0 ? deathOf(event, at) : redriveOf(event, at),
    );
  }
  return log;
}

function shuffled<T>(values: readonly T[], below: (n: number) => number): T[] {
  const order = [...values];
  for (let n = order.length - 1; n > 0; n--) {
    const other = below(n + 1);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  return order;
}
