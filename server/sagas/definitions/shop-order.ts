import type { SagaDefinition } from "../definition";

const reply = (command: string, from: string) => ({
  type: `${command}.reply`,
  after: `command.${command}`,
  within: "30s",
  from,
});

/** The order saga of the demo's web shop, which an orchestrator directs with commands and replies. */
export const shopOrder: SagaDefinition = {
  name: "shop-order",
  title: "Shop order",
  starts: [{ type: "order.created", exchange: "shop.orders" }],
  steps: [
    { type: "command.reserve-stock", after: "order.created", within: "10s", from: "order-saga" },
    reply("reserve-stock", "stock-service"),
    { type: "stock.reserved", after: "command.reserve-stock", optional: true, from: "stock-service" },
    { type: "command.charge-payment", after: "reserve-stock.reply", within: "10s", from: "order-saga" },
    reply("charge-payment", "payment-service"),
    { type: "payment.captured", after: "command.charge-payment", optional: true, from: "payment-service" },
    { type: "payment.refused", after: "command.charge-payment", optional: true, from: "payment-service" },
    {
      type: "command.ship-order",
      after: "charge-payment.reply",
      or: ["command.release-stock"],
      within: "10s",
      from: "order-saga",
    },
    reply("ship-order", "shipping-service"),
    { type: "order.shipped", after: "command.ship-order", optional: true, from: "shipping-service" },
    { type: "integration.order.shipped", after: "command.ship-order", optional: true, from: "order-service" },
    { type: "order.completed", after: "ship-order.reply", within: "10s", from: "order-saga" },
    reply("release-stock", "stock-service"),
    { type: "order.cancelled", after: "release-stock.reply", within: "10s", from: "order-saga" },
  ],
  ends: { completed: ["order.completed"], compensated: ["order.cancelled"] },
  compensations: [
    { type: "command.release-stock" },
    { type: "stock.released", undoes: "stock.reserved" },
    { type: "order.cancelled", undoes: "order.created" },
  ],
  compensateBy: {
    by: "publish",
    exchange: "shop.commands",
    routingKey: "command.release-stock",
    type: "command.release-stock",
    body: {
      type: "command.release-stock",
      payload: { orderId: "{{stream.Order}}", reason: "{{reason}}" },
    },
  },
};
