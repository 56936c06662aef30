import { describe, expect, it } from "vitest";
import type { Envelope } from "@/server/envelopes/envelope";
import { readEnvelope } from "@/server/envelopes/read-envelope";
import { SHOP } from "./shop";
import { decodedHeaders, simulate } from "./simulation/simulate";
import { journal } from "./systems/journal";
import { envelopeOfMessage } from "./testing/sagas";

const FROM = Date.UTC(2026, 10, 21, 9);
const businesses = SHOP.filter((system) => system !== journal);
const messages = businesses.flatMap((system) =>
  [
    ...simulate(
      Array.from({ length: 150 }, (_, n) => ({ at: FROM + n * 991, system })),
      1,
    ),
  ].map(({ message }) => message),
);
const envelopes = messages.map((message) => ({ message, envelope: envelopeOfMessage(message) }));

/** One envelope of a type on an exchange. */
function envelopeOf(exchange: string, eventType: string): Envelope {
  const found = envelopes.find(
    (each) => each.message.exchange === exchange && each.envelope.eventType === eventType,
  );
  if (!found) throw new Error(`no ${eventType} on ${exchange}`);
  return found.envelope;
}

describe("each dialect is read as it is meant", () => {
  it.each([
    [
      "shop.orders",
      "order.created",
      {
        reader: "domain-event",
        kind: "event",
        aggregateType: "Order",
        producer: "order-service",
        declaredVersion: 1,
      },
    ],
    [
      "shop.orders",
      "payment.captured",
      { reader: "domain-event", kind: "event", aggregateType: "Payment", producer: "payment-service" },
    ],
    ["shop.orders", "stock.released", { kind: "event", aggregateType: "Reservation", declaredVersion: 2 }],
    [
      "shop.integration",
      "integration.order.shipped",
      {
        reader: "integration-event",
        kind: "integration_event",
        aggregateType: "Order",
        producer: "order-service",
      },
    ],
    [
      "shop.commands",
      "command.ship-order",
      { reader: "command", kind: "command", aggregateType: "Order", producer: "order-saga" },
    ],
    [
      "shop.replies",
      "ship-order.reply",
      { kind: "reply", aggregateType: "Order", producer: "shipping-service" },
    ],
    ["shop.rpc", "inventory.check", { kind: "request", producer: "storefront" }],
    ["shop.rpc", "inventory.check.reply", { kind: "reply", producer: "inventory-service" }],
    [
      "market.events",
      "OrderPlaced",
      {
        reader: "flat-event",
        kind: "event",
        aggregateType: "Order",
        producer: "order-service",
        schemaVersion: "1",
      },
    ],
    [
      "market.events",
      "PaymentAuthorized",
      { reader: "flat-event", aggregateType: "Payment", producer: "billing-service" },
    ],
    ["market.events", "PaymentCaptured", { reader: "flat-event", aggregateType: "Payment" }],
    [
      "wholesale",
      "CreateOrder",
      { reader: "go-event", kind: "command", aggregateType: "Order", aggregateId: null },
    ],
    ["wholesale", "order.created", { reader: "go-event", kind: "event", aggregateType: "Order" }],
    ["wholesale", "payment.completed", { reader: "go-event", kind: "event", aggregateType: "Payment" }],
    [
      "wholesale.integration",
      "integration.customer.created",
      {
        kind: "integration_event",
        aggregateType: "Customer",
        producer: "customer-service",
        schemaVersion: "1.0",
      },
    ],
    [
      "domain_events",
      "commandes.creee",
      { reader: "routing-key", kind: "event", aggregateType: "Order", eventId: null, correlationId: null },
    ],
    ["domain_events", "commandes.validee", { aggregateType: "Order" }],
    ["domain_events", "paiements.recu", { aggregateType: "Payment" }],
    ["domain_events", "paiements.refuse", { aggregateType: "Payment" }],
    ["domain_events", "livraisons.expediee", { aggregateType: "Delivery" }],
    [
      "helpdesk.complaints.events",
      "COMPLAINT_CREATED",
      { reader: "sillage", kind: "event", aggregateType: "Complaint", declaredVersion: 1, inferred: [] },
    ],
    [
      "helpdesk.complaints.events",
      "COMPLAINT_COMPENSATION_REQUIRED",
      { reader: "sillage", aggregateType: "Complaint", declaredVersion: 2 },
    ],
    [
      "helpdesk.notifications.events",
      "NOTIFICATION_SENT",
      { reader: "sillage", aggregateType: "Notification" },
    ],
    ["helpdesk.audit.events", "AUDIT_COMPENSATION", { reader: "sillage", aggregateType: "Audit" }],
  ] as const)("%s: %s", (exchange, eventType, said) => {
    expect(envelopeOf(exchange, eventType)).toMatchObject(said);
  });

  it("says when everything happened, except what is a bare command, request or reply", () => {
    const silent = envelopes.filter(({ envelope }) => envelope.occurredAt === null);
    expect(new Set(silent.map(({ envelope }) => envelope.eventType))).toEqual(
      new Set(["inventory.check", "inventory.check.reply", "integration.customer.created"]),
    );
  });
});

describe("what hangs together", () => {
  it("has one correlation wherever the dialect has any", () => {
    const without = envelopes.filter(({ envelope }) => envelope.correlationId === null);
    expect(new Set(without.map(({ message }) => message.exchange))).toEqual(
      new Set(["domain_events", "domain_events.dlx"]),
    );
  });

  it("names a cause that is a message of the same saga", () => {
    const sagaOf = new Map(envelopes.map(({ envelope }) => [envelope.eventId, envelope.correlationId]));
    const caused = envelopes.filter(({ envelope }) => envelope.causationId !== null);
    expect(caused.length).toBeGreaterThan(500);
    for (const { envelope } of caused) expect(sagaOf.get(envelope.causationId)).toBe(envelope.correlationId);
  });

  it("refers to its order wherever it is about something else", () => {
    for (const { message, envelope } of envelopes) {
      if (message.exchange !== "domain_events" || envelope.aggregateType === "Order") continue;
      expect(envelope.references.map(({ type }) => type)).toContain("Order");
    }
  });

  it("never gives one event id to two contents", () => {
    const bodies = new Map<string, string>();
    for (const { message, envelope } of envelopes) {
      if (envelope.eventId === null) continue;
      const body = message.body.toString();
      expect(bodies.get(envelope.eventId) ?? body).toBe(body);
      bodies.set(envelope.eventId, body);
    }
  });
});

describe("the journal", () => {
  it("holds plain text, a list, bare data and a gzip body", () => {
    const notes = [
      ...simulate(
        Array.from({ length: 80 }, (_, n) => ({ at: FROM + n, system: journal })),
        1,
      ),
    ];
    const reasons = notes.map(({ message }) => {
      const reading = readEnvelope({ ...message, headers: decodedHeaders(message.headers) });
      return reading.readable ? reading.envelope.eventType : reading.reason;
    });
    expect(new Set(reasons)).toEqual(
      new Set(["body is not JSON", "body is not a JSON object", "no event type", "inventory.snapshot"]),
    );
  });
});
