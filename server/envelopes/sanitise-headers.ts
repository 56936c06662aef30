import { isUtf8 } from "node:buffer";
import { isDate, isUint8Array } from "node:util/types";
import { storable } from "./text";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Tables and lists within each other; RabbitMQ's own `x-death` needs three. */
const MOST_LEVELS = 16;
/** Values in all. A frame of headers is 128 kB by default, so honest tables are far below. */
const MOST_VALUES = 4_000;
const LONGEST_TEXT = 8_192;
const LONGEST_BYTES = 4_096;

/**
 * A view of decoded AMQP headers that PostgreSQL takes as jsonb. It is for reading and for showing: what JSON cannot
 * hold is tagged under `!` (`timestamp` and `decimal` as amqplib has them, `bytes`, `number`, `integer`, `cut`) and
 * what is too large is cut with a note. Whoever needs the headers themselves takes the raw table.
 */
export function sanitiseHeaders(headers: unknown): { [key: string]: Json } {
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) return {};
  return table({ left: MOST_VALUES }, headers, 1);
}

interface Budget {
  left: number;
}

function table(budget: Budget, source: object, level: number): { [key: string]: Json } {
  const result: { [key: string]: Json } = {};
  const keys = Object.keys(source);
  for (const [index, key] of keys.entries()) {
    if (budget.left <= 0) {
      set(result, "!", "cut");
      set(result, "left", keys.length - index);
      break;
    }
    set(result, key, sanitise(budget, (source as Record<string, unknown>)[key], level));
  }
  return result;
}

/** Defines rather than assigns, since `__proto__` is a name like any other here; two repaired names stay two. */
function set(result: { [key: string]: Json }, key: string, value: Json): void {
  let name = storable(key);
  if (name !== key) while (Object.hasOwn(result, name)) name += "\uFFFD";
  if (name !== "__proto__") result[name] = value;
  else Object.defineProperty(result, name, { value, enumerable: true, configurable: true, writable: true });
}

function sanitise(budget: Budget, value: unknown, level: number): Json {
  budget.left--;
  switch (typeof value) {
    case "string":
      return text(value);
    case "number":
      return Number.isFinite(value) ? value : { "!": "number", value: String(value) };
    case "boolean":
      return value;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : { "!": "integer", value: integer(value) };
    case "object":
      return value === null ? null : composite(budget, value, level);
    default:
      return null;
  }
}

function composite(budget: Budget, value: object, level: number): Json {
  // Not instanceof: amqplib assigns a name `__proto__`, and a table that has a byte array for prototype is none.
  if (isUint8Array(value)) return bytes(value);
  if (isDate(value)) {
    const time = value.getTime();
    return Number.isNaN(time) ? null : { "!": "timestamp", value: Math.trunc(time / 1000) };
  }
  if (level >= MOST_LEVELS) return { "!": "cut", levels: MOST_LEVELS };
  if (!Array.isArray(value)) return table(budget, value, level + 1);
  const list: Json[] = [];
  for (const [index, element] of value.entries()) {
    if (budget.left <= 0) {
      list.push({ "!": "cut", left: value.length - index });
      break;
    }
    list.push(sanitise(budget, element, level + 1));
  }
  return list;
}

function text(value: string): Json {
  if (value.length <= LONGEST_TEXT) return storable(value);
  return { "!": "cut", text: storable(value.slice(0, LONGEST_TEXT)), length: value.length };
}

/** Go sends text as bytes: what is valid UTF-8 without control characters is shown as the text that it is. */
function bytes(value: Uint8Array): Json {
  const kept = Buffer.from(value.buffer, value.byteOffset, Math.min(value.byteLength, LONGEST_BYTES));
  if (kept.length === value.byteLength && isUtf8(kept)) {
    const said = kept.toString("utf8");
    if (!/[^\P{Cc}\t\n\r]/u.test(said)) return said;
  }
  const shown = { "!": "bytes", base64: kept.toString("base64") };
  return kept.length < value.byteLength ? { ...shown, length: value.byteLength } : shown;
}

function integer(value: bigint): string {
  const digits = value.toString();
  return digits.length <= 400 ? digits : `${digits.slice(0, 400)}…`;
}
