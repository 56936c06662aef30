// One line a step, with its time. Plain Node, because the first step installs everything else.

const live = process.stderr.isTTY === true;
const running = new Set();

/**
 * @param {number} ms
 * @returns {string} "12 ms" or "4.1 s"
 */
export const duration = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** On a terminal the steps that are still running stand in the last line, and go when they end. */
function showRunning() {
  if (live) process.stderr.write(`\r\x1b[K${running.size > 0 ? `  ${[...running].join(", ")} …` : ""}`);
}

/**
 * Prints a line above whatever is running.
 * @param {string} text
 */
export function say(text) {
  if (live) process.stderr.write("\r\x1b[K");
  process.stderr.write(`${text}\n`);
  showRunning();
}

/**
 * Does one step and prints one line about it: its name, what came of it, how long it took.
 * Lines go to stderr, so that a command's own output on stdout stays clean.
 * @template T
 * @param {string} name one word
 * @param {() => Promise<{ note: string, value: T }>} work
 * @param {number} [silentBelow] milliseconds: a step that succeeds sooner prints nothing
 * @returns {Promise<T>}
 */
export async function step(name, work, silentBelow = 0) {
  const began = performance.now();
  running.add(name);
  showRunning();
  const line = (note) => {
    running.delete(name);
    say(`  ${name.padEnd(10)} ${note.padEnd(58)} ${duration(performance.now() - began).padStart(8)}`);
  };
  try {
    const { note, value } = await work();
    if (performance.now() - began >= silentBelow) line(note);
    else running.delete(name);
    return value;
  } catch (error) {
    line("FAILED");
    throw error;
  }
}
