import { fail } from "../failing";
import { bodyOf, type Received } from "../shop-message";
import { type Handler, type Moment, NOTHING, type Reaction } from "../system";
import { commandReply, domainEvent, integrationEvent, inventoryAnswer } from "./storefront-messages";
import { type StorefrontOrder, storefrontOrder } from "./storefront-orders";

export interface OrderCommand {
  type: string;
  payload: { orderId: string; address?: { postcode?: string } };
}

/** The order that a command or reply is about. */
export function orderOf(orderId: string): StorefrontOrder {
  return storefrontOrder(orderId.replace(/^ord-/, ""));
}

/** inventory-service: answers a request, or in its bad moments does not. */
export const checkInventory: Handler = (received, _moment) => {
  const order = storefrontOrder((received.properties.correlationId ?? "").replace(/^req-/, ""));
  if (order.fate === "unanswered") return NOTHING;
  const answer = inventoryAnswer(order, received.properties.replyTo ?? "", order.fate !== "sold out");
  return { afterMs: order.takes("check", 15, 240), publish: [answer] };
};

/** The storefront: takes the order, or the customer leaves. */
export const onInventoryAnswer: Handler = (received, { now }) => {
  const order = storefrontOrder((received.properties.correlationId ?? "").replace(/^req-/, ""));
  const { available } = bodyOf<{ available: boolean }>(received);
  const afterMs = order.takes("decide", 300, 2_500);
  const at = now + afterMs;
  const { orderId, customer, lines, total } = order;
  if (!available) {
    // Nobody binds this type: it falls through to the alternate exchange.
    const payload = { cartId: `cart-${order.key}`, userId: customer.id, email: customer.email, items: lines };
    const cart = { aggregateId: `cart-${order.key}`, version: 1, payload };
    return {
      afterMs,
      publish: [domainEvent({ order, type: "cart.abandoned", at, service: "storefront", ...cart })],
    };
  }
  const payload = { orderId, userId: customer.id, customer, items: lines, total };
  const created = {
    order,
    type: "order.created",
    at,
    service: "order-service",
    aggregateId: orderId,
    version: 1,
  };
  return { afterMs, publish: [domainEvent({ ...created, payload })] };
};

/** stock-service: reserves and releases. */
export const stock: Handler = (received, { now }) => {
  const { type, payload } = bodyOf<OrderCommand>(received);
  const order = orderOf(payload.orderId);
  const release = type === "command.release-stock";
  const afterMs = order.takes(type, 60, 700);
  const said = {
    order,
    at: now + afterMs,
    service: "stock-service",
    causationId: received.properties.messageId,
  };
  const { orderId, reservationId, warehouseId, lines } = order;
  const event = domainEvent({
    ...said,
    type: release ? "stock.released" : "stock.reserved",
    aggregateId: reservationId,
    version: release ? 2 : 1,
    payload: {
      reservationId,
      orderId,
      warehouseId,
      items: lines.map(({ productId, quantity }) => ({ productId, quantity })),
    },
  });
  const reply = commandReply({
    ...said,
    type: release ? "release-stock.reply" : "reserve-stock.reply",
    payload: { orderId, ok: true },
  });
  return { afterMs, publish: [event, reply] };
};

/** payment-service: charges the card, or the bank says no. */
export const pay: Handler = (received, { now }) => {
  const order = orderOf(bodyOf<OrderCommand>(received).payload.orderId);
  const refused = order.fate === "refused";
  const afterMs = order.takes("charge", 400, 2_600);
  const said = {
    order,
    at: now + afterMs,
    service: "payment-service",
    causationId: received.properties.messageId,
  };
  const { orderId, paymentId, total } = order;
  const event = domainEvent({
    ...said,
    type: refused ? "payment.refused" : "payment.captured",
    aggregateId: paymentId,
    version: 1,
    payload: {
      paymentId,
      orderId,
      amount: total,
      ...(refused ? { reason: "insufficient funds" } : { method: "card" }),
    },
  });
  const reply = commandReply({ ...said, type: "charge-payment.reply", payload: { orderId, ok: !refused } });
  return { afterMs, publish: [event, reply] };
};

/** shipping-service: ships; refuses an address without a postcode; and at times forgets. */
export function ship(received: Received, { now }: Moment, where: Parameters<typeof fail>[1]): Reaction {
  const { payload } = bodyOf<OrderCommand>(received);
  const order = orderOf(payload.orderId);
  const afterMs = order.takes("ship", 800, 4_000);
  if (!payload.address?.postcode) {
    const message = `address of ${payload.orderId} has no postcode`;
    const at = "shop.shipping.AddressValidator.check(AddressValidator.java:58)";
    const failure = { class: "poison", type: "javax.validation.ValidationException", message, at } as const;
    return fail(received, where, failure, payload.orderId, 120);
  }
  if (order.fate === "stuck") return NOTHING;
  const said = {
    order,
    at: now + afterMs,
    service: "shipping-service",
    causationId: received.properties.messageId,
  };
  const { orderId, trackingNumber, carrier } = order;
  const shipped = { orderId, trackingNumber, carrier };
  return {
    afterMs,
    publish: [
      domainEvent({ ...said, type: "order.shipped", aggregateId: orderId, version: 2, payload: shipped }),
      integrationEvent({
        ...said,
        type: "integration.order.shipped",
        service: "order-service",
        payload: shipped,
      }),
      commandReply({ ...said, type: "ship-order.reply", payload: { orderId, ok: true } }),
    ],
  };
}
