/** Lists of words and numbers that pages share with the server. Nothing else is in here. */

/** How a way between two events differs from another period. */
export const CHANGES = ["new", "gone", "deadLetters", "slower", "faster"] as const;

/**
 * From when on a difference is told. Below it is what chance does, or what the buckets of times cannot tell apart.
 * - atLeast: times and dead letters are compared where both periods have so many
 * - slower: p95, the later one through the earlier one, or the other way round for faster
 * - deadLetters: rise of the rate, as a share of 1
 */
export const CHANGE_THRESHOLDS = { atLeast: 20, slower: 1.5, deadLetters: 0.02 } as const;
