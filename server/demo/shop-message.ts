/** A message as one of the shop's services publishes it. Plain data: no connection, no clock. */
export interface ShopMessage {
  exchange: string;
  routingKey: string;
  properties: ShopProperties;
  headers: HeaderTable;
  body: Buffer;
}

/** The AMQP properties that the shop's services set. */
export interface ShopProperties {
  contentType?: string;
  contentEncoding?: string;
  /** 2: survives its broker; 1: does not; nothing: not said. */
  deliveryMode?: number;
  correlationId?: string;
  replyTo?: string;
  messageId?: string;
  /** Unix time in seconds. */
  timestamp?: number;
  type?: string;
  appId?: string;
}

/** A header's value; `{ "!": type, value }` says the type on the wire where a plain value would be ambiguous. */
export type HeaderValue =
  | string
  | number
  | boolean
  | HeaderValue[]
  | { "!": "long" | "timestamp"; value: number }
  | { [name: string]: HeaderValue };
export type HeaderTable = { [name: string]: HeaderValue };

/** What a consumer gets. */
export interface Received {
  exchange: string;
  routingKey: string;
  properties: ShopProperties;
  /** As decoded: whole numbers without their width. */
  headers: Record<string, unknown>;
  body: Buffer;
}

const JSON_PROPERTIES = { contentType: "application/json", deliveryMode: 2 } as const;

/** A durable JSON message. */
export function jsonMessage(
  exchange: string,
  routingKey: string,
  body: object,
  more: { properties?: ShopProperties; headers?: HeaderTable } = {},
): ShopMessage {
  return {
    exchange,
    routingKey,
    properties: { ...JSON_PROPERTIES, ...more.properties },
    headers: more.headers ?? {},
    body: Buffer.from(JSON.stringify(body)),
  };
}

/**
 * The JSON object that a message carries.
 * @throws when it is none: the consumer's framework then treats it as poison
 */
export function bodyOf<T>(received: Received): T {
  const value: unknown = JSON.parse(received.body.toString("utf8"));
  if (typeof value !== "object" || value === null) throw new Error("the body is not an object");
  return value as T;
}
