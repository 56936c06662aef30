/** What is told once, however often it came. */
export interface Fold<Item> {
  items: readonly Item[];
  /** Each time: as many items as `items` has, in the same order. */
  times: readonly (readonly Item[])[];
}

/** Patterns of so many items at most are looked for. */
const LONGEST_PATTERN = 6;
/** Seldomer than this, a repetition is told out. */
const SELDOM = 3;

/**
 * Puts neighbours together that say the same, one by one (`A A A`) or as a pattern (`A B A B A B`). Pure; everything that is
 * given is in exactly one place of the result. Takes a few steps for each item.
 * @param sign what two items have in common that say the same
 */
export function foldRepeats<Item>(items: readonly Item[], sign: (item: Item) => string): Fold<Item>[] {
  const signs = items.map(sign);
  const folds: Fold<Item>[] = [];
  for (let at = 0; at < items.length; ) {
    const { length, times } = bestPattern(signs, at);
    const slices = Array.from({ length: times }, (_, time) =>
      items.slice(at + time * length, at + (time + 1) * length),
    );
    folds.push({ items: slices[0]!, times: slices });
    at += length * times;
  }
  return folds;
}

/** The pattern that begins there and covers most; of two that cover the same, the shorter one. */
function bestPattern(signs: readonly string[], at: number): { length: number; times: number } {
  let best = { length: 1, times: 1 };
  for (let length = 1; length <= LONGEST_PATTERN; length++) {
    let end = at + length;
    while (end < signs.length && signs[end] === signs[end - length]) end++;
    const times = Math.floor((end - at) / length);
    if (times >= SELDOM && times * length > best.times * best.length) best = { length, times };
    // What repeats singly for long is not looked through again for longer patterns.
    if (length === 1 && times > LONGEST_PATTERN) break;
  }
  return best;
}
