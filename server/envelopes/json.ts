/** A JSON object that somebody else wrote: any key may be there, `__proto__` and `constructor` too. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether the value is an object with names, and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value that the object itself holds under the name; never one inherited from a prototype. */
export function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as JsonObject)[key] : undefined;
}
