import { bodyOf } from "../shop-message";
import { type Handler, NOTHING } from "../system";
import { command, domainEvent } from "./storefront-messages";
import { orderOf } from "./storefront-services";

const ORCHESTRATOR = "order-saga";

/** The orchestrator begins a saga: it asks for the stock first. */
export const onOrderCreated: Handler = (received, { now }) => {
  const { aggregateId } = bodyOf<{ aggregateId: string }>(received);
  const order = orderOf(aggregateId);
  const afterMs = order.takes("begin", 30, 200);
  const payload = { orderId: order.orderId, warehouseId: order.warehouseId, items: order.lines };
  const causationId = received.properties.messageId;
  return {
    afterMs,
    publish: [
      command({
        order,
        type: "command.reserve-stock",
        at: now + afterMs,
        service: ORCHESTRATOR,
        causationId,
        payload,
      }),
    ],
  };
};

interface Reply {
  type: string;
  payload: { orderId: string; ok: boolean };
}

/** The orchestrator's next step after a reply, forwards or, when a payment was refused, backwards. */
export const onReply: Handler = (received, { now }) => {
  const { type, payload } = bodyOf<Reply>(received);
  const order = orderOf(payload.orderId);
  const { orderId, customer, total } = order;
  const afterMs = order.takes(`after ${type}`, 30, 300);
  const said = {
    order,
    at: now + afterMs,
    service: ORCHESTRATOR,
    causationId: received.properties.messageId,
  };
  const send = (name: string, more: object) => [
    command({ ...said, type: name, payload: { orderId, ...more } }),
  ];
  const end = (name: string, version: number, more: object) => [
    domainEvent({ ...said, type: name, aggregateId: orderId, version, payload: { orderId, ...more } }),
  ];

  switch (type) {
    case "reserve-stock.reply":
      return {
        afterMs,
        publish: send("command.charge-payment", { amount: total, paymentId: order.paymentId }),
      };
    case "charge-payment.reply": {
      if (!payload.ok)
        return { afterMs, publish: send("command.release-stock", { reservationId: order.reservationId }) };
      const { name, phone, city, country } = customer;
      const address = {
        name,
        phone,
        city,
        country,
        ...(order.fate !== "bad address" && { postcode: order.postcode }),
      };
      return { afterMs, publish: send("command.ship-order", { warehouseId: order.warehouseId, address }) };
    }
    case "release-stock.reply":
      return { afterMs, publish: end("order.cancelled", 2, { reason: "payment refused" }) };
    case "ship-order.reply":
      return { afterMs, publish: end("order.completed", 3, { total }) };
    default:
      return NOTHING;
  }
};
