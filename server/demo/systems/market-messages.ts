import { basket, cents, type Line, totalOf } from "../goods";
import { iso } from "../order-numbers";
import { type Person, somebody } from "../people";
import { seeded } from "../random";
import { jsonMessage, type ShopMessage } from "../shop-message";

/* The dialect of the marketplace: flat events with eventId, occurredAt, producer, traceId and `version: 1`. */

export const MARKET = "market.events";

export type MarketFate = "delivered" | "declined" | "timeout" | "flaky" | "stuck" | "repeated";

export interface MarketOrder {
  orderId: string;
  paymentId: string;
  shipmentId: string;
  traceId: string;
  customer: Person;
  lines: Line[];
  total: number;
  fee: number;
  fate: MarketFate;
  eventId(step: string): string;
  takes(step: string, least: number, most: number): number;
}

/** The order of a number such as `MKT-dzq81k2`: all services of the marketplace know the same of it. */
export function marketOrder(orderId: string): MarketOrder {
  const seed = `market ${orderId}`;
  const random = seeded(seed);
  const key = orderId.replace(/^MKT-/, "");
  const lines = basket(random);
  const total = totalOf(lines);
  return {
    orderId,
    paymentId: `PAY-${key}`,
    shipmentId: `SHP-${key}`,
    traceId: random.hex(32),
    customer: somebody(random),
    lines,
    total,
    fee: cents(total * 0.08),
    fate: fateOf(random.next()),
    eventId: (step) => seeded(`${seed} ${step}`).uuid(),
    takes: (step, least, most) => seeded(`${seed} ${step} takes`).int(least, most),
  };
}

function fateOf(chance: number): MarketFate {
  if (chance < 0.7) return "delivered";
  if (chance < 0.8) return "declined";
  if (chance < 0.86) return "timeout";
  if (chance < 0.92) return "flaky";
  if (chance < 0.96) return "stuck";
  return "repeated";
}

const TOPIC_OF = {
  OrderPlaced: ["order.placed", "order-service"],
  StockReserved: ["stock.reserved", "stock-service"],
  StockReleased: ["stock.released", "stock-service"],
  PaymentAuthorized: ["payment.authorized", "billing-service"],
  PaymentDeclined: ["payment.declined", "billing-service"],
  PaymentCaptured: ["payment.captured", "billing-service"],
  ShipmentDispatched: ["shipment.dispatched", "delivery-service"],
  OrderCompleted: ["order.completed", "order-service"],
  OrderCancelled: ["order.cancelled", "order-service"],
} as const;
export type MarketEventType = keyof typeof TOPIC_OF;

/** An event of the marketplace about an order. */
export function marketEvent(
  order: MarketOrder,
  eventType: MarketEventType,
  at: number,
  data: object,
): ShopMessage {
  const [topic, producer] = TOPIC_OF[eventType];
  const body = {
    eventId: order.eventId(eventType),
    eventType,
    occurredAt: iso(at),
    producer,
    traceId: order.traceId,
    version: 1,
    orderId: order.orderId,
    ...data,
  };
  return jsonMessage(MARKET, topic, body, { properties: { appId: producer } });
}

/** The event that begins an order's saga. */
export function orderPlaced(order: MarketOrder, at: number): ShopMessage {
  const { id, name, email, phone } = order.customer;
  const customer = { name, email, phone };
  const { lines, total } = order;
  return marketEvent(order, "OrderPlaced", at, { customerId: id, customer, lines, total, currency: "EUR" });
}
