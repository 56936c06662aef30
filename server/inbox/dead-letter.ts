import { decodeProperties } from "@/server/broker/decode-properties";
import type { HeaderTable } from "@/server/broker/encode-properties";
import type { FieldEntry } from "@/server/broker/field-table";
import { HEADERS } from "@/server/broker/redrive-names";
import { GIVEN_UP_BY } from "@/server/broker/service-headers";
import { storable } from "@/server/envelopes/text";
import type { OutboxMessage, PublishProperties } from "@/server/event-store/outbox-message";
import { reasonText, type ServiceFailure } from "./failure";
import { graveOf } from "./service-plan";

/** What is kept of a message that a service gave up. */
export interface Dead {
  service: string;
  vhost: string;
  exchange: string;
  routingKey: string;
  rawProperties: Buffer;
  body: Buffer;
}

/**
 * The message for the dead-letter queue of the exchange it came through: body and properties as they came, and headers
 * that say who gave it up and why. What properties and headers cannot carry over goes along byte for byte, as base64.
 * @param attempts how often the service tried
 */
export function deadLetterOf(dead: Dead, failure: ServiceFailure, attempts: number): OutboxMessage {
  const { service, vhost, exchange, rawProperties, body } = dead;
  const routingKey = storable(dead.routingKey);
  const { properties, whole, redrive } = carriedOver(rawProperties);
  const headers: HeaderTable = {
    ...redrive,
    // In the broker's words, so that whoever reads dead letters finds where it died.
    "x-death": [{ queue: service, exchange, reason: "rejected", "routing-keys": [routingKey], count: 1 }],
    "x-first-death-exchange": exchange,
    "x-first-death-queue": service,
    "x-first-death-reason": "rejected",
    [GIVEN_UP_BY]: service,
    "x-sillage-error-class": failure.errorClass,
    "x-sillage-error": reasonText(failure.message),
    "x-sillage-attempts": attempts,
  };
  if (!whole || routingKey !== dead.routingKey)
    headers["x-sillage-properties"] = rawProperties.toString("base64");
  return {
    // No two of them have an order to keep.
    lane: `dead-letter/${crypto.randomUUID()}`,
    vhost,
    exchange: graveOf(service, exchange),
    routingKey,
    properties: { ...properties, deliveryMode: 2 },
    headers,
    body,
  };
}

/**
 * The properties that a dead letter keeps. Left out are those that would act again: an expiration would end it in its
 * queue, a user id is refused from anybody else.
 */
function carriedOver(raw: Buffer): {
  properties: PublishProperties;
  whole: boolean;
  /** Headers that tell which redrive brought it, so that this death is known as what came of that. */
  redrive: HeaderTable;
} {
  const { properties: all, error } = decodeProperties(raw);
  const { contentType, contentEncoding, correlationId, messageId, type, appId, timestamp, ...others } = all;
  const texts = { contentType, contentEncoding, correlationId, messageId, type, appId };
  const properties: PublishProperties = {};
  let whole = error === null;
  for (const [name, text] of Object.entries(texts) as [keyof typeof texts, string | undefined][]) {
    if (text === undefined) continue;
    // The outbox is JSON, and bytes that are no text were lost when they were read.
    if (storable(text) === text && !text.includes("\uFFFD")) properties[name] = text;
    else whole = false;
  }
  const seconds = timestamp === undefined ? undefined : Date.parse(timestamp) / 1000;
  if (seconds !== undefined && Number.isSafeInteger(seconds)) properties.timestamp = seconds;
  else if (seconds !== undefined) whole = false;
  const { deliveryMode, headers, ...rest } = others;
  if (deliveryMode === 1 || (headers?.length ?? 0) > 0 || Object.keys(rest).length > 0) whole = false;
  return { properties, whole, redrive: redriveHeaders(headers ?? []) };
}

function redriveHeaders(headers: readonly FieldEntry[]): HeaderTable {
  const kept: HeaderTable = {};
  for (const name of [HEADERS.redrive, HEADERS.message, HEADERS.attempt]) {
    const value = headers.find((it) => it.name === name)?.value.value;
    if (typeof value === "number" || (typeof value === "string" && storable(value) === value))
      kept[name] = value;
  }
  return kept;
}
