import { basket, CARRIERS, type Line, totalOf } from "../goods";
import { type Person, somebody } from "../people";
import { seeded } from "../random";

/** What becomes of an order of the web shop. */
export type StorefrontFate = "delivered" | "refused" | "stuck" | "bad address" | "sold out" | "unanswered";

/** An order as every service of the web shop has it in its own database: here, made again from its key. */
export interface StorefrontOrder {
  key: string;
  orderId: string;
  sagaId: string;
  requestId: string;
  paymentId: string;
  reservationId: string;
  warehouseId: string;
  customer: Person;
  lines: Line[];
  total: number;
  carrier: string;
  trackingNumber: string;
  postcode: string;
  fate: StorefrontFate;
  /** The event id of a step. */
  eventId(step: string): string;
  /** Milliseconds that a step of it takes. */
  takes(step: string, least: number, most: number): number;
}

/** The order of a key. */
export function storefrontOrder(key: string): StorefrontOrder {
  const seed = `storefront ${key}`;
  const random = seeded(seed);
  const lines = basket(random);
  return {
    key,
    orderId: `ord-${key}`,
    sagaId: random.uuid(),
    requestId: `req-${key}`,
    paymentId: `pay-${key}`,
    reservationId: `rsv-${key}`,
    warehouseId: random.pick(["LYS-1", "LYS-2", "ORY-4"]),
    customer: somebody(random),
    lines,
    total: totalOf(lines),
    carrier: random.pick(CARRIERS),
    trackingNumber: `TRK${random.int(10_000_000, 99_999_999)}`,
    postcode: String(random.int(10_000, 95_999)),
    fate: fateOf(random.next()),
    eventId: (step) => seeded(`${seed} ${step}`).uuid(),
    takes: (step, least, most) => seeded(`${seed} ${step} takes`).int(least, most),
  };
}

function fateOf(chance: number): StorefrontFate {
  if (chance < 0.72) return "delivered";
  if (chance < 0.82) return "refused";
  if (chance < 0.86) return "stuck";
  if (chance < 0.9) return "bad address";
  if (chance < 0.96) return "sold out";
  return "unanswered";
}
