import { storable } from "@/server/envelopes/text";

/** What errors of one cause have in common. Pure. */

/** Longest beginning of an error that is looked at, and longest signature, in characters. */
const LOOKED_AT = 1_000;
const LONGEST = 300;

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const ADDRESS = /[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+/g;
/** An apostrophe is a quote where a word cannot have one. */
const QUOTED = /"[^"]*"|`[^`]*`|«[^»]*»|“[^”]*”|‘[^’]*’|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu;
const MOMENT = /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(?:Z\b|[+-]\d{2}:?\d{2})?/g;
/** Capitals that say of what, and an id that may happen to have no digit: PAY-cwbvnnn. */
const NAMED_ID = /(?<![\p{L}\p{N}])(\p{Lu}{2,8})-[\p{Ll}\p{N}]{5,}(?![\p{L}\p{N}])/gu;
/** Letters and digits in one word: an id, unless only its end is a number. */
const WORD = /[\p{L}\p{N}_]*\p{N}[\p{L}\p{N}_]*/gu;
const NUMBERED = /^(\p{L}[\p{L}_]*?)\p{N}+$/u;
/** Words of base 16 without a digit are words; so is what ends in a number but is too long for a name. */
const LONGEST_NUMBERED = 20;
const REPEATED = /#(?:[\s.,:;/_+-]*#)+/g;

/**
 * The error with everything taken out that differs from message to message: ids, numbers, dates, addresses and quoted
 * values become `#`. Taking the signature of a signature changes nothing.
 */
export function errorSignature(message: string | null): string {
  if (message === null) return "";
  const bare = message
    .slice(0, LOOKED_AT)
    .replace(UUID, "#")
    .replace(QUOTED, "#")
    .replace(ADDRESS, "#")
    .replace(MOMENT, "#")
    .replace(NAMED_ID, "$1-#")
    .replace(WORD, (word) => {
      const name = word.length <= LONGEST_NUMBERED ? NUMBERED.exec(word)?.[1] : undefined;
      return name === undefined ? "#" : `${name}#`;
    })
    .replace(REPEATED, "#")
    .replace(/\s+/g, " ")
    .trim();
  return storable(bare.slice(0, LONGEST)).trimEnd();
}
