import { z } from "zod";

/** The pieces that the OpenAPI document is built of. */

export interface JsonSchema {
  properties?: Record<string, JsonSchema & { description?: string }>;
  required?: string[];
  $defs?: Record<string, JsonSchema>;
  [key: string]: unknown;
}

export interface Operation {
  summary: string;
  responses: Record<number, unknown>;
  [key: string]: unknown;
}

/** Operations by path and method. */
export type Paths = Record<string, Record<string, Operation>>;

/** The parameters of a query, from the schema that checks it. */
export function queryParameters(schema: z.ZodType): unknown[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
  }) as JsonSchema;
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema: property,
  }));
}

/** Moves the named schemas to where OpenAPI has them. */
export function collect(schemas: Record<string, JsonSchema>, schema: JsonSchema): JsonSchema {
  const { $defs = {}, $schema: _, ...own } = moved(schema) as JsonSchema;
  for (const [name, definition] of Object.entries($defs)) schemas[name] = definition;
  if (typeof own.id !== "string") return own;
  schemas[own.id] = own;
  return { $ref: `#/components/schemas/${own.id}` };
}

function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string"
        ? inner.replace("#/$defs/", "#/components/schemas/")
        : moved(inner),
    ]),
  );
}

/** The JSON body of a request. */
export function body(schema: z.ZodType): unknown {
  return {
    required: true,
    content: { "application/json": { schema: z.toJSONSchema(schema, { io: "input" }) } },
  };
}

/** A JSON answer. */
export function answer(description: string, schema: JsonSchema): unknown {
  return { description, content: { "application/json": { schema } } };
}

/** The problems that an operation may answer with. */
export function problems(...statuses: number[]): Record<number, unknown> {
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(statuses.map((status) => [status, { description: "Problem", content }]));
}

/** A parameter in the address. */
export function pathParameter(
  name: string,
  description: string,
  schema: JsonSchema = { type: "string" },
): unknown {
  return { name, in: "path", required: true, description, schema };
}
