import { storable } from "@/server/envelopes/text";

/**
 * What may be kept of the values of an action. Pure. Secrets are cut out, sizes are bounded, and hostile text becomes
 * what PostgreSQL can keep: a record must never fail because of what somebody wrote, and never tell a password.
 */

export const HIDDEN = "(hidden)";
/** Longest text inside a value, in UTF-16 units. */
const LONGEST_TEXT = 1_000;
const LONGEST_KEY = 100;
const LONGEST_SECRET = 1_000;
/** Most entries of a list or an object, and the deepest nesting. */
const MOST_ENTRIES = 50;
const DEEPEST = 6;
/** Values of one action in all, counted as they are copied. */
const MOST_TEXT = 16_000;

const SECRET_KEY =
  /pass(word|wd|phrase)?$|secret|token|authori[sz]ation|cookie|api[-_ ]?key|private[-_ ]?key|credential|(^|[-_ ])(otp|totp|pin|dsn)$/i;
// Ids and facts about a token tell nothing that opens a door.
const HARMLESS_KEY =
  /(id|name|count|type|prefix|expires?|expiry|used|created|changed|required|enabled)(at|on)?$/i;

const SECRETS_IN_TEXT: readonly [RegExp, string][] = [
  // scheme://user:password@host
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#]{1,500}@/gi, `$1${HIDDEN}@`],
  [/\b(bearer|basic)\s+[A-Za-z0-9+/_.~=-]{8,}/gi, `$1 ${HIDDEN}`],
  // A JSON web token.
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, HIDDEN],
  [
    /\b((?:password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key)["']?\s*[=:]\s*)["']?[^\s"'&,;]+/gi,
    `$1${HIDDEN}`,
  ],
];

/** A JSON value that may be written. */
export type Kept = null | boolean | number | string | Kept[] | { [key: string]: Kept };

/** One text, without secrets, storable, cut at `longest`. */
export function keptText(text: string, longest = LONGEST_TEXT): string {
  // No pattern ever looks at a megabyte; but it sees past the end, so that a secret which the end halves is still found.
  const near = text.slice(0, longest + LONGEST_SECRET);
  const clean = SECRETS_IN_TEXT.reduce((rest, [secret, instead]) => rest.replace(secret, instead), near);
  return storable(clean.length > longest ? `${clean.slice(0, longest)}…` : clean);
}

/** Any value as it may be kept. What JSON does not know (functions, undefined) is left out or becomes null. */
export function kept(value: unknown): Kept {
  return copy(value, 0, { left: MOST_TEXT });
}

function copy(value: unknown, depth: number, budget: { left: number }): Kept {
  if (budget.left <= 0) return "…";
  budget.left -= 8;
  switch (typeof value) {
    case "string": {
      const text = keptText(value, Math.min(LONGEST_TEXT, Math.max(budget.left, 1)));
      budget.left -= text.length;
      return text;
    }
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "bigint":
      return keptText(String(value));
    case "object":
      break;
    default:
      return null;
  }
  if (value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= DEEPEST) return "…";
  if (Array.isArray(value)) {
    const entries = value.slice(0, MOST_ENTRIES).map((entry) => copy(entry, depth + 1, budget));
    return value.length > MOST_ENTRIES ? [...entries, `… ${value.length - MOST_ENTRIES} more`] : entries;
  }
  return copyObject(value, depth, budget);
}

function copyObject(value: object, depth: number, budget: { left: number }): Kept {
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  const shown = entries.slice(0, MOST_ENTRIES).map(([key, entry]): [string, Kept] => {
    budget.left -= Math.min(key.length, LONGEST_KEY);
    return [keptText(key, LONGEST_KEY), isSecret(key, entry) ? HIDDEN : copy(entry, depth + 1, budget)];
  });
  if (entries.length > MOST_ENTRIES) shown.push(["…", `${entries.length - MOST_ENTRIES} more`]);
  // Own properties, whatever the names: `__proto__` becomes a key like any other.
  return Object.fromEntries(shown);
}

function isSecret(key: string, value: unknown): boolean {
  if (value === null || typeof value === "boolean") return false;
  return SECRET_KEY.test(key.slice(0, LONGEST_KEY)) && !HARMLESS_KEY.test(key.slice(0, LONGEST_KEY));
}
