import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import type { Death } from "./dead-letter-schemas";

/**
 * The deaths of a message as its x-death tells them, newest first, each as far as it can be read. Pure. Headers are a
 * stranger's: anything else than what RabbitMQ writes is left out.
 */
export function shownDeaths(headers: readonly FieldEntry[] | undefined): Death[] {
  const list = fieldOf(headers, "x-death");
  if (list?.type !== "array") return [];
  return list.value.flatMap((entry) => (entry.type === "table" ? [deathOf(entry.value)] : []));
}

function deathOf(entry: readonly FieldEntry[]): Death {
  const keys = fieldOf(entry, "routing-keys");
  return {
    queue: textOf(entry, "queue"),
    reason: textOf(entry, "reason"),
    count: textOf(entry, "count"),
    time: textOf(entry, "time"),
    exchange: textOf(entry, "exchange"),
    keys: keys?.type === "array" ? keys.value.flatMap((key) => (key.type === "text" ? [key.value] : [])) : [],
    expiration: textOf(entry, "original-expiration"),
  };
}

/** A text, a number or a moment as text. */
function textOf(entries: readonly FieldEntry[], name: string): string | null {
  const value = fieldOf(entries, name);
  if (!value || value.type === "array" || value.type === "table" || value.type === "null") return null;
  return String(value.value);
}

function fieldOf(entries: readonly FieldEntry[] | undefined, name: string): FieldValue | undefined {
  return entries?.find((entry) => entry.name === name)?.value;
}
