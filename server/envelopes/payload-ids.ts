import { MOST_KEYS } from "./fields";
import { isObject, type JsonObject } from "./json";
import { type KeyInfo, keyInfo } from "./keys";
import { identity, LONGEST_PAYLOAD_ID } from "./text";

/** An id that a payload names, and the type of what it belongs to. */
export interface FoundId {
  type: string;
  id: string;
  /** Whether it may be the event's own aggregate: neither of a parent or a source, nor from a list. */
  mayBeOwn: boolean;
}

/** What the ids of a payload are, in order of appearance, and the times that carry a verb. */
export interface Findings {
  ids: FoundId[];
  /** An `id` alone at the top. */
  bareId: string | null;
  /** Times such as `created_at`, as they came, by their verb. */
  times: [verb: string, value: unknown][];
}

const MOST_IDS = 64;
const MOST_ELEMENTS = 16;
/** Names looked at in one message: what is nested may be wide as well. */
const MOST_NAMES = 1_024;

/** Finds ids at the top of the payload and one level below it, and at the top of the object around it. */
export function findIds(payload: JsonObject | null, beside: JsonObject | null): Findings {
  const findings: Findings = { ids: [], bareId: null, times: [] };
  const search = { findings, names: MOST_NAMES };
  if (payload) searchObject(search, payload, true, true);
  if (beside) searchObject(search, beside, false, false);
  return findings;
}

interface Search {
  findings: Findings;
  names: number;
}

function searchObject(search: Search, object: JsonObject, isTop: boolean, goesDeeper: boolean): void {
  const keys = Object.keys(object);
  const end = Math.min(keys.length, MOST_KEYS);
  for (let i = 0; i < end; i++) {
    if (search.names-- <= 0 || search.findings.ids.length >= MOST_IDS) return;
    const key = keys[i] as string;
    const info = keyInfo(key);
    const value = object[key];
    if (info.idOf !== null) take(search.findings.ids, info, value);
    else if (info.bareId && isTop) search.findings.bareId ??= payloadId(value);
    else if (info.timeOf !== null && isTop && value) search.findings.times.push([info.timeOf, value]);
    else if (goesDeeper && typeof value === "object" && value !== null && info.field !== "metadata")
      searchNested(search, info, value);
  }
}

/** One level below: `customer: { id }` is a customer's id, and `items: [{ productId }]` names products. */
function searchNested(search: Search, info: KeyInfo, value: object): void {
  if (Array.isArray(value)) {
    const end = Math.min(value.length, MOST_ELEMENTS);
    for (let i = 0; i < end; i++)
      if (isObject(value[i])) searchObject(search, value[i] as JsonObject, false, false);
    return;
  }
  const before = search.findings.ids.length;
  searchObject(search, value as JsonObject, false, false);
  if (info.holds === null || search.findings.ids.length >= MOST_IDS) return;
  const id = payloadId((value as JsonObject).id ?? (value as JsonObject).ID);
  // The object's own id comes before the ids that it holds of others.
  if (id !== null) search.findings.ids.splice(before, 0, { type: info.holds, id, mayBeOwn: true });
}

function take(ids: FoundId[], info: KeyInfo, value: unknown): void {
  const type = info.idOf as string;
  if (!info.list) {
    const id = payloadId(value);
    if (id !== null) ids.push({ type, id, mayBeOwn: !info.other });
  } else if (Array.isArray(value)) {
    for (const element of value.slice(0, MOST_ELEMENTS)) {
      const id = payloadId(element);
      if (id !== null && ids.length < MOST_IDS) ids.push({ type, id, mayBeOwn: false });
    }
  }
}

/** Zero is what typed languages send for "none": as an id it would tie all such events together. */
function payloadId(value: unknown): string | null {
  return value === 0 || value === "0" ? null : identity(value, LONGEST_PAYLOAD_ID);
}
