import type { HeaderTable, WrittenProperties } from "@/server/broker/encode-properties";

/** A message as one of the shop's services publishes it. Plain data: no connection, no clock. */
export interface ShopMessage {
  exchange: string;
  routingKey: string;
  properties: ShopProperties;
  headers: HeaderTable;
  body: Buffer;
}

/** The AMQP properties that the shop's services set. */
export type ShopProperties = WrittenProperties;

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
