import type { JsonSchema } from "./json-schemas";

/**
 * What a reader that knows an older schema could not take of messages that meet a newer one. Pure. Fields may be added;
 * whatever the reader knows must stay there, be of its kind, and hold nothing that it did not allow.
 */
export function breaksFor(older: JsonSchema, newer: JsonSchema, path = ""): string[] {
  const at = path === "" ? "the event" : path;
  if (older.anyOf !== undefined) return alternatives(older.anyOf as JsonSchema[], newer, path);
  if (newer.anyOf !== undefined) {
    return (newer.anyOf as JsonSchema[]).flatMap((one) => breaksFor(older, one, path));
  }
  if (
    older.type !== undefined &&
    older.type !== newer.type &&
    !(older.type === "number" && newer.type === "integer")
  ) {
    return [`${at} was ${String(older.type)} and is ${String(newer.type)}`];
  }
  return [
    ...valuesOf(older, newer, at),
    ...boundsOf(older, newer, at),
    ...fieldsOf(older, newer, path),
    ...(older.items && newer.items
      ? breaksFor(older.items as JsonSchema, newer.items as JsonSchema, `${path}[]`)
      : []),
  ];
}

/** Each alternative of the newer one must fit some alternative of the older one. */
function alternatives(older: readonly JsonSchema[], newer: JsonSchema, path: string): string[] {
  const options = (newer.anyOf as JsonSchema[] | undefined) ?? [newer];
  return options.flatMap((option) => {
    const attempts = older.map((one) => breaksFor(one, option, path));
    if (attempts.some((breaks) => breaks.length === 0)) return [];
    return attempts.reduce((least, breaks) => (breaks.length < least.length ? breaks : least));
  });
}

function valuesOf(older: JsonSchema, newer: JsonSchema, at: string): string[] {
  const known = listed(older);
  if (known === null) return [];
  const said = listed(newer);
  if (said === null) return [`${at} was one of a few values and is any`];
  const added = said.filter((value) => !known.includes(value));
  return added.map((value) => `${at} may now be ${JSON.stringify(value)}`);
}

function listed({ enum: values, const: only }: JsonSchema): unknown[] | null {
  if (Array.isArray(values)) return values;
  return only === undefined ? null : [only];
}

const UPPER = ["maxLength", "maximum", "maxItems"] as const;
const LOWER = ["minLength", "minimum", "minItems"] as const;

function boundsOf(older: JsonSchema, newer: JsonSchema, at: string): string[] {
  const wider = (name: string, isWider: (a: number, b: number) => boolean) => {
    const [before, after] = [older[name] as number | undefined, newer[name] as number | undefined];
    if (before === undefined || (after !== undefined && !isWider(before, after))) return [];
    return [`${at}: ${name} was ${before} and is ${after ?? "not limited"}`];
  };
  return [
    ...UPPER.flatMap((name) => wider(name, (before, after) => after > before)),
    ...LOWER.flatMap((name) => wider(name, (before, after) => after < before)),
    ...(older.format !== undefined && older.format !== newer.format
      ? [`${at} was in the format ${String(older.format)}`]
      : []),
  ];
}

function fieldsOf(older: JsonSchema, newer: JsonSchema, path: string): string[] {
  const before = (older.properties ?? {}) as Record<string, JsonSchema>;
  const after = (newer.properties ?? {}) as Record<string, JsonSchema>;
  const required = (schema: JsonSchema) => (schema.required ?? []) as string[];
  return Object.entries(before).flatMap(([name, schema]) => {
    const at = path === "" ? name : `${path}.${name}`;
    const now = after[name];
    if (!now) return [`${at} is gone`];
    const optional =
      required(older).includes(name) && !required(newer).includes(name) ? [`${at} may now be missing`] : [];
    return [...optional, ...breaksFor(schema, now, at)];
  });
}
