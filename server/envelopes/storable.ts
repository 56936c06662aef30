// With the u flag, \p{Cs} matches only surrogates that stand alone: pairs are characters.
const LONE_SURROGATE = /\p{Cs}/u;
const LONE_SURROGATES = /\p{Cs}/gu;

/** The text as PostgreSQL can keep it: NUL and lone surrogates become U+FFFD. Clean text is returned as it is. */
export function storable(text: string): string {
  const repaired = LONE_SURROGATE.test(text) ? text.replace(LONE_SURROGATES, "\uFFFD") : text;
  return repaired.includes("\0") ? repaired.replaceAll("\0", "\uFFFD") : repaired;
}
