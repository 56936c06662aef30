/** A field of what was acted on. Undefined: it was not there. */
export interface ChangedField {
  name: string;
  before: unknown;
  after: unknown;
  changed: boolean;
}

/** The fields before and after, in the order that they stand in. What is no object is one field without a name. */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  if (isEmpty(before) && isEmpty(after)) return [];
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].map((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    return { name, before: was, after: is, changed: JSON.stringify(was) !== JSON.stringify(is) };
  });
}

const isEmpty = (value: unknown) => value === null || value === undefined;

/** A map, because a field may be called `__proto__`. */
function fieldsOf(value: unknown): Map<string, unknown> {
  if (isEmpty(value)) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["", value]]);
  return new Map(Object.entries(value as object));
}
