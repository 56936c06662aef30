import { z } from "zod";
import { SillageError } from "@/server/errors";
import { EVENT_SCHEMAS, EVENT_TYPES, type EventData, type EventType, serviceOf } from "./complaint-events";
import { identifier, moment, text } from "./event-fields";

/** The envelope of every event of ours, around its data. */
export const envelopeSchema = z.object({
  eventId: identifier,
  eventType: z.enum(EVENT_TYPES as [EventType, ...EventType[]]),
  aggregateId: identifier,
  aggregateType: text(100),
  eventData: z.unknown(),
  metadata: z.object({
    timestamp: moment,
    version: z.int().min(1),
    correlationId: identifier,
    causationId: identifier.optional(),
    userId: identifier.optional(),
  }),
});

type Envelope = Omit<z.infer<typeof envelopeSchema>, "eventType" | "eventData">;

/** An event of ours whose data is known to meet its schema. */
export type CheckedEvent = {
  [Type in EventType]: Envelope & { eventType: Type; eventData: EventData<Type> };
}[EventType];

/**
 * Checks an event of ours against the schema of its type: when it is published, and when it is read.
 * @returns the event with what this version knows of it; unknown fields are left out
 * @throws SillageError INVALID_INPUT naming every bad field
 */
export function checkEvent(event: unknown): CheckedEvent {
  const envelope = envelopeSchema.safeParse(event);
  if (!envelope.success) throw refused("It is no event of ours", envelope.error);
  const { eventType } = envelope.data;
  const { aggregateType } = serviceOf(eventType);
  if (envelope.data.aggregateType !== aggregateType) {
    throw new SillageError("INVALID_INPUT", `${eventType} belongs to a stream of ${aggregateType}.`);
  }
  const data = EVENT_SCHEMAS[eventType].safeParse(envelope.data.eventData);
  if (!data.success) throw refused(`The data of ${eventType} does not meet its schema`, data.error);
  return { ...envelope.data, eventData: data.data } as CheckedEvent;
}

/** What is wrong with a body that is to be an event of ours, by the schema of its type; empty when nothing is. */
export function schemaIssues(event: unknown): z.core.$ZodIssue[] {
  const envelope = envelopeSchema.safeParse(event);
  if (!envelope.success) return envelope.error.issues;
  const data = EVENT_SCHEMAS[envelope.data.eventType].safeParse(envelope.data.eventData);
  return (data.error?.issues ?? []).map((issue) => ({ ...issue, path: ["eventData", ...issue.path] }));
}

function refused(what: string, error: z.ZodError): SillageError {
  const issues = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const list = issues.map(({ path, message }) => `${path || "event"} ${message}`).join("; ");
  return new SillageError("INVALID_INPUT", `${what}: ${list}`, { details: { issues } });
}
