import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IncomingMessage } from "./envelope";
import { readEnvelope } from "./read-envelope";
import { TRACED_FIELDS, traceReading } from "./trace-reading";

function message(parts: Partial<IncomingMessage> & { json?: unknown }): IncomingMessage {
  const { json, ...rest } = parts;
  return {
    exchange: "orders",
    routingKey: "order.created",
    properties: {},
    headers: {},
    body: json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(json)),
    ...rest,
  };
}

describe("where a field was read from", () => {
  it("is named: a path in the body, a property, a header, the routing key", () => {
    const trace = traceReading(
      message({
        properties: { messageId: "m-1", appId: "shop" },
        headers: { "x-correlation-id": "c-1" },
        json: { orderId: "41", total: 3 },
      }),
    );
    expect(trace.eventId).toMatchObject({ stage: "properties", path: "properties.messageId", value: "m-1" });
    expect(trace.producer).toMatchObject({ stage: "properties", path: "properties.appId" });
    expect(trace.correlationId).toMatchObject({ stage: "properties", path: "headers.x-correlation-id" });
    expect(trace.eventType).toMatchObject({ stage: "routing-key", path: "routingKey" });
    expect(trace.aggregateId).toMatchObject({ stage: "concluded", path: "body.orderId", value: "41" });
  });

  it("is the field with the right name where two hold the same value", () => {
    const json = { eventId: "1", eventType: "ORDER_CREATED", aggregateId: "41", aggregateType: "Order" };
    const metadata = { correlationId: "41", timestamp: "2026-03-01T10:00:00Z" };
    const trace = traceReading(message({ json: { ...json, eventData: { orderId: "41" }, metadata } }));
    expect(trace.correlationId).toMatchObject({ stage: "body", path: "body.metadata.correlationId" });
    expect(trace.occurredAt).toMatchObject({ stage: "body", path: "body.metadata.timestamp" });
  });

  it("is what the operator's mapping says, where it leads somewhere", () => {
    const mapping = { exchange: "orders", fields: { eventId: "body.meta.id", producer: "body.meta.by" } };
    const trace = traceReading(message({ json: { meta: { id: "9" } } }), mapping);
    expect(trace.eventId).toMatchObject({ stage: "mapping", path: "body.meta.id" });
    expect(trace.producer).toBeUndefined();
  });

  it("is told for exactly the fields that the envelope has, with the same values", () => {
    fc.assert(
      fc.property(
        fc.record({
          json: fc.jsonValue(),
          routingKey: fc.constantFrom("order.created", "", "x", "a.b.c"),
          headers: fc.dictionary(
            fc.constantFrom("type", "event-type", "traceparent", "user-id"),
            fc.string(),
          ),
        }),
        (parts) => {
          const reading = readEnvelope(message(parts));
          if (!reading.readable) return;
          const trace = traceReading(message(parts));
          for (const field of TRACED_FIELDS)
            expect(trace[field]?.value ?? null).toEqual(reading.envelope[field]);
        },
      ),
    );
  });
});
