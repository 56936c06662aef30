import { type FieldEntry, FieldReader, timestamp } from "./field-table";

/** The basic properties of AMQP 0-9-1 as they came, types kept. */
export interface DecodedProperties {
  contentType?: string;
  contentEncoding?: string;
  deliveryMode?: number;
  priority?: number;
  correlationId?: string;
  replyTo?: string;
  expiration?: string;
  messageId?: string;
  /** ISO 8601; decimal seconds as text where no date can say it. */
  timestamp?: string;
  type?: string;
  userId?: string;
  appId?: string;
  clusterId?: string;
  headers?: FieldEntry[];
}

/** What could be read, and why not more. */
export interface PropertiesReading {
  properties: DecodedProperties;
  error: string | null;
}

const TEXT = (reader: FieldReader) => reader.shortText();
const OCTET = (reader: FieldReader) => reader.uint8();

/** In the order of their flags, from bit 15 down. */
const PROPERTIES: readonly [
  keyof DecodedProperties,
  (reader: FieldReader, into: DecodedProperties) => unknown,
][] = [
  ["contentType", TEXT],
  ["contentEncoding", TEXT],
  [
    "headers",
    (reader, into) => {
      into.headers = [];
      reader.table(into.headers);
      return into.headers;
    },
  ],
  ["deliveryMode", OCTET],
  ["priority", OCTET],
  ["correlationId", TEXT],
  ["replyTo", TEXT],
  ["expiration", TEXT],
  ["messageId", TEXT],
  ["timestamp", (reader) => timestamp(reader.uint64())],
  ["type", TEXT],
  ["userId", TEXT],
  ["appId", TEXT],
  ["clusterId", TEXT],
];

/**
 * Decodes the property flags and values of a content header (AMQP 0-9-1, 2.3.5.2) as the store keeps them.
 * Never throws: what came before the first thing that could not be read is returned with the reason.
 */
export function decodeProperties(raw: Uint8Array): PropertiesReading {
  return read(raw, PROPERTIES.length);
}

/** The content encoding alone: it stands second, so a search need not decode the headers of every message. */
export function contentEncodingOf(raw: Uint8Array): string | null {
  return read(raw, 2).properties.contentEncoding ?? null;
}

function read(raw: Uint8Array, fields: number): PropertiesReading {
  const properties: DecodedProperties = {};
  const reader = new FieldReader(raw);
  let current: string = "flags";
  try {
    const flags = reader.uint16();
    // Bit 0 announces a further flag word. No AMQP 0-9-1 property has one; its place must be skipped all the same.
    for (let more = flags & 1; more; more = reader.uint16() & 1);
    for (const [index, [name, decode]] of PROPERTIES.slice(0, fields).entries()) {
      if ((flags & (1 << (15 - index))) === 0) continue;
      current = name;
      Object.assign(properties, { [name]: decode(reader, properties) });
    }
    return { properties, error: null };
  } catch (error) {
    return { properties, error: `${current}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
