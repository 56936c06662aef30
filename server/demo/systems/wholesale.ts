import { deadLetterQueue, dlx } from "../dead-letter-queue";
import { fail, plainStyle, waitingRoom } from "../failing";
import { orderKey } from "../order-numbers";
import { bodyOf, type Received } from "../shop-message";
import { type Handler, NOTHING, type QueueSpec, type Reaction, type System } from "../system";
import {
  CUSTOMERS,
  createOrder,
  customerCreated,
  items,
  WHOLESALE,
  wholesaleEvent,
  wholesaleOrder,
} from "./wholesale-messages";

const RETRY = "wholesale.retry";
const CREDIT = "wholesale.credit";

interface WholesaleBody {
  OrderID: string;
  Total: number;
  CreditLimit: number;
}

/** The order that a message is about, and the id of that message as the cause of what follows. */
function about(received: Received) {
  const body = bodyOf<WholesaleBody>(received);
  return { body, order: wholesaleOrder(body.OrderID), cause: received.properties.messageId };
}

/** order-service: accepts a command; a new customer is announced with the first order. */
const accept: Handler = (received, { now }) => {
  const command = bodyOf<{ Number: string }>(received);
  const order = wholesaleOrder(command.Number);
  const afterMs = order.takes("accept", 100, 600);
  const fields = {
    CustomerID: order.customer.id,
    Items: items(order),
    Total: order.total,
    CreditLimit: order.creditLimit,
    Contact: { Name: order.customer.name, Email: order.customer.email, Phone: order.customer.phone },
  };
  const created = wholesaleEvent(
    order,
    "order.created",
    now + afterMs,
    fields,
    received.properties.messageId,
  );
  return { afterMs, publish: order.isNew ? [customerCreated(order), created] : [created] };
};

/** credit-service: refuses what is over the customer's limit, as a rule of the business. */
const checkCredit: Handler = (received, { now }) => {
  const { body, order, cause } = about(received);
  if (body.Total > body.CreditLimit) {
    const message = `credit limit exceeded: ${body.Total} of ${body.CreditLimit} for customer ${order.customer.id}`;
    const failure = {
      class: "business",
      type: "credit.LimitExceeded",
      message,
      at: "credit/check.go:41",
    } as const;
    return fail(
      received,
      { queue: CREDIT, retryExchange: RETRY, style: plainStyle },
      failure,
      order.orderId,
      150,
    );
  }
  const afterMs = order.takes("credit", 200, 1_200);
  const fields = { PaymentID: order.paymentId, Amount: body.Total, Method: "invoice 30 days" };
  return { afterMs, publish: [wholesaleEvent(order, "payment.completed", now + afterMs, fields, cause)] };
};

const step =
  (
    takes: [string, number, number],
    decide: (received: Received, at: number) => Reaction["publish"],
  ): Handler =>
  (received, { now }) => {
    const afterMs = about(received).order.takes(...takes);
    return { afterMs, publish: decide(received, now + afterMs) };
  };

/** inventory-service: reserves, or finds the shelf empty: then the payment is given back and the order cancelled. */
const reserve = step(["reserve", 300, 1_500], (received, at) => {
  const { order, cause } = about(received);
  const empty = order.fate === "out of stock";
  return [
    wholesaleEvent(
      order,
      empty ? "inventory.rejected" : "inventory.reserved",
      at,
      { Items: items(order) },
      cause,
    ),
  ];
});

const transport = step(["transport", 1_000, 5_000], (received, at) => {
  const { order, cause } = about(received);
  if (order.fate === "stuck") return [];
  return [
    wholesaleEvent(
      order,
      "order.shipped",
      at,
      { Carrier: "Geodis", Pallets: 1 + (order.lines.length >> 1) },
      cause,
    ),
  ];
});

const refund = step(["refund", 300, 1_500], (received, at) => {
  const { order, cause } = about(received);
  return [
    wholesaleEvent(order, "payment.refunded", at, { PaymentID: order.paymentId, Amount: order.total }, cause),
  ];
});

const cancel = step(["cancel", 100, 400], (received, at) => {
  const { order, cause } = about(received);
  return [wholesaleEvent(order, "order.cancelled", at, { Reason: "out of stock" }, cause)];
});

const queue = (name: string, eventType: string, handler: Handler): QueueSpec => ({
  name,
  bindings: [{ exchange: WHOLESALE, key: "", match: { "event-type": eventType } }],
  deadLetter: { exchange: dlx(WHOLESALE) },
  handler,
});

/** Wholesale: a choreographed order saga on a headers exchange, with correlation and causation. */
export const wholesale: System = {
  name: "wholesale",
  share: 16,
  exchanges: [
    { name: WHOLESALE, type: "headers" },
    { name: CUSTOMERS, type: "fanout" },
    { name: RETRY, type: "direct" },
    { name: dlx(WHOLESALE), type: "fanout" },
  ],
  queues: [
    queue("wholesale.orders", "CreateOrder", accept),
    queue(CREDIT, "order.created", checkCredit),
    waitingRoom(CREDIT, RETRY),
    queue("wholesale.inventory", "payment.completed", reserve),
    queue("wholesale.transport", "inventory.reserved", transport),
    queue("wholesale.refunds", "inventory.rejected", refund),
    queue("wholesale.cancellations", "payment.refunded", cancel),
    { name: "wholesale.customers", bindings: [{ exchange: CUSTOMERS, key: "" }], handler: () => NOTHING },
    deadLetterQueue(WHOLESALE),
  ],
  longestMs: () => 30_000,
  start: (at) => [{ afterMs: 0, message: createOrder(wholesaleOrder(`W-${orderKey(at)}`), at) }],
};
