/** What stands where something is masked. The kind of value stays to be seen, its content, length and number do not. */
export const MASK = "•••";

export type MaskedKind = "text" | "number" | "boolean" | "object" | "array";

const TOKENS: Record<MaskedKind, string> = {
  text: MASK,
  number: `${MASK} number`,
  boolean: `${MASK} boolean`,
  object: `${MASK} object`,
  array: `${MASK} array`,
};

const ALL: ReadonlySet<string> = new Set(Object.values(TOKENS));

/** The text for a masked value of that kind. */
export const maskOf = (kind: MaskedKind): string => TOKENS[kind];

/** Whether a text is what stands where something is masked. */
export const isMask = (text: string): boolean => ALL.has(text);
