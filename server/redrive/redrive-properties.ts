import {
  BIT,
  type HeaderSlice,
  headerSlice,
  headerValue,
  joinProperties,
  type PropertySlices,
  shortText,
  sliceProperties,
  textValue,
} from "@/server/broker/edit-raw-properties";
import { type FieldEntry, FieldReader, type FieldValue } from "@/server/broker/field-table";
import { HEADERS } from "@/server/broker/redrive-names";
import { type Mark, markBytes } from "./mark-properties";
import type { RedriveKind } from "./redrive-words";

/** The content header of a message that is redriven. Pure. */

export interface Source {
  kind: RedriveKind;
  /** As it lies in our custody. */
  raw: Buffer;
  /** The queue that it died in. */
  failedQueue: string | null;
  /** Our user on the broker: another one's user id would be refused. */
  user: string;
}

/** What the broker and our own services write into the headers of a message that dies. */
const DEATH_HEADERS = new Set([
  "x-death",
  "x-first-death-exchange",
  "x-first-death-queue",
  "x-first-death-reason",
  "x-last-death-exchange",
  "x-last-death-queue",
  "x-last-death-reason",
  "x-delivery-count",
  "x-sillage-service",
  "x-sillage-error",
  "x-sillage-error-class",
  "x-sillage-attempts",
  "x-sillage-properties",
]);
const OWN_HEADERS = new Set<string>(Object.values(HEADERS));

/**
 * The content header with which a message is sent: as it was before it died (without the headers of its death, with the
 * expiration and the CC that the death took), and with ours. Of a release everything stays and ours are added. All that
 * is not named here stays byte for byte.
 * @throws RangeError or TypeError where the header cannot be read
 */
export function redriveProperties({ kind, raw, failedQueue, user }: Source, mark: Mark): Buffer {
  let slices = sliceProperties(raw);
  if (kind === "redrive") {
    const whole = slices.headers?.find(({ name }) => name === "x-sillage-properties");
    // Our own services give a message up without what properties and headers cannot carry over; it goes along whole.
    if (whole) slices = sliceProperties(Buffer.from(textOf(whole), "base64"));
    slices = beforeDeath(slices, failedQueue);
  }
  const headers = (slices.headers ?? []).filter(({ name }) => !OWN_HEADERS.has(name));
  const { values } = slices;
  const userId = values.get(BIT.userId);
  if (userId !== undefined && userId.toString("utf8", 1) !== user) {
    values.delete(BIT.userId);
    headers.push(headerSlice(HEADERS.userId, textValue(userId.subarray(1))));
  }
  // Several headers in one piece, made once for all messages to the same place.
  headers.push({ name: "", bytes: markBytes(mark) });
  return joinProperties({ flags: slices.flags, values, headers });
}

/** The content header of a message of our own that is sent behind others, to know when they have passed. */
export function markerProperties(redriveId: string, marker: string): Buffer {
  return joinProperties({
    flags: Buffer.alloc(2),
    values: new Map(),
    headers: [
      headerSlice(HEADERS.redrive, textValue(redriveId)),
      headerSlice(HEADERS.marker, textValue(marker)),
    ],
  });
}

/** What a content header says of a redrive; null where it says nothing, or nothing that can be read. */
export function readMark(
  raw: Buffer,
): { redriveId: string; ordinal: number; attempt: number } | { marker: string } | null {
  try {
    const { headers } = sliceProperties(raw);
    const find = (name: string) => headers?.find((header) => header.name === name);
    const [redrive, marker] = [find(HEADERS.redrive), find(HEADERS.marker)];
    if (!redrive) return null;
    if (marker) return { marker: textOf(marker) };
    const ordinal = numberOf(find(HEADERS.message));
    const attempt = numberOf(find(HEADERS.attempt));
    return ordinal === null || attempt === null ? null : { redriveId: textOf(redrive), ordinal, attempt };
  } catch {
    return null;
  }
}

function beforeDeath(slices: PropertySlices, failedQueue: string | null): PropertySlices {
  const headers = slices.headers?.filter(({ name }) => !DEATH_HEADERS.has(name)) ?? null;
  const { values } = slices;
  const history = slices.headers?.find(({ name }) => name === "x-death");
  // Most messages have lost nothing; to decode their deaths would be half of the work.
  if (!history || !tookSomething(headerValue(history))) return { flags: slices.flags, values, headers };
  const deaths = deathsOf(history);
  const expiration = deaths.map((death) => text(death, "original-expiration")).find((it) => it !== null);
  if (expiration != null && !values.has(BIT.expiration)) values.set(BIT.expiration, shortText(expiration));
  const death = deaths.find((it) => text(it, "queue") === failedQueue) ?? deaths.at(-1);
  const keys = death?.find(({ name }) => name === "routing-keys")?.value;
  // The broker takes the header CC away when it gives a message another key; its keys then stand here, behind the key.
  const copies = keys?.type === "array" ? keys.value.slice(1) : [];
  if (headers && copies.length > 0 && !headers.some(({ name }) => name === "CC")) {
    headers.push(headerSlice("CC", arrayOfTexts(copies)));
  }
  return { flags: slices.flags, values, headers };
}

const EXPIRATION = Buffer.from("original-expiration");
const KEYS = Buffer.from("routing-keysA");

/** Whether deaths may have taken an expiration or a CC: whether any of them names one, or more than one key. */
function tookSomething(deaths: Buffer): boolean {
  if (deaths.includes(EXPIRATION)) return true;
  for (let at = deaths.indexOf(KEYS); at >= 0; at = deaths.indexOf(KEYS, at + 1)) {
    const array = at + KEYS.length;
    if (array + 9 > deaths.length) return true;
    // The tag and length of the first key, then the key: the whole array, if it is the only one.
    if (deaths.readUInt32BE(array) > 5 + deaths.readUInt32BE(array + 5)) return true;
  }
  return false;
}

/** The entries of `x-death`, newest first. */
function deathsOf(header: HeaderSlice): FieldEntry[][] {
  const deaths = new FieldReader(headerValue(header)).value(1);
  if (deaths.type !== "array") return [];
  return deaths.value.flatMap((death) => (death.type === "table" ? [death.value] : []));
}

function text(table: readonly FieldEntry[], name: string): string | null {
  const value = table.find((entry) => entry.name === name)?.value;
  return value?.type === "text" ? value.value : null;
}

function arrayOfTexts(values: readonly FieldValue[]): Buffer {
  const items = Buffer.concat(
    values.map((value) => {
      if (value.type === "text") return textValue(value.value);
      return textValue(value.type === "bytes" ? Buffer.from(value.value, "base64") : "");
    }),
  );
  const head = Buffer.allocUnsafe(5);
  head.write("A", 0, "latin1");
  head.writeUInt32BE(items.length, 1);
  return Buffer.concat([head, items]);
}

/** The text of a header, without its tag and length. */
function textOf(header: HeaderSlice): string {
  const value = headerValue(header);
  if (value[0] !== "S".charCodeAt(0)) throw new TypeError("the header is no text");
  return value.toString("utf8", 5);
}

function numberOf(header: HeaderSlice | undefined): number | null {
  const value = header && headerValue(header);
  return value?.[0] === "I".charCodeAt(0) ? value.readInt32BE(1) : null;
}
