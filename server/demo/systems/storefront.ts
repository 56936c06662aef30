import { deadLetterQueue, dlx } from "../dead-letter-queue";
import { springStyle, waitingRoom } from "../failing";
import { orderKey } from "../order-numbers";
import { NOTHING, type QueueSpec, type System } from "../system";
import { COMMANDS, INTEGRATION, inventoryCheck, ORDERS, REPLIES, RPC } from "./storefront-messages";
import { storefrontOrder } from "./storefront-orders";
import { onOrderCreated, onReply } from "./storefront-saga";
import { checkInventory, onInventoryAnswer, pay, ship, stock } from "./storefront-services";

const UNROUTED = "shop.unrouted";
const RETRY = "shop.retry";
export const SHIPPING_QUEUE = "shop.shipping";
export const SHIPPING_FAILS = { queue: SHIPPING_QUEUE, retryExchange: RETRY, style: springStyle };

const commandQueue = (name: string, keys: readonly string[], handler: QueueSpec["handler"]): QueueSpec => ({
  name,
  bindings: keys.map((key) => ({ exchange: COMMANDS, key })),
  deadLetter: { exchange: dlx(COMMANDS) },
  ...(handler && { handler }),
});

/** The web shop: an orchestrated order saga over commands and replies, and a request with its reply before it. */
export const storefront: System = {
  name: "storefront",
  share: 20,
  exchanges: [
    { name: ORDERS, type: "topic", alternate: UNROUTED },
    { name: UNROUTED, type: "fanout" },
    { name: COMMANDS, type: "direct" },
    { name: REPLIES, type: "direct" },
    { name: RPC, type: "direct" },
    { name: INTEGRATION, type: "fanout" },
    { name: RETRY, type: "direct" },
    { name: dlx(COMMANDS), type: "fanout" },
  ],
  queues: [
    {
      name: "shop.inventory",
      bindings: [{ exchange: RPC, key: "inventory.check" }],
      handler: checkInventory,
    },
    {
      name: "shop.storefront.replies",
      bindings: [{ exchange: RPC, key: "storefront.replies" }],
      handler: onInventoryAnswer,
    },
    {
      name: "shop.order-saga",
      bindings: [{ exchange: ORDERS, key: "order.created" }],
      handler: onOrderCreated,
    },
    {
      name: "shop.order-saga.replies",
      bindings: [{ exchange: REPLIES, key: "order-saga" }],
      handler: onReply,
    },
    commandQueue("shop.stock", ["command.reserve-stock", "command.release-stock"], stock),
    commandQueue("shop.payments", ["command.charge-payment"], pay),
    commandQueue(SHIPPING_QUEUE, ["command.ship-order"], (received, moment) =>
      ship(received, moment, SHIPPING_FAILS),
    ),
    waitingRoom(SHIPPING_QUEUE, RETRY),
    deadLetterQueue(COMMANDS),
    {
      name: "shop.projections",
      bindings: ["order.*", "stock.*", "payment.*"].map((key) => ({ exchange: ORDERS, key })),
      handler: () => NOTHING,
    },
    { name: "shop.crm", bindings: [{ exchange: INTEGRATION, key: "" }], handler: () => NOTHING },
    { name: "shop.unrouted", bindings: [{ exchange: UNROUTED, key: "" }], handler: () => NOTHING },
  ],
  longestMs: () => 40_000,
  start: (at) => [{ afterMs: 0, message: inventoryCheck(storefrontOrder(orderKey(at))) }],
};
