import type { ArrivalRecord } from "@/server/event-store/record";
import { testRecord } from "@/server/testing/arrivals";

/** Some Saturday morning: what tests tell begins here. Milliseconds since 1970. */
export const MORNING = Date.UTC(2026, 10, 28, 9);

/** An event of a saga as a test tells it. */
export interface ToldEvent {
  /** Milliseconds after MORNING. */
  at: number;
  type: string;
  /** Its event id, which makes it an event of its own; without one every arrival is. */
  id?: string;
  cause?: string;
  correlationId?: string;
  traceId?: string;
  /** Noun and id of its aggregate, and its version. */
  of?: [noun: string, id: string, version?: number];
  /** Other ids in its payload, `orderId` for example. */
  data?: Record<string, unknown>;
  from?: string;
  kind?: "event" | "command" | "request" | "reply";
  exchange?: string;
}

/** An arrival of such an event, as the ingest stores it. */
export function sagaArrival(told: ToldEvent): ArrivalRecord {
  const {
    at,
    type,
    id,
    cause,
    correlationId,
    traceId,
    of: [noun, aggregate, version] = [],
    from,
    kind,
  } = told;
  return testRecord({
    exchange: told.exchange ?? "shop",
    routingKey: type,
    receivedAt: MORNING + at,
    properties: {
      ...(id !== undefined && { messageId: id }),
      ...(correlationId !== undefined && { correlationId }),
      ...(from !== undefined && { appId: from }),
    },
    json: {
      eventId: id,
      eventType: type,
      kind,
      aggregateType: noun,
      aggregateId: aggregate,
      eventData: told.data ?? {},
      metadata: {
        timestamp: new Date(MORNING + at).toISOString(),
        version,
        correlationId,
        causationId: cause,
        traceId,
      },
    },
  });
}

/** The same event again, on the dead-letter exchange, as the broker sends it there. */
export function deathOf(told: ToldEvent, at: number): ArrivalRecord {
  const exchange = told.exchange ?? "shop";
  const record = sagaArrival({ ...told, exchange: `${exchange}.dlx` });
  return {
    ...record,
    receivedAt: MORNING + at,
    arrival: "dead_lettered",
    eventKey: sagaArrival(told).eventKey,
  };
}

/** The same event again, sent by a redrive. */
export function redriveOf(told: ToldEvent, at: number): ArrivalRecord {
  return { ...sagaArrival(told), receivedAt: MORNING + at, arrival: "redriven" };
}
