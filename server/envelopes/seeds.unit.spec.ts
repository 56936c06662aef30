import { describe, expect, it } from "vitest";
import { envelope, envelopeOf } from "./testing";

const TIME = "2024-01-15T10:30:00.000Z";
const occurredAt = new Date(TIME);

describe("the complaint system", () => {
  const complaintCreated = {
    eventId: "evt-1",
    eventType: "COMPLAINT_CREATED",
    aggregateId: "complaint-123",
    aggregateType: "Complaint",
    eventData: {
      complaintId: "complaint-123",
      userId: "user-7",
      title: "Late",
      priority: "HIGH",
      createdAt: TIME,
    },
    metadata: {
      timestamp: TIME,
      version: 1,
      correlationId: "saga-456",
      causationId: "cmd-9",
      userId: "agent-3",
    },
  };

  it("says everything about a complaint created", () => {
    const read = envelopeOf({ exchange: "complaints.events", body: complaintCreated });
    expect(read).toEqual(
      envelope({
        reader: "sillage",
        eventId: "evt-1",
        eventType: "COMPLAINT_CREATED",
        aggregateType: "Complaint",
        aggregateId: "complaint-123",
        declaredVersion: 1,
        occurredAt,
        correlationId: "saga-456",
        causationId: "cmd-9",
        actor: "agent-3",
        references: [{ type: "User", id: "user-7" }],
      }),
    );
  });

  it.each([
    "COMPLAINT_ASSIGNED",
    "COMPLAINT_PROCESSED",
    "COMPLAINT_CLOSED",
    "COMPLAINT_COMPENSATION_REQUIRED",
  ])("finds the complaint of %s without named fields", (eventType) => {
    const { aggregateId: _, aggregateType: __, ...rest } = complaintCreated;
    const read = envelopeOf({ body: { ...rest, eventType } });
    expect(read).toMatchObject({
      reader: "sillage",
      kind: "event",
      aggregateType: "Complaint",
      aggregateId: "complaint-123",
    });
    expect(read.inferred).toEqual(["aggregateType", "aggregateId"]);
  });

  it.each([
    ["NOTIFICATION_SENT", "Notification"],
    ["NOTIFICATION_COMPENSATION", "Notification"],
    ["AUDIT_COMPENSATION", "Audit"],
  ])("reads %s as an event of a %s that refers to the complaint", (eventType, aggregateType) => {
    const read = envelopeOf({
      exchange: "notifications.events",
      body: {
        ...complaintCreated,
        eventType,
        aggregateType: undefined,
        aggregateId: "a-1",
        eventData: { complaintId: "c-1" },
      },
    });
    expect(read).toMatchObject({ kind: "event", aggregateType, aggregateId: "a-1" });
    expect(read.references).toEqual([{ type: "Complaint", id: "c-1" }]);
  });

  it("reads a log line that names an event", () => {
    const line = {
      timestamp: TIME,
      level: "info",
      message: "Event processed successfully",
      eventType: "COMPLAINT_CREATED",
      aggregateId: "complaint-123",
      correlationId: "saga-456",
      service: "complaint-service",
    };
    expect(envelopeOf({ body: line })).toEqual(
      envelope({
        reader: "domain-event",
        eventType: "COMPLAINT_CREATED",
        producer: "complaint-service",
        aggregateType: "Complaint",
        aggregateId: "complaint-123",
        occurredAt,
        correlationId: "saga-456",
        inferred: ["aggregateType"],
      }),
    );
  });
});

describe("the event-driven agent", () => {
  it("reads a domain event", () => {
    const body = {
      type: "order.created",
      timestamp: TIME,
      aggregateId: "o-1",
      version: 3,
      payload: { orderId: "o-1", userId: "u-1", items: [{ productId: "p-1" }], total: 12 },
    };
    expect(envelopeOf({ exchange: "orders", routingKey: "order.created", body })).toEqual(
      envelope({
        reader: "domain-event",
        eventType: "order.created",
        aggregateType: "Order",
        aggregateId: "o-1",
        declaredVersion: 3,
        occurredAt,
        references: [
          { type: "User", id: "u-1" },
          { type: "Product", id: "p-1" },
        ],
        inferred: ["kind", "aggregateType"],
      }),
    );
  });

  it("keeps a payment an order's event where the order's id is declared", () => {
    const body = {
      type: "order.paid",
      timestamp: TIME,
      aggregateId: "o-1",
      version: 2,
      payload: { paymentId: "p-1" },
    };
    const read = envelopeOf({ body });
    expect(read).toMatchObject({ aggregateType: "Order", aggregateId: "o-1", declaredVersion: 2 });
    expect(read.references).toEqual([{ type: "Payment", id: "p-1" }]);
  });

  it("reads an integration event", () => {
    const body = {
      type: "integration.order.shipped",
      source: "order-service",
      timestamp: TIME,
      correlationId: "c-1",
      payload: { orderId: "o-1", trackingNumber: "T1", carrier: "ups" },
    };
    expect(envelopeOf({ body })).toEqual(
      envelope({
        reader: "integration-event",
        eventType: "integration.order.shipped",
        kind: "integration_event",
        producer: "order-service",
        aggregateType: "Order",
        aggregateId: "o-1",
        occurredAt,
        correlationId: "c-1",
        inferred: ["aggregateType", "aggregateId"],
      }),
    );
  });

  it("reads a command", () => {
    const body = { type: "command.ship-order", payload: { orderId: "o-1", warehouseId: "w-1" } };
    expect(envelopeOf({ body })).toEqual(
      envelope({
        reader: "command",
        eventType: "command.ship-order",
        kind: "command",
        aggregateType: "Order",
        aggregateId: "o-1",
        references: [{ type: "Warehouse", id: "w-1" }],
        inferred: ["aggregateType", "aggregateId"],
      }),
    );
  });

  it("reads bare data by its routing key", () => {
    const read = envelopeOf({
      exchange: "orders",
      routingKey: "order.created",
      body: { orderId: "o-1", userId: 7, items: [] },
    });
    expect(read).toEqual(
      envelope({
        reader: "routing-key",
        eventType: "order.created",
        aggregateType: "Order",
        aggregateId: "o-1",
        references: [{ type: "User", id: "7" }],
        inferred: ["eventType", "kind", "aggregateType", "aggregateId"],
      }),
    );
  });

  it("reads a request and its reply", () => {
    const request = envelopeOf({
      routingKey: "inventory.check",
      properties: { replyTo: "amq.gen-1", correlationId: "r-1" },
      body: { productId: "prod-123", quantity: 5 },
    });
    expect(request).toMatchObject({
      kind: "request",
      eventType: "inventory.check",
      aggregateId: null,
      correlationId: "r-1",
    });
    expect(request.references).toEqual([{ type: "Product", id: "prod-123" }]);
    expect(request.inferred).not.toContain("kind");
    const reply = envelopeOf({
      routingKey: "inventory.check.reply",
      properties: { correlationId: "r-1" },
      body: { available: true },
    });
    expect(reply).toMatchObject({ kind: "reply", correlationId: "r-1" });
    expect(reply.inferred).toContain("kind");
  });

  it("reads a message sent to a queue by the queue's name", () => {
    const read = envelopeOf({
      exchange: "",
      routingKey: "payment-processing",
      body: { orderId: "o-1", amount: 12 },
    });
    expect(read).toMatchObject({
      eventType: "payment-processing",
      kind: "event",
      aggregateType: "Payment",
      aggregateId: null,
    });
    expect(read.references).toEqual([{ type: "Order", id: "o-1" }]);
  });
});

describe("the Go services", () => {
  it("reads a struct with metadata and its headers", () => {
    const read = envelopeOf({
      headers: { "event-type": "order.created", "correlation-id": "c-1", timestamp: "2024-01-15T10:30:00Z" },
      body: {
        type: "order.created",
        OrderID: "o-1",
        CustomerID: "c-7",
        Items: [{ ProductID: "p-1", Quantity: 2, Price: 3.5 }],
        Total: 7,
        Metadata: { Timestamp: "2024-01-15T10:30:00.123456789Z", CorrelationID: "c-1", CausationID: "e-0" },
      },
    });
    expect(read).toEqual(
      envelope({
        reader: "go-event",
        eventType: "order.created",
        aggregateType: "Order",
        aggregateId: "o-1",
        occurredAt: new Date("2024-01-15T10:30:00.123Z"),
        correlationId: "c-1",
        causationId: "e-0",
        references: [
          { type: "Customer", id: "c-7" },
          { type: "Product", id: "p-1" },
        ],
        inferred: ["kind", "aggregateType", "aggregateId"],
      }),
    );
  });

  it("takes zero values for nothing and the headers for the gaps", () => {
    const read = envelopeOf({
      headers: { "correlation-id": "c-1", timestamp: "2024-01-15T10:30:00Z" },
      body: {
        type: "order.created",
        OrderID: "o-1",
        CustomerID: "",
        Metadata: { Timestamp: "0001-01-01T00:00:00Z", CorrelationID: "", CausationID: "" },
      },
    });
    expect(read).toMatchObject({ occurredAt, correlationId: "c-1", causationId: null, references: [] });
  });

  it("reads a payment with its order as a reference", () => {
    const body = { type: "payment.completed", PaymentID: "p-1", OrderID: "o-1", Amount: 7, Method: "card" };
    expect(envelopeOf({ body })).toEqual(
      envelope({
        reader: "go-event",
        eventType: "payment.completed",
        aggregateType: "Payment",
        aggregateId: "p-1",
        references: [{ type: "Order", id: "o-1" }],
        inferred: ["kind", "aggregateType", "aggregateId"],
      }),
    );
  });

  it("reads an integration event's Version as its schema's", () => {
    const body = {
      type: "integration.customer.created",
      CustomerID: "c-1",
      Email: "a@example.org",
      Name: "A",
      Source: "customer-service",
      Version: "1.0",
    };
    expect(envelopeOf({ body })).toEqual(
      envelope({
        reader: "go-event",
        eventType: "integration.customer.created",
        kind: "integration_event",
        producer: "customer-service",
        aggregateType: "Customer",
        aggregateId: "c-1",
        schemaVersion: "1.0",
        inferred: ["aggregateType", "aggregateId"],
      }),
    );
  });

  it("tells a command from an event by its name", () => {
    expect(envelopeOf({ body: { type: "CreateOrder", CustomerID: "c-1", Items: [] } })).toEqual(
      envelope({
        reader: "go-event",
        eventType: "CreateOrder",
        kind: "command",
        aggregateType: "Order",
        references: [{ type: "Customer", id: "c-1" }],
        inferred: ["kind", "aggregateType"],
      }),
    );
    const created = envelopeOf({
      body: { type: "OrderCreated", OrderID: "o-1", CustomerID: "c-1", CreatedAt: TIME },
    });
    expect(created).toMatchObject({ kind: "event", aggregateId: "o-1", occurredAt });
    expect(created.inferred).toContain("occurredAt");
  });
});

describe("the event-driven architecture", () => {
  const placed = {
    eventId: "e-1",
    occurredAt: TIME,
    version: 1,
    orderId: "o-1",
    customerId: "c-1",
    total: 12,
  };
  const customer = [{ type: "Customer", id: "c-1" }];

  it("reads a flat event without a type by its topic", () => {
    expect(envelopeOf({ routingKey: "order.placed", body: placed })).toEqual(
      envelope({
        reader: "flat-event",
        eventId: "e-1",
        eventType: "order.placed",
        aggregateType: "Order",
        aggregateId: "o-1",
        schemaVersion: "1",
        occurredAt,
        references: customer,
        inferred: ["eventType", "kind", "aggregateType", "aggregateId"],
      }),
    );
  });

  it("reads a flat event with all the metadata", () => {
    const body = { ...placed, eventType: "OrderPlaced", producer: "order-service", traceId: "t-1" };
    expect(envelopeOf({ routingKey: "order.placed", body })).toEqual(
      envelope({
        reader: "flat-event",
        eventId: "e-1",
        eventType: "OrderPlaced",
        producer: "order-service",
        aggregateType: "Order",
        aggregateId: "o-1",
        schemaVersion: "1",
        occurredAt,
        correlationId: "t-1",
        traceId: "t-1",
        references: customer,
        inferred: ["aggregateType", "aggregateId", "correlationId"],
      }),
    );
  });
});

describe("the French topics", () => {
  it("reads an order created by its topic, in the stream of the English order", () => {
    const body = { order_id: "12345", customer_id: "C001", total: 150.0, created_at: "2024-01-15T10:30:00Z" };
    expect(envelopeOf({ exchange: "domain_events", routingKey: "commandes.creee", body })).toEqual(
      envelope({
        reader: "routing-key",
        eventType: "commandes.creee",
        aggregateType: "Order",
        aggregateId: "12345",
        occurredAt,
        references: [{ type: "Customer", id: "C001" }],
        inferred: ["eventType", "kind", "aggregateType", "aggregateId", "occurredAt"],
      }),
    );
  });

  it.each([
    ["commandes.validee", { commande_id: "1" }, "Order-1"],
    ["paiements.recu", { payment_id: "2", order_id: "1" }, "Payment-2"],
    ["paiements.refuse", { idPaiement: "2" }, "Payment-2"],
    ["livraisons.expediee", { livraisonId: "3" }, "Delivery-3"],
    ["livraisons.expediee", { shipment_id: "3" }, "Shipment-3"],
    ["CommandeCréée", { order_id: "1" }, "Order-1"],
    ["PaiementValidé", { paymentId: "2" }, "Payment-2"],
    ["ColisExpédié", { parcelId: "4" }, "Parcel-4"],
    ["ProfilModifié", { profile_id: "5" }, "Profile-5"],
    ["CommandePassée", { id: "1" }, "Order-1"],
  ])("reads %s with its data as an event", (type, data, stream) => {
    const read = envelopeOf({ exchange: "domain_events", routingKey: type, body: { type, data } });
    expect(read).toMatchObject({ reader: "domain-event", eventType: type, kind: "event" });
    expect(`${read.aggregateType}-${read.aggregateId}`).toBe(stream);
  });

  it("reads what an actor is asked for as a command", () => {
    expect(envelopeOf({ body: { type: "RéserverStock", data: { stock_id: "s" } } })).toMatchObject({
      kind: "command",
      aggregateType: "Stock",
      aggregateId: "s",
    });
    expect(envelopeOf({ body: { type: "NouvelleCommande", data: { order_id: "1" } } })).toMatchObject({
      kind: "event",
      aggregateType: "Order",
      aggregateId: "1",
    });
  });
});
