import type { JsonObject } from "./json";
import { type FieldName, keyInfo } from "./keys";

/** The envelope fields of one object, whatever the spelling of their names. Values are as they came. */
export type Fields = Partial<Record<FieldName, unknown>> & {
  /** Whether most names begin with a capital, as Go's encoder writes the fields of a struct. */
  pascal?: boolean;
  /** Whether some name has the prefix of a binary CloudEvent's attributes. */
  cloudEvent?: boolean;
};

/** Names looked at in one object: a producer writes its envelope first, and a million keys must cost nothing. */
export const MOST_KEYS = 256;

/** Finds the envelope fields of an object in one pass. Of two names of one field the first that holds something counts. */
export function fieldsOf(object: JsonObject): Fields {
  const fields: Fields = {};
  const keys = Object.keys(object);
  const end = Math.min(keys.length, MOST_KEYS);
  let capitals = 0;
  for (let i = 0; i < end; i++) {
    const key = keys[i] as string;
    const first = key.charCodeAt(0);
    if (first >= 65 && first <= 90) capitals++;
    const { field, cloudEvents } = keyInfo(key);
    if (cloudEvents !== null) fields.cloudEvent = true;
    if (field === null) continue;
    const value = object[key];
    if (value !== null && value !== "") fields[field] ??= value;
  }
  if (capitals * 2 > end) fields.pascal = true;
  return fields;
}
