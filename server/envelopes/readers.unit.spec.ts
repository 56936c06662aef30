import { describe, expect, it } from "vitest";
import { envelope, envelopeOf, read } from "./testing";

const TIME = "2024-01-15T10:30:00.000Z";
const occurredAt = new Date(TIME);
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";
const traceparent = `00-${TRACE}-${SPAN}-01`;

describe("a CloudEvent", () => {
  const attributes = {
    specversion: "1.0",
    id: "e-1",
    type: "com.example.order.created.v2",
    source: "/shop",
    time: TIME,
  };
  const expected = envelope({
    reader: "cloudevents",
    eventId: "e-1",
    eventType: "com.example.order.created.v2",
    producer: "/shop",
    aggregateType: "Order",
    aggregateId: "3",
    schemaVersion: "2",
    occurredAt,
    references: [{ type: "Customer", id: "4" }],
    inferred: ["aggregateType", "aggregateId", "schemaVersion"],
  });

  it("is read from a structured body", () => {
    const properties = { contentType: "application/cloudevents+json" };
    expect(envelopeOf({ properties, body: { ...attributes, data: { orderId: 3, customerId: 4 } } })).toEqual(
      expected,
    );
  });

  it.each(["cloudEvents:", "cloudEvents_", "ce-", "ce_", "CE-"])(
    "is read from headers that begin with %s",
    (prefix) => {
      const headers = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [prefix + name, value]),
      );
      expect(envelopeOf({ headers, body: { orderId: 3, customerId: 4 } })).toEqual(expected);
    },
  );

  it("takes the subject for the aggregate where the data has no id", () => {
    const body = { ...attributes, data: { total: 1 } };
    expect(envelopeOf({ body: { ...body, subject: "orders/42" } }).aggregateId).toBe("42");
    expect(envelopeOf({ body: { ...body, subject: "42" } }).aggregateId).toBe("42");
    expect(envelopeOf({ body: { ...body, subject: "shops/42" } }).aggregateId).toBeNull();
  });

  it("is none without an id or a source", () => {
    const { id: _, ...rest } = attributes;
    expect(envelopeOf({ body: { ...rest, data: {} } }).reader).not.toBe("cloudevents");
  });
});

describe("properties and headers", () => {
  it("make an event of a text", () => {
    const properties = {
      type: "OrderShipped",
      messageId: "m-1",
      correlationId: "c-1",
      timestamp: 1705314600,
      appId: "shop",
      userId: "guest",
    };
    expect(envelopeOf({ properties, body: "hello" })).toEqual(
      envelope({
        reader: "properties",
        eventId: "m-1",
        eventType: "OrderShipped",
        producer: "shop",
        aggregateType: "Order",
        occurredAt,
        correlationId: "c-1",
        actor: "guest",
        inferred: ["actor", "kind", "aggregateType"],
      }),
    );
  });

  it("fill what a body leaves open and never what it says", () => {
    const read = envelopeOf({
      properties: { messageId: "m-1", correlationId: "other", appId: "shop", timestamp: 1 },
      headers: { "x-correlation-id": "c-1", traceparent },
      body: { type: "order.created", timestamp: TIME, aggregateId: "o-1", payload: {} },
    });
    expect(read).toMatchObject({
      eventId: "m-1",
      correlationId: "c-1",
      producer: "shop",
      occurredAt,
      traceId: TRACE,
      spanId: SPAN,
    });
  });

  it("correlate by the trace where nothing else does, as an inference", () => {
    const read = envelopeOf({ headers: { traceparent }, routingKey: "order.created", body: {} });
    expect(read).toMatchObject({ correlationId: TRACE, traceId: TRACE, spanId: SPAN });
    expect(read.inferred).toContain("correlationId");
  });

  it("never lend the span of another trace", () => {
    const read = envelopeOf({
      headers: { traceparent },
      body: { eventId: "e", eventType: "OrderPlaced", traceId: "t-1" },
    });
    expect(read).toMatchObject({ traceId: "t-1", spanId: null });
  });

  it("name the class that Spring sent", () => {
    const read = envelopeOf({ headers: { __TypeId__: "com.example.OrderCreated" }, body: { orderId: 1 } });
    expect(read).toMatchObject({
      reader: "properties",
      eventType: "com.example.OrderCreated",
      aggregateType: "Order",
      aggregateId: "1",
    });
  });
});

describe("a routing key", () => {
  it.each([
    ["order.created", "order.created"],
    ["orders.eu.12345.created", "orders.eu.*.created"],
    ["OrderCreated", "OrderCreated"],
  ])("%s makes an event of a text, with ids masked", (routingKey, eventType) => {
    expect(envelopeOf({ routingKey, body: "hello" })).toMatchObject({ reader: "routing-key", eventType });
  });

  it.each(["", "orders", "12345", "orders.12345", "a3bb189e-8bf9-3888-9912-ace4e6543002", "amq.gen-x.y"])(
    "%j makes none",
    (routingKey) => {
      expect(read({ routingKey, body: "hello" })).toMatchObject({
        readable: false,
        reason: "body is not JSON",
      });
    },
  );

  it("is a word for a JSON object, but a number or an id is not", () => {
    expect(envelopeOf({ routingKey: "orders", body: { orderId: 1 } })).toMatchObject({
      eventType: "orders",
      aggregateId: "1",
    });
    expect(read({ routingKey: "12345", body: { orderId: 1 } })).toEqual({
      readable: false,
      reason: "no event type",
      detail: null,
    });
  });

  it("gives way to the exchange's name where it is empty", () => {
    expect(envelopeOf({ exchange: "order.placed", body: { orderId: 1 } }).eventType).toBe("order.placed");
    expect(read({ exchange: "complaints.events", body: { orderId: 1 } }).readable).toBe(false);
  });

  it("says more than a field called type that is no event's", () => {
    const read = envelopeOf({
      routingKey: "payment.captured",
      body: { type: "credit_card", paymentId: "p" },
    });
    expect(read).toMatchObject({ eventType: "payment.captured", aggregateId: "p" });
  });
});

describe("an operator's mapping", () => {
  const fields = {
    eventId: "body.meta.id",
    eventType: "headers.my.type",
    aggregateId: "body.ref.0",
    aggregateType: "body.what",
    occurredAt: "properties.timestamp",
    kind: "body.kind",
  };
  const described = {
    exchange: "legacy",
    properties: { timestamp: 1705314600 },
    headers: { "my.type": "SOMETHING" },
    body: { meta: { id: "e-1" }, ref: ["x-1"], what: "widgets", kind: "integration-event", customerId: 4 },
  };

  it("says where the fields are, for its exchange alone", () => {
    expect(envelopeOf(described, { exchange: "legacy", fields })).toEqual(
      envelope({
        reader: "mapping",
        eventId: "e-1",
        eventType: "SOMETHING",
        kind: "integration_event",
        aggregateType: "Widget",
        aggregateId: "x-1",
        occurredAt,
        references: [{ type: "Customer", id: "4" }],
      }),
    );
    expect(read(described, { exchange: "other", fields }).readable).toBe(false);
  });

  it("leaves to the other readers what its paths do not find", () => {
    const body = { type: "order.created", aggregateId: "o-1", payload: {} };
    const paths = {
      eventId: "body.nowhere.id",
      producer: "body.constructor.name",
      correlationId: "body.__proto__.x",
    };
    const read = envelopeOf({ exchange: "legacy", body }, { exchange: "legacy", fields: paths });
    expect(read).toMatchObject({
      reader: "domain-event",
      eventId: null,
      producer: null,
      correlationId: null,
    });
  });

  it("has the last word over the body's own", () => {
    const body = { type: "order.created", aggregateId: "o-1", key: "k-9", payload: {} };
    const read = envelopeOf(
      { exchange: "legacy", body },
      { exchange: "legacy", fields: { aggregateId: "body.key" } },
    );
    expect(read).toMatchObject({
      reader: "mapping",
      eventType: "order.created",
      aggregateId: "k-9",
      aggregateType: "Order",
    });
  });
});
