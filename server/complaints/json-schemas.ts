import { z } from "zod";
import { envelopeSchema } from "./check-event";
import { EVENT_SCHEMAS, EVENT_TYPES, type EventType, serviceOf } from "./complaint-events";

/** A JSON Schema, or a part of one. */
export type JsonSchema = { [key: string]: unknown };

/**
 * The JSON Schema of an event type as it is published, envelope and data: what readers in other languages check with.
 * The files of schemas/ are these; a test keeps them equal.
 */
export function jsonSchemaOf(eventType: EventType): JsonSchema {
  const { service, exchange, aggregateType } = serviceOf(eventType);
  const schema = envelopeSchema.extend({
    eventType: z.literal(eventType),
    aggregateType: z.literal(aggregateType),
    eventData: EVENT_SCHEMAS[eventType],
  });
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" }) as JsonSchema;
  return { $schema, title: eventType, description: `Published by ${service} on ${exchange}.`, ...rest };
}

/** All of them, by file name. */
export function schemaFiles(): Map<string, string> {
  return new Map(
    EVENT_TYPES.map((type) => [`${type}.json`, `${JSON.stringify(jsonSchemaOf(type), null, 2)}\n`]),
  );
}
