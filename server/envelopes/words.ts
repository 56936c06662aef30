// A capital run before a capitalised word, a capitalised or lower-case word, a capital run, another script, digits.
const WORD = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+\d*|\p{Lu}+\d*|[\p{L}\p{M}]+|\d+/gu;
const LATIN_ACCENTS = /([A-Za-z])[\u0300-\u036f]+/g;
const PLURAL_ID = /(ID|UUID|GUID)s(?![a-z])/g;

/** Latin letters without their accents; other scripts stay whole, since there a mark can make another word. */
export function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(LATIN_ACCENTS, "$1").normalize("NFC");
}

/** The words of a name in lower case, without accents, in any spelling: `OrderID`, `order_id` and `order-id` are `order`, `id`. */
export function wordsOf(name: string): string[] {
  const plain = withoutAccents(name).replace(
    PLURAL_ID,
    (_, id: string) => `${id[0]}${id.slice(1).toLowerCase()}s`,
  );
  return (plain.match(WORD) ?? []).map((word) => word.toLowerCase());
}

const SAME_IN_BOTH = new Set(["gas", "canvas", "atlas", "alias", "bias", "sms", "news", "series", "species"]);

/** The singular of an English or French word, by its ending; a word that looks singular stays. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith("s") || SAME_IN_BOTH.has(word)) return word;
  if (word.endsWith("ss") || word.endsWith("us") || word.endsWith("is")) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** `order`, `item` become `OrderItem`. */
export function pascalCase(words: readonly string[]): string {
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
