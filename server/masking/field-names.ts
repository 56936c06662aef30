import { remember } from "@/server/envelopes/remember";
import { singular, wordsOf } from "@/server/envelopes/words";

/** Names of fields, compared by their words: `customerEmail`, `customer_email`, `Customer-Email` are one name. */

/** The words of a field's name as a rule compares them. */
export interface FieldName {
  readonly words: readonly string[];
  /** All words in one, which is how `emailaddress` and `emailAddress` are found alike. */
  readonly joined: string;
  /** Where each word begins in `joined`. */
  readonly starts: readonly number[];
}

/** A name that a rule looks for. A `*` before it stands for more words in front, one after it for more words behind. */
export interface NamePattern extends FieldName {
  readonly before: boolean;
  readonly after: boolean;
}

/** Longer keys are data, not names that somebody chose. */
const LONGEST_NAME = 200;

const NAMELESS: FieldName = { words: [], joined: "", starts: [] };

/** Reads the name of a field exactly, in any spelling. */
export const nameOf = remember(4_000, (key) =>
  key.length > LONGEST_NAME ? NAMELESS : fieldName(wordsOf(key)),
);

/** As above, but several are named like one: `emails`, `phone2` and `address_line_1` are `email`, `phone`, `address line`. */
export const looseNameOf = remember(4_000, (key) => {
  if (key.length > LONGEST_NAME) return NAMELESS;
  const words = wordsOf(key);
  while (words.length > 1 && /^\d+$/.test(words.at(-1)!)) words.pop();
  const last = words.at(-1);
  if (last !== undefined) words[words.length - 1] = singular(last.replace(/(?<=\D)\d+$/, ""));
  return fieldName(words);
});

/** Reads the pattern of a rule; null when no word is left of it. */
export function readNamePattern(pattern: string): NamePattern | null {
  const [, before, name, after] = /^(\*?)(.*?)(\*?)$/s.exec(pattern.trim())!;
  const words = wordsOf(name!);
  if (words.length === 0 || name!.includes("*") || name!.length > LONGEST_NAME) return null;
  return { ...fieldName(words), before: before !== "", after: after !== "" };
}

/** Whether a field is named as the pattern says. */
export function matchesName({ joined, before, after }: NamePattern, name: FieldName): boolean {
  if (joined.length > name.joined.length) return false;
  if (!before && !after) return name.joined === joined;
  const ends = [...name.starts.slice(1), name.joined.length];
  return name.starts.some((start) => {
    if (!before && start > 0) return false;
    if (!name.joined.startsWith(joined, start)) return false;
    const end = start + joined.length;
    return after ? ends.includes(end) : end === name.joined.length;
  });
}

function fieldName(words: readonly string[]): FieldName {
  const starts: number[] = [];
  let joined = "";
  for (const word of words) {
    starts.push(joined.length);
    joined += word;
  }
  return { words, joined, starts };
}
