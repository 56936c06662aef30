import { deadLetterQueue, dlx } from "../dead-letter-queue";
import { iso } from "../order-numbers";
import { seeded } from "../random";
import { bodyOf } from "../shop-message";
import { type Handler, NOTHING, type QueueSpec, type System } from "../system";
import {
  type BoutiqueOrder,
  boutiqueEvent,
  boutiqueNumber,
  boutiqueOrder,
  commandeCreee,
  DOMAIN_EVENTS,
} from "./boutique-messages";

const SMS_TTL_MS = 45_000;

interface BoutiqueBody {
  order_id: string;
  total?: unknown;
}

/** An actor that answers each message with the next event, or with none. */
const actor =
  (
    takes: [string, number, number],
    next: (order: BoutiqueOrder, at: string) => [string, object] | null,
  ): Handler =>
  (received, { now }) => {
    const order = boutiqueOrder(bodyOf<BoutiqueBody>(received).order_id);
    const afterMs = order.takes(...takes);
    const event = next(order, iso(now + afterMs));
    return event === null
      ? NOTHING
      : { afterMs, publish: [boutiqueEvent(event[0], { order_id: order.orderId, ...event[1] })] };
  };

const acceptPayment = actor(["paiement", 500, 2_500], (order, at) => {
  const payment_id = `P${order.orderId}`;
  if (order.fate === "refusée")
    return [
      "paiements.refuse",
      { payment_id, montant: order.total, motif: "provision insuffisante", horodatage: at },
    ];
  return ["paiements.recu", { payment_id, montant: order.total, moyen: "carte", horodatage: at }];
});

/** The payment actor: an order whose total is no number cannot be paid. Rejected at once, without a retry or a word. */
const payment: Handler = (received, moment) => {
  const { total, order_id } = bodyOf<BoutiqueBody>(received);
  if (typeof total !== "number")
    return { afterMs: 40, publish: [], giveUp: `boutique.paiements ${order_id}` };
  return acceptPayment(received, moment);
};

const validate = actor(["validation", 200, 900], (order, at) => [
  "commandes.validee",
  { montant: order.total, email: order.customer.email, horodatage: at },
]);

const dispatch = actor(["expedition", 1_500, 6_000], (order, at) => {
  if (order.fate === "oubliée") return null;
  const numero_suivi = `FR${seeded(order.orderId).int(100_000_000, 999_999_999)}`;
  return [
    "livraisons.expediee",
    { livraison_id: `L${order.orderId}`, transporteur: order.carrier, numero_suivi, horodatage: at },
  ];
});

const cancel = actor(["annulation", 200, 800], (_order, at) => [
  "commandes.annulee",
  { motif: "paiement refusé", horodatage: at },
]);

// One topic a queue: the actors know what they got by the queue, so that a message sent back to it means the same.
const mailbox = (name: string, topic: string, handler: Handler): QueueSpec => ({
  name,
  bindings: [{ exchange: DOMAIN_EVENTS, key: topic }],
  deadLetter: { exchange: dlx(DOMAIN_EVENTS) },
  handler,
});

/** The boutique: French topics without ids or envelope; its sagas hang together by the order's number alone. */
export const boutique: System = {
  name: "boutique",
  share: 24,
  exchanges: [
    { name: DOMAIN_EVENTS, type: "topic" },
    { name: dlx(DOMAIN_EVENTS), type: "fanout" },
  ],
  queues: [
    mailbox("boutique.paiements", "commandes.creee", payment),
    mailbox("boutique.validation", "paiements.recu", validate),
    mailbox("boutique.expedition", "commandes.validee", dispatch),
    mailbox("boutique.annulation", "paiements.refuse", cancel),
    {
      name: "boutique.suivi",
      bindings: [{ exchange: DOMAIN_EVENTS, key: "livraisons.*" }],
      handler: () => NOTHING,
    },
    // The SMS partner has not called for its messages since spring: they expire here.
    {
      name: "boutique.sms",
      bindings: [{ exchange: DOMAIN_EVENTS, key: "paiements.refuse" }],
      ttlMs: SMS_TTL_MS,
      deadLetter: { exchange: dlx(DOMAIN_EVENTS) },
    },
    deadLetterQueue(DOMAIN_EVENTS),
  ],
  longestMs: () => SMS_TTL_MS + 15_000,
  start: (at) => [{ afterMs: 0, message: commandeCreee(boutiqueOrder(boutiqueNumber(at)), at) }],
};
