import type { Shape, TextFormat, ValueType } from "@/server/dead-letters/event-shape";

/** A JSON Schema (2020-12), or a part of one. */
export type JsonSchema = { [key: string]: unknown };

const NAMES: Record<ValueType, string> = {
  object: "object",
  array: "array",
  text: "string",
  number: "number",
  boolean: "boolean",
  null: "null",
};
/** Formats that JSON Schema has a word for. */
const FORMATS: Partial<Record<TextFormat, string>> = { uuid: "uuid", "date-time": "date-time", date: "date" };
/** A format of fewer texts is chance. */
const ENOUGH = 3;

/**
 * What was learned of a type as JSON Schema: fields in the order of their names, those required that every object had. Nothing
 * of what it was learned from stands in it but names. Pure.
 */
export function schemaOf(shape: Shape): JsonSchema {
  const types = [...shape.types.keys()].map((type) => NAMES[type]).sort();
  const schema: JsonSchema = types.length === 0 ? {} : { type: types.length === 1 ? types[0] : types };
  const texts = shape.types.get("text") ?? 0;
  const format = [...shape.formats].map((known) => FORMATS[known]).find((known) => known !== undefined);
  if (texts >= ENOUGH && format !== undefined) schema.format = format;
  if (shape.types.has("array")) schema.items = shape.items && !shape.anyKey ? schemaOf(shape.items) : {};
  if (shape.types.has("object")) Object.assign(schema, objectSchema(shape));
  return schema;
}

function objectSchema(shape: Shape): JsonSchema {
  if (shape.anyKey) return { additionalProperties: shape.items ? schemaOf(shape.items) : {} };
  const objects = shape.types.get("object") ?? 0;
  const members = [...shape.members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const required = members.filter(([, { seen }]) => seen >= objects).map(([key]) => key);
  return {
    properties: Object.fromEntries(members.map(([key, member]) => [key, schemaOf(member)])),
    ...(required.length > 0 ? { required } : {}),
  };
}
