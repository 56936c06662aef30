const LONGEST_MS = 30_000;

/**
 * Waits for a condition instead of a time: asks again and again until the answer is there.
 * @throws when it is not there after 30 seconds, which then is a failure and not slowness
 */
export async function until<T>(ask: () => Promise<T | null | undefined>): Promise<T> {
  const deadline = Date.now() + LONGEST_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`still not so after ${LONGEST_MS} ms: ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
