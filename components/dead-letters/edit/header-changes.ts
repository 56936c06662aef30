import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import type { HeaderChange } from "@/server/dead-letters/content-changes";
import { type HeaderRow, isWritable, textOf, writtenValue } from "./header-rows";

/** What is different between the headers as they lay in the queue and the rows of the editor. */
export function headerChanges(before: readonly FieldEntry[], rows: readonly HeaderRow[]): HeaderChange[] {
  const after = rows.filter((row) => !row.removed && row.name !== "").map(entryOf);
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names]
    .map((name) => ({ name, before: valuesOf(before, name), after: valuesOf(after, name) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

const valuesOf = (entries: readonly FieldEntry[], name: string): FieldValue[] =>
  entries.filter((entry) => entry.name === name).map(({ value }) => value);

function entryOf({ before, name, type, value }: HeaderRow): FieldEntry {
  const same = before !== null && before.value.type === type && textOf(before.value) === value;
  const written = !same && isWritable(type) ? writtenValue(type, value) : null;
  return { name, value: written ?? before?.value ?? { type: "text", value } };
}
