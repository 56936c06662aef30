import { decodeProperties } from "./decode-properties";
import type { Delivery } from "./delivery";
import type { FieldEntry, FieldValue } from "./field-table";

/** What of a delivery is kept where it could not be stored. */
export type KeptDelivery = Pick<
  Delivery,
  "receivedAt" | "vhost" | "exchange" | "routingKey" | "redelivered" | "rawProperties" | "body" | "oversize"
>;

/** Makes a delivery again from what was kept of it: properties and headers are read anew from the bytes. */
export function storedDelivery(kept: KeptDelivery): Delivery {
  const { properties, error } = decodeProperties(kept.rawProperties);
  const { headers, timestamp, deliveryMode, ...texts } = properties;
  const seconds = timestamp === undefined ? Number.NaN : Date.parse(timestamp) / 1000;
  return {
    ...kept,
    tag: 0,
    persistent: deliveryMode === 2,
    properties: { ...texts, timestamp: Number.isFinite(seconds) ? seconds : undefined },
    headers: headers && headers.length > 0 ? plainTable(headers) : undefined,
    undecodable: error,
  };
}

/** A table as amqplib would have decoded it, so that a reader sees the same either way. */
function plainTable(entries: readonly FieldEntry[]): Record<string, unknown> {
  const table: Record<string, unknown> = Object.create(null);
  for (const { name, value } of entries) table[name] = plain(value);
  return table;
}

function plain(field: FieldValue): unknown {
  switch (field.type) {
    case "array":
      return field.value.map(plain);
    case "table":
      return plainTable(field.value);
    case "bytes":
      return Buffer.from(field.value, "base64");
    case "timestamp": {
      const seconds = Date.parse(field.value) / 1000;
      return { "!": "timestamp", value: Number.isFinite(seconds) ? seconds : field.value };
    }
    case "int64":
      return typeof field.value === "string" ? BigInt(field.value) : field.value;
    case "float":
    case "double":
      return Number(field.value);
    default:
      return field.value;
  }
}
