import { basket, type Line, totalOf } from "../goods";
import { iso } from "../order-numbers";
import { type Person, somebody } from "../people";
import { seeded } from "../random";
import { jsonMessage, type ShopMessage } from "../shop-message";

/* The dialect of the wholesale services, written in Go: PascalCase fields, `Metadata`, and three headers. */

export const WHOLESALE = "wholesale";
export const CUSTOMERS = "wholesale.integration";

export type WholesaleFate = "delivered" | "over limit" | "stuck" | "out of stock";

export interface WholesaleOrder {
  orderId: string;
  paymentId: string;
  correlationId: string;
  customer: Person;
  isNew: boolean;
  lines: Line[];
  total: number;
  creditLimit: number;
  fate: WholesaleFate;
  eventId(step: string): string;
  takes(step: string, least: number, most: number): number;
}

/** The order of a number such as `W-dzq81k2`. */
export function wholesaleOrder(orderId: string): WholesaleOrder {
  const seed = `wholesale ${orderId}`;
  const random = seeded(seed);
  const lines = basket(random, 40);
  const total = totalOf(lines);
  const fate = fateOf(random.next());
  return {
    orderId,
    paymentId: orderId.replace(/^W-/, "P-"),
    correlationId: random.uuid(),
    customer: somebody(random),
    isNew: random.chance(0.15),
    lines,
    total,
    creditLimit: fate === "over limit" ? Math.floor(total / 200) * 100 : Math.ceil(total / 500) * 500 + 1_000,
    fate,
    eventId: (step) => seeded(`${seed} ${step}`).uuid(),
    takes: (step, least, most) => seeded(`${seed} ${step} takes`).int(least, most),
  };
}

function fateOf(chance: number): WholesaleFate {
  if (chance < 0.78) return "delivered";
  if (chance < 0.86) return "over limit";
  if (chance < 0.9) return "stuck";
  return "out of stock";
}

const SERVICE_OF = {
  "order.created": "wholesale-orders",
  "order.cancelled": "wholesale-orders",
  "payment.completed": "wholesale-credit",
  "payment.refunded": "wholesale-credit",
  "inventory.reserved": "wholesale-inventory",
  "inventory.rejected": "wholesale-inventory",
  "order.shipped": "wholesale-transport",
} as const;
export type WholesaleEventType = keyof typeof SERVICE_OF;

/** What Go's publisher makes of an event: body, the aggregate's id as key, and its three headers. */
export function wholesaleEvent(
  order: WholesaleOrder,
  type: WholesaleEventType,
  at: number,
  fields: object,
  causationId = "",
): ShopMessage {
  const Timestamp = iso(at);
  const Metadata = { Timestamp, CorrelationID: order.correlationId, CausationID: causationId };
  return jsonMessage(
    WHOLESALE,
    order.orderId,
    { type, OrderID: order.orderId, ...fields, Metadata },
    {
      properties: { messageId: order.eventId(type), appId: SERVICE_OF[type] },
      headers: {
        "event-type": type,
        "correlation-id": order.correlationId,
        // RFC 3339 in whole seconds, as Go's time.RFC3339 writes it.
        timestamp: Timestamp.replace(/\.\d+Z$/, "Z"),
      },
    },
  );
}

/** The intention with which an order begins: it has no order id yet. */
export function createOrder(order: WholesaleOrder, at: number): ShopMessage {
  const body = {
    type: "CreateOrder",
    Number: order.orderId,
    CustomerID: order.customer.id,
    Items: items(order),
  };
  return jsonMessage(WHOLESALE, "orders", body, {
    properties: {
      messageId: order.eventId("CreateOrder"),
      timestamp: Math.floor(at / 1000),
      appId: "wholesale-portal",
    },
    headers: { "event-type": "CreateOrder", "correlation-id": order.correlationId },
  });
}

/** A new customer, told to the other bounded contexts. */
export function customerCreated(order: WholesaleOrder): ShopMessage {
  const { id, email, name } = order.customer;
  const type = "integration.customer.created";
  const body = { type, CustomerID: id, Email: email, Name: name, Source: "customer-service", Version: "1.0" };
  return jsonMessage(CUSTOMERS, type, body, {
    headers: { "event-type": type, "correlation-id": order.correlationId },
  });
}

/** The lines as a Go struct has them. */
export function items(order: WholesaleOrder): object[] {
  return order.lines.map((line) => ({
    ProductID: line.productId,
    Quantity: line.quantity,
    Price: line.price,
  }));
}
