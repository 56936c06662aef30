import { randomUUID } from "node:crypto";
import type { ClientBase } from "pg";
import type { OwnStore } from "@/server/event-store/append-own";
import type { CheckedEvent } from "./check-event";
import { nextAction } from "./compensation";
import { type EventType, serviceOf } from "./complaint-events";
import type { CompensationAction } from "./event-fields";

/** One action of a compensation whose turn it is. */
export interface Step {
  compensationId: string;
  complaintId: string;
  /** All actions of the compensation. */
  actions: CompensationAction[];
  action: CompensationAction;
}

/** The action whose turn an event makes it, if it is that service's; null otherwise. */
export function stepFor(event: CheckedEvent, service: CompensationAction["service"]): Step | null {
  if (
    event.eventType !== "COMPLAINT_COMPENSATION_REQUIRED" &&
    event.eventType !== "NOTIFICATION_COMPENSATION" &&
    event.eventType !== "AUDIT_COMPENSATION"
  )
    return null;
  const { compensationId, complaintId, actions } = event.eventData;
  const action = nextAction(actions, "order" in event.eventData ? event.eventData.order : 0);
  return action?.service === service ? { compensationId, complaintId, actions, action } : null;
}

/** Whether a service has ended the action already, one way or the other. */
export async function hasEnded(client: ClientBase, { compensationId, action }: Step): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT 1 FROM compensation_steps WHERE compensation_id = $1 AND action_order = $2",
    [compensationId, action.order],
  );
  return rowCount === 1;
}

/** What the event says that ends an action. */
export interface StepEnd {
  vhost: string;
  at: Date;
  /** Of the event's stream: a new one. */
  aggregateId: string;
  eventType: EventType;
  /** False: it failed for good. */
  done: boolean;
  /** What the event says beside the step, at that moment in ISO 8601. */
  data: (at: string) => object;
}

/** Ends an action: the event that says so, and the note that keeps it from being done twice. */
export async function endStep(
  client: ClientBase,
  store: OwnStore,
  step: Step,
  cause: CheckedEvent,
  { vhost, at, aggregateId, eventType, done, data }: StepEnd,
): Promise<void> {
  const { compensationId, complaintId, actions, action } = step;
  const eventId = randomUUID();
  await store.append(client, {
    ...serviceOf(eventType),
    vhost,
    aggregateId,
    expectedVersion: 0,
    correlationId: cause.metadata.correlationId,
    at,
    events: [
      {
        eventId,
        eventType,
        eventData: { compensationId, complaintId, order: action.order, actions, ...data(at.toISOString()) },
        causationId: cause.eventId,
      },
    ],
  });
  await client.query(
    `INSERT INTO compensation_steps (compensation_id, action_order, service, action, done, event_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [compensationId, action.order, action.service, action.action, done, eventId],
  );
}

/** What was done of a compensation so far, in the order of its actions. */
export async function outcomesOf(
  client: ClientBase,
  compensationId: string,
): Promise<{ order: number; service: string; action: string; eventId: string }[]> {
  const { rows } = await client.query<{ order: number; service: string; action: string; eventId: string }>(
    `SELECT action_order AS "order", service, action, event_id AS "eventId"
     FROM compensation_steps WHERE compensation_id = $1 AND done ORDER BY action_order`,
    [compensationId],
  );
  return rows;
}
