import { deadLetterQueue, dlx } from "../dead-letter-queue";
import { fail, isRetry, outageIsOver, plainStyle, waitingRoom } from "../failing";
import { orderKey } from "../order-numbers";
import { bodyOf } from "../shop-message";
import { type Handler, NOTHING, type QueueSpec, type System } from "../system";
import { MARKET, type MarketOrder, marketEvent, marketOrder, orderPlaced } from "./market-messages";

const RETRY = "market.retry";
const PAYMENTS = "market.payments";

interface MarketBody {
  eventType: string;
  occurredAt: string;
  orderId: string;
}

type Step = (order: MarketOrder, event: MarketBody, now: number) => ReturnType<Handler>;

const reacting =
  (step: Step): Handler =>
  (received, { now }) => {
    const event = bodyOf<MarketBody>(received);
    return step(marketOrder(event.orderId), event, now);
  };

/** stock-service: reserves for an order, releases when its payment is declined. */
const stock = reacting((order, { eventType }, now) => {
  const afterMs = order.takes("stock", 100, 900);
  const items = order.lines.map(({ productId, quantity }) => ({ productId, quantity }));
  const type = eventType === "OrderPlaced" ? "StockReserved" : "StockReleased";
  return { afterMs, publish: [marketEvent(order, type, now + afterMs, { items })] };
});

/** billing-service: asks the payment gateway, which at times does not answer. Tried again later, it does. */
const pay: Handler = (received, moment) => {
  const event = bodyOf<MarketBody>(received);
  const order = marketOrder(event.orderId);
  const unreachable = order.fate === "timeout" || (order.fate === "flaky" && !isRetry(received));
  if (unreachable && !outageIsOver(received, moment, PAYMENTS, order.orderId, Date.parse(event.occurredAt))) {
    const message = `gateway pay-eu-2 did not answer within 2000 ms for ${order.paymentId}`;
    const failure = {
      class: "transient",
      type: "GatewayTimeoutError",
      message,
      at: "PaymentGateway.authorize",
    } as const;
    return fail(
      received,
      { queue: PAYMENTS, retryExchange: RETRY, style: plainStyle },
      failure,
      order.orderId,
      2_000,
    );
  }
  const afterMs = order.takes("authorize", 300, 1_800);
  const { paymentId, total, customer } = order;
  const declined = order.fate === "declined";
  const data = {
    paymentId,
    amount: total,
    currency: "EUR",
    cardHolder: customer.name,
    ...(declined && { reason: "card expired" }),
  };
  return {
    afterMs,
    publish: [
      marketEvent(order, declined ? "PaymentDeclined" : "PaymentAuthorized", moment.now + afterMs, data),
    ],
  };
};

/** delivery-service: dispatches; some orders it takes and never looks at again. */
const dispatch = reacting((order, _event, now) => {
  if (order.fate === "stuck") return NOTHING;
  const afterMs = order.takes("dispatch", 1_500, 6_000);
  const { shipmentId, customer } = order;
  const data = {
    shipmentId,
    address: { city: customer.city, country: customer.country, phone: customer.phone },
  };
  return { afterMs, publish: [marketEvent(order, "ShipmentDispatched", now + afterMs, data)] };
});

/** billing-service: takes the money once the parcel is on its way. */
const capture = reacting((order, _event, now) => {
  const afterMs = order.takes("capture", 200, 900);
  const { paymentId, total, fee } = order;
  return {
    afterMs,
    publish: [marketEvent(order, "PaymentCaptured", now + afterMs, { paymentId, amount: total, fee })],
  };
});

/** order-service: the end of the order. Its outbox at times sends the same event twice. */
const finish = reacting((order, { eventType }, now) => {
  const afterMs = order.takes("finish", 80, 400);
  const completed = eventType === "PaymentCaptured";
  const data = completed ? { total: order.total } : { reason: "payment declined" };
  const event = marketEvent(order, completed ? "OrderCompleted" : "OrderCancelled", now + afterMs, data);
  return { afterMs, publish: order.fate === "repeated" ? [event, event] : [event] };
});

const queue = (name: string, keys: readonly string[], handler: Handler): QueueSpec => ({
  name,
  bindings: keys.map((key) => ({ exchange: MARKET, key })),
  deadLetter: { exchange: dlx(MARKET) },
  handler,
});

/** The marketplace: a choreographed order saga in flat events, correlated by trace id. */
export const market: System = {
  name: "market",
  share: 26,
  exchanges: [
    { name: MARKET, type: "topic" },
    { name: RETRY, type: "direct" },
    { name: dlx(MARKET), type: "fanout" },
  ],
  queues: [
    queue("market.stock", ["order.placed", "payment.declined"], stock),
    queue(PAYMENTS, ["stock.reserved"], pay),
    waitingRoom(PAYMENTS, RETRY),
    queue("market.delivery", ["payment.authorized"], dispatch),
    queue("market.capture", ["shipment.dispatched"], capture),
    queue("market.orders", ["payment.captured", "stock.released"], finish),
    { name: "market.analytics", bindings: [{ exchange: MARKET, key: "#" }], handler: () => NOTHING },
    deadLetterQueue(MARKET),
  ],
  longestMs: () => 40_000,
  start: (at) => [{ afterMs: 0, message: orderPlaced(marketOrder(`MKT-${orderKey(at)}`), at) }],
};
