/** Bodies of numbered orders: with an event id that belongs to the number, or without any id. */
export function orderBody(n: number, withEventId: boolean): Buffer {
  return Buffer.from(
    JSON.stringify({
      ...(withEventId ? { eventId: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` } : {}),
      eventType: "ORDER_CREATED",
      aggregateId: `order-${n % 97}`,
      aggregateType: "Order",
      eventData: { n, orderId: `order-${n % 97}` },
      metadata: { timestamp: "2026-01-01T00:00:00.000Z", version: 1, correlationId: `c-${n}` },
    }),
  );
}
