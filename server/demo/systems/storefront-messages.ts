import type { HeaderTable } from "@/server/broker/encode-properties";
import { iso } from "../order-numbers";
import { jsonMessage, type ShopMessage } from "../shop-message";
import type { StorefrontOrder } from "./storefront-orders";

/*
 * The dialect of the web shop: `{ type, timestamp, aggregateId, version, payload }`. Ids and correlation travel in
 * the properties; the cause, where there is one, in a header.
 */

export const ORDERS = "shop.orders";
export const COMMANDS = "shop.commands";
export const REPLIES = "shop.replies";
export const RPC = "shop.rpc";
export const INTEGRATION = "shop.integration";

interface Said {
  order: StorefrontOrder;
  type: string;
  at: number;
  service: string;
  causationId?: string | undefined;
}

function envelope({ order, type, at, service, causationId }: Said) {
  const headers: HeaderTable = causationId === undefined ? {} : { "causation-id": causationId };
  return {
    properties: {
      messageId: order.eventId(type),
      correlationId: order.sagaId,
      timestamp: Math.floor(at / 1000),
      type,
      appId: service,
    },
    headers,
  };
}

/** A domain event. */
export function domainEvent(
  said: Said & { aggregateId: string; version: number; payload: object },
): ShopMessage {
  const { type, at, aggregateId, version, payload } = said;
  return jsonMessage(
    ORDERS,
    type,
    { type, timestamp: iso(at), aggregateId, version, payload },
    envelope(said),
  );
}

/** An integration event, for other bounded contexts. */
export function integrationEvent(said: Said & { payload: object }): ShopMessage {
  const { type, at, service, order, payload } = said;
  const body = { type, source: service, timestamp: iso(at), correlationId: order.sagaId, payload };
  return jsonMessage(INTEGRATION, type, body, envelope(said));
}

/** A command of the orchestrator to one service. */
export function command(said: Said & { payload: object }): ShopMessage {
  return jsonMessage(COMMANDS, said.type, { type: said.type, payload: said.payload }, envelope(said));
}

/** What a service answers to the orchestrator. */
export function commandReply(said: Said & { payload: object }): ShopMessage {
  const body = { type: said.type, timestamp: iso(said.at), payload: said.payload };
  return jsonMessage(REPLIES, "order-saga", body, envelope(said));
}

/** The storefront asks whether there is enough in stock, before it takes an order. */
export function inventoryCheck(order: StorefrontOrder): ShopMessage {
  const { productId, quantity } = order.lines[0]!;
  const properties = { replyTo: "storefront.replies", correlationId: order.requestId, appId: "storefront" };
  return jsonMessage(RPC, "inventory.check", { productId, quantity }, { properties });
}

/** The answer: to the address that the request named. */
export function inventoryAnswer(order: StorefrontOrder, replyTo: string, available: boolean): ShopMessage {
  const properties = {
    correlationId: order.requestId,
    type: "inventory.check.reply",
    appId: "inventory-service",
  };
  return jsonMessage(RPC, replyTo, { productId: order.lines[0]!.productId, available }, { properties });
}
