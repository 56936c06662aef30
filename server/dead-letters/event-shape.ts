/**
 * The shape of an event type, learned from bodies of it that did not die: which paths there are, of which types, and which of
 * them always. It knows no values, so nothing of what it was learned from can be read out of it. Pure.
 */

export const VALUE_TYPES = ["object", "array", "text", "number", "boolean", "null"] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** What texts at one path all look like. */
const FORMATS = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "date-time": /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/,
  date: /^\d{4}-\d\d-\d\d$/,
  number: /^-?\d+(\.\d+)?$/,
} as const;
export type TextFormat = keyof typeof FORMATS;

export interface Shape {
  /** Values seen at this path. */
  seen: number;
  types: Map<ValueType, number>;
  /** Formats that every text so far has had. */
  formats: Set<TextFormat>;
  members: Map<string, Shape>;
  /** Objects here have keys that are data, as a map has them: any key may come. */
  anyKey: boolean;
  items: Shape | null;
}

/** Objects with more different keys than this are maps. */
const MOST_KEYS = 60;
/** So often something must have been seen before its absence, or a first one of its kind, says anything. */
export const ENOUGH = 5;
const MOST_PROBLEMS = 100;

export function emptyShape(): Shape {
  return {
    seen: 0,
    types: new Map(),
    formats: new Set(Object.keys(FORMATS) as TextFormat[]),
    members: new Map(),
    anyKey: false,
    items: null,
  };
}

/** Adds a body to what is known. `value`: as `JSON.parse` made it, nested no deeper than a body may be that is read. */
export function learn(shape: Shape, value: unknown): void {
  shape.seen++;
  const type = typeOf(value);
  shape.types.set(type, (shape.types.get(type) ?? 0) + 1);
  if (typeof value === "string") {
    for (const format of shape.formats) if (!FORMATS[format].test(value)) shape.formats.delete(format);
  } else if (Array.isArray(value)) {
    shape.items ??= emptyShape();
    for (const item of value) learn(shape.items, item);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      if (shape.anyKey) learn(shape.items!, member);
      else learnMember(shape, key, member);
    }
  }
}

function learnMember(shape: Shape, key: string, value: unknown): void {
  learn(memberShape(shape, key), value);
  if (shape.members.size > MOST_KEYS) makeMap(shape);
}

function memberShape({ members }: Shape, key: string): Shape {
  const known = members.get(key) ?? emptyShape();
  members.set(key, known);
  return known;
}

/** From now on its keys are data; what was learned of its values holds for all of them. */
function makeMap(shape: Shape): void {
  if (shape.anyKey) return;
  const values = [...shape.members.values()];
  shape.anyKey = true;
  shape.members.clear();
  shape.items ??= emptyShape();
  for (const value of values) merge(shape.items, value);
}

function merge(into: Shape, from: Shape): void {
  into.seen += from.seen;
  for (const [type, count] of from.types) into.types.set(type, (into.types.get(type) ?? 0) + count);
  for (const format of into.formats) if (!from.formats.has(format)) into.formats.delete(format);
  if (from.anyKey) makeMap(into);
  if (from.items) {
    into.items ??= emptyShape();
    merge(into.items, from.items);
  }
  for (const [key, member] of from.members) {
    merge(into.anyKey ? into.items! : memberShape(into, key), member);
    if (into.members.size > MOST_KEYS) makeMap(into);
  }
}

/** A way in which a body is not like the others of its type. */
export interface ShapeProblem {
  /** JSON pointer. */
  path: string;
  problem: "missing" | "unknown" | "type" | "format" | "schema" | "not_json";
  /** Types or formats that are known there. */
  expected: string[];
  /** What a schema says of it, in words. */
  said: string | null;
}

/** How a body differs from what is known of its type. Empty when it does not. */
export function compareWithShape(shape: Shape, value: unknown): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  check(shape, value, "", problems);
  return problems.slice(0, MOST_PROBLEMS);
}

function check(shape: Shape, value: unknown, path: string, problems: ShapeProblem[]): void {
  if (shape.seen === 0 || problems.length >= MOST_PROBLEMS) return;
  const type = typeOf(value);
  if (!shape.types.has(type)) {
    problems.push({ path, problem: "type", expected: [...shape.types.keys()], said: null });
    return;
  }
  if (typeof value === "string") checkText(shape, value, path, problems);
  else if (Array.isArray(value)) {
    for (const [place, item] of value.entries()) check(shape.items!, item, `${path}/${place}`, problems);
  } else if (typeof value === "object" && value !== null) checkMembers(shape, value, path, problems);
}

function checkText(shape: Shape, value: string, path: string, problems: ShapeProblem[]): void {
  if ((shape.types.get("text") ?? 0) < ENOUGH || shape.formats.size === 0) return;
  // Of several that all had, one is enough.
  const formats = [...shape.formats];
  if (!formats.some((format) => FORMATS[format].test(value))) {
    problems.push({ path, problem: "format", expected: formats, said: null });
  }
}

function checkMembers(shape: Shape, value: object, path: string, problems: ShapeProblem[]): void {
  const objects = shape.types.get("object") ?? 0;
  for (const [key, member] of Object.entries(value)) {
    const at = `${path}/${escaped(key)}`;
    const known = shape.anyKey ? shape.items! : shape.members.get(key);
    if (known) check(known, member, at, problems);
    else if (objects >= ENOUGH) problems.push({ path: at, problem: "unknown", expected: [], said: null });
  }
  if (shape.anyKey || objects < ENOUGH) return;
  for (const [key, { seen, types }] of shape.members) {
    if (seen < objects || Object.hasOwn(value, key)) continue;
    problems.push({
      path: `${path}/${escaped(key)}`,
      problem: "missing",
      expected: [...types.keys()],
      said: null,
    });
  }
}

const escaped = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

function typeOf(value: unknown): ValueType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "string" ? "text" : type === "object" || type === "number" ? type : "boolean";
}
