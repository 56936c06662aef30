import type { TapKey } from "@/server/broker/tap-link";

export type { TapKey };

/** Whether two keys are one binding to the broker. */
export function sameKey(a: TapKey, b: TapKey): boolean {
  return a.routingKey === b.routingKey && canonical(a.arguments) === canonical(b.arguments);
}

/** Each key once, in order of appearance. */
export function uniqueKeys(keys: readonly TapKey[]): TapKey[] {
  const seen = new Map<string, TapKey>();
  for (const key of keys) {
    const text = `${key.routingKey}\0${canonical(key.arguments)}`;
    if (!seen.has(text)) seen.set(text, key);
  }
  return [...seen.values()];
}

/** JSON with sorted keys: two tables in another order are the same table. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "undefined";
}
