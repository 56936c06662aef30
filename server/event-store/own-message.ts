import { encodeProperties } from "@/server/broker/encode-properties";
import type { Envelope, MessageProperties } from "@/server/envelopes/envelope";
import { readEnvelope } from "@/server/envelopes/read-envelope";
import { streamId } from "@/server/envelopes/stream-id";
import { SillageError } from "@/server/errors";
import type { Digester } from "./digests";
import type { PublishProperties } from "./outbox-message";
import type { ArrivalRecord } from "./record";
import { sealBody } from "./seal";
import type { PublishedEvent } from "./stored-event";

/** An event of ours as the message that will carry it, before it is stored. */
export interface OwnMessage {
  routingKey: string;
  properties: PublishProperties;
  body: Buffer;
}

/** `COMPLAINT_COMPENSATION_REQUIRED` is published as `complaint.compensation_required`. */
export function routingKeyOf(eventType: string): string {
  return eventType.toLowerCase().replace("_", ".");
}

/** The message of an event: the exact bytes that are stored now and published later. */
export function messageOf(event: PublishedEvent, service: string): OwnMessage {
  return {
    routingKey: routingKeyOf(event.eventType),
    properties: {
      contentType: "application/json",
      deliveryMode: 2,
      correlationId: event.metadata.correlationId,
      messageId: event.eventId,
      timestamp: Math.floor(Date.parse(event.metadata.timestamp) / 1_000),
      type: event.eventType,
      appId: service,
    },
    body: Buffer.from(JSON.stringify(event)),
  };
}

/**
 * The record of such a message, with the identity and content that its echo will have when it comes back from the broker.
 * @throws SillageError INTERNAL when a reader would make something else of it than the event that it is
 */
export function recordOf(
  event: PublishedEvent,
  message: OwnMessage,
  { digester, vhost, exchange, at }: { digester: Digester; vhost: string; exchange: string; at: Date },
): ArrivalRecord & { eventKey: string; streamId: string } {
  const { routingKey, body } = message;
  const envelope = envelopeOf(event, message, exchange);
  const rawProperties = encodeProperties(message.properties, {});
  const contentDigest = digester.content(body);
  return {
    receivedAt: at.getTime(),
    vhost,
    exchange,
    routingKey,
    arrival: "appended",
    redelivered: false,
    rawProperties,
    headersJson: null,
    body: sealBody(body),
    bodySize: body.length,
    contentDigest,
    deliveryDigest: digester.delivery(
      { exchange, routingKey, rawProperties, transient: false },
      contentDigest,
    ),
    envelope,
    unreadableReason: null,
    eventKey: digester.eventKey(vhost, { producer: message.properties.appId! }, event.eventId),
    streamId: streamId(event.aggregateType, event.aggregateId),
    anomalies: [],
  };
}

function envelopeOf(event: PublishedEvent, message: OwnMessage, exchange: string): Envelope {
  const { routingKey, body } = message;
  const properties: MessageProperties = message.properties;
  const reading = readEnvelope({ exchange, routingKey, properties, headers: {}, body });
  const read = reading.readable ? reading.envelope : null;
  const same =
    read !== null &&
    read.eventId === event.eventId &&
    read.eventType === event.eventType &&
    read.aggregateType === event.aggregateType &&
    read.aggregateId === event.aggregateId &&
    read.producer === message.properties.appId &&
    !read.inferred.includes("producer");
  if (!same) {
    throw new SillageError(
      "INTERNAL",
      `An event of type ${event.eventType} would not be read as what it is.`,
    );
  }
  return read;
}
