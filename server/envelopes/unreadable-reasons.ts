import type { UnreadableReason } from "./envelope";

/** Why a message is unreadable, as a word that a page can put into its own language. */
export const UNREADABLE_CODES = [
  "empty_body",
  "not_json",
  "not_an_object",
  "not_decodable",
  "no_event_type",
  "too_deep",
  "too_large",
  "reader_failed",
  "other",
] as const;
export type UnreadableCode = (typeof UNREADABLE_CODES)[number];

const CODES: Record<UnreadableReason, UnreadableCode> = {
  "empty body": "empty_body",
  "body is not JSON": "not_json",
  "body is not a JSON object": "not_an_object",
  "body could not be decoded": "not_decodable",
  "no event type": "no_event_type",
  "too deeply nested": "too_deep",
  "body too large to read": "too_large",
  "reader failed": "reader_failed",
};

export interface Unreadable {
  code: UnreadableCode;
  /** What the reason is about: the name of an encoding, a number of bytes or levels, or the words of an error. */
  detail: string | null;
}

const DETAILS: readonly RegExp[] = [
  /^content-encoding (.*)$/s,
  /^(?:more than )?(\d+) bytes(?: when decoded)?$/,
  /^more than (\d+) levels$/,
];

/** Reads a reason as it is stored: the words of `UnreadableReason`, and after a colon what they are about. */
export function parseUnreadable(stored: string): Unreadable {
  const colon = stored.indexOf(": ");
  const reason = colon < 0 ? stored : stored.slice(0, colon);
  if (!Object.hasOwn(CODES, reason)) return { code: "other", detail: stored };
  const code = CODES[reason as UnreadableReason];
  if (colon < 0) return { code, detail: null };
  const words = stored.slice(colon + 2);
  for (const detail of DETAILS) {
    const match = detail.exec(words);
    if (match) return { code, detail: match[1]! };
  }
  return { code, detail: words };
}
