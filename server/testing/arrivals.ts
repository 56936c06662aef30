import { randomUUID } from "node:crypto";
import type { Delivery } from "@/server/broker/delivery";
import { createDigester } from "@/server/event-store/digests";
import type { ArrivalRecord } from "@/server/event-store/record";
import { prepareRecord } from "@/server/ingest/prepare-record";

/** Content header of a message with no properties. */
const NO_PROPERTIES = Buffer.from([0, 0]);

const digester = createDigester(Buffer.alloc(32, 1));

/** A delivery as an audit queue would hand it out; every field can be set. */
export function testDelivery(overrides: Partial<Delivery> & { json?: unknown } = {}): Delivery {
  const { json, ...fields } = overrides;
  return {
    tag: 1,
    receivedAt: Date.now(),
    vhost: "/",
    exchange: "orders",
    routingKey: "order.created",
    redelivered: false,
    persistent: true,
    properties: {},
    headers: undefined,
    rawProperties: NO_PROPERTIES,
    undecodable: null,
    body: json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(json)),
    oversize: null,
    ...fields,
  };
}

/** The record of such a delivery, prepared as the ingest does it. */
export function testRecord(overrides: Partial<Delivery> & { json?: unknown } = {}): ArrivalRecord {
  return prepareRecord(testDelivery(overrides), {
    digester,
    isDeadLetterExchange: (_vhost, exchange) => exchange.endsWith(".dlx"),
    mappingFor: () => undefined,
  });
}

/** An event of an order in Sillage's own envelope. */
export function orderEvent(
  orderId: string,
  fields: { eventId?: string; note?: string; eventType?: string } = {},
) {
  return {
    eventId: fields.eventId ?? randomUUID(),
    eventType: fields.eventType ?? "ORDER_CREATED",
    aggregateId: orderId,
    aggregateType: "Order",
    eventData: { orderId, note: fields.note ?? "" },
    metadata: { timestamp: new Date(0).toISOString(), version: 1, correlationId: `c-${orderId}` },
  };
}
