import { createHash } from "node:crypto";
import { storable } from "./storable";

export { storable };

/** Longest id that is taken as an identity. Longer ones are refused, never cut: two ids must not become one. */
export const LONGEST_ID = 400;
/** Longest id found by its name inside a payload. */
export const LONGEST_PAYLOAD_ID = 200;
/** Longest word of any other kind: a type, a producer, an actor. */
export const LONGEST_LABEL = 200;

// With the u flag, \p{Cs} matches only surrogates that stand alone: pairs are characters.
const LONE_SURROGATE = /\p{Cs}/u;
const NIL_UUID = "00000000-0000-0000-0000-000000000000";
const DIGEST_LENGTH = 16;

/**
 * An id exactly as the producer gave it, or null where it cannot serve as one: blank, too long, the nil UUID
 * (what some languages send for "none"), or not keepable exactly. A U+FFFD means that bytes were already lost,
 * and a repaired id could be another event's, so such ids are refused as well.
 */
export function identity(value: unknown, longest = LONGEST_ID): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== "string" || value.length === 0 || value.length > longest) return null;
  if (value.includes("\0") || value.includes("\uFFFD") || LONE_SURROGATE.test(value)) return null;
  if (value === NIL_UUID || (value.charCodeAt(0) <= 32 && value.trim() === "")) return null;
  return value;
}

/** A word such as a type, a producer or an actor: storable, not blank, not longer than `LONGEST_LABEL`; else null. */
export function label(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== "string" || value.length === 0) return null;
  if (value.charCodeAt(0) <= 32 && value.trim() === "") return null;
  return value.length > LONGEST_LABEL ? abridge(value) : storable(value);
}

/** Cuts a long word and ends it with a digest of the whole, so that two words with one beginning stay two. */
function abridge(text: string): string {
  // Digest of UTF-16, because UTF-8 would turn every lone surrogate into the same bytes.
  const digest = createHash("sha256").update(text, "utf16le").digest("hex").slice(0, DIGEST_LENGTH);
  return `${storable(text.slice(0, LONGEST_LABEL - DIGEST_LENGTH - 1))}~${digest}`;
}
