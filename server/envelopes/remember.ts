const LONGEST_KEY = 200;

/**
 * A pure function of text that remembers its answers. Names of fields and of types repeat millions of times, yet
 * they are hostile: the memory is bounded (it is emptied when full) and long names are never kept.
 */
export function remember<Answer>(limit: number, answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const fresh = answer(text);
    if (text.length <= LONGEST_KEY) {
      if (known.size >= limit) known.clear();
      known.set(text, fresh);
    }
    return fresh;
  };
}
