import type { Delivery } from "@/server/broker/delivery";
import type { Envelope, EnvelopeMapping, IncomingMessage, Reading } from "@/server/envelopes/envelope";
import { readEnvelope } from "@/server/envelopes/read-envelope";
import { sanitiseHeaders } from "@/server/envelopes/sanitise-headers";
import { streamId } from "@/server/envelopes/stream-id";
import { storable } from "@/server/envelopes/text";
import { errorText } from "@/server/errors";
import type { Bytes, Digester } from "@/server/event-store/digests";
import type { ArrivalRecord } from "@/server/event-store/record";
import { sealBody } from "@/server/event-store/seal";
import { classifyArrival } from "./classify-arrival";

/** What `prepareRecord` needs to know about the broker and the operator's settings. */
export interface ReadingContext {
  digester: Digester;
  isDeadLetterExchange(vhost: string, exchange: string): boolean;
  mappingFor(vhost: string, exchange: string): EnvelopeMapping | undefined;
}

/** Turns a delivery into a record: everything about it that needs no database. Never throws on what a broker may send. */
export function prepareRecord(delivery: Delivery, context: ReadingContext): ArrivalRecord {
  const { vhost, oversize } = delivery;
  const { digester } = context;
  const contentDigest = oversize ? oversize.digest : digester.content(delivery.body);
  const { exchange, routingKey, sanitised, origin, incoming } = asPublished(delivery, (name) =>
    context.isDeadLetterExchange(vhost, name),
  );
  const reading: Reading = oversize
    ? { readable: false, reason: "body too large to read", detail: null }
    : readSafely(incoming, context.mappingFor(vhost, origin.exchange));
  const envelope = reading.readable ? reading.envelope : null;
  return {
    receivedAt: delivery.receivedAt,
    vhost,
    exchange,
    routingKey,
    arrival: origin.arrival,
    redelivered: delivery.redelivered,
    rawProperties: delivery.rawProperties,
    headersJson: sanitised ? JSON.stringify(sanitised) : null,
    body: oversize ? null : sealBody(delivery.body),
    bodySize: oversize ? oversize.bytes : delivery.body.length,
    contentDigest,
    deliveryDigest: digester.delivery(
      { exchange, routingKey, rawProperties: delivery.rawProperties, transient: !delivery.persistent },
      contentDigest,
    ),
    envelope,
    unreadableReason: reading.readable ? null : unreadable(reading),
    eventKey: envelope?.eventId != null ? eventKey(digester, vhost, origin.exchange, envelope) : null,
    streamId:
      envelope?.aggregateType != null && envelope.aggregateId != null
        ? streamId(envelope.aggregateType, envelope.aggregateId)
        : null,
    anomalies: anomaliesOf(delivery),
  };
}

/** A delivery as the readers see it: as it was published the first time, with everything storable. */
export function asPublished(delivery: Delivery, isDeadLetterExchange: (exchange: string) => boolean) {
  const { headers } = delivery;
  const exchange = storable(delivery.exchange);
  const routingKey = storable(delivery.routingKey);
  const origin = classifyArrival({ exchange, routingKey, headers }, isDeadLetterExchange);
  const sanitised = headers && Object.keys(headers).length > 0 ? sanitiseHeaders(headers) : null;
  const incoming: IncomingMessage = {
    exchange: origin.exchange,
    routingKey: origin.routingKey,
    properties: delivery.properties,
    headers: sanitised ?? {},
    body: delivery.body,
  };
  return { exchange, routingKey, sanitised, origin, incoming };
}

/** A reader that fails is a bug of ours; the message is kept all the same, and says so. */
function readSafely(message: IncomingMessage, mapping: EnvelopeMapping | undefined): Reading {
  try {
    return readEnvelope(message, mapping);
  } catch (error) {
    return { readable: false, reason: "reader failed", detail: storable(errorText(error)) };
  }
}

function eventKey(digester: Digester, vhost: string, exchange: string, envelope: Envelope): Bytes {
  const source =
    envelope.producer !== null && !envelope.inferred.includes("producer")
      ? { producer: envelope.producer }
      : { exchange };
  return digester.eventKey(vhost, source, envelope.eventId!);
}

function unreadable(reading: Extract<Reading, { readable: false }>): string {
  return reading.detail === null ? reading.reason : `${reading.reason}: ${reading.detail}`;
}

function anomaliesOf(delivery: Delivery): string[] {
  const anomalies: string[] = [];
  if (delivery.undecodable !== null) anomalies.push("headers not decodable");
  if (delivery.oversize) anomalies.push("body not kept");
  return anomalies;
}
