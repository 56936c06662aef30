import type { Readable, Writable } from "node:stream";

/** One colour a program, from the terminal's own palette. */
const COLOURS: Record<string, number> = { web: 36, worker: 35, demo: 33 };

/** A line longer than this is passed on in pieces: a program that never ends its line must not fill our memory. */
const LONGEST = 64 * 1024;

/**
 * Copies a program's output line by line with its name before each, `worker |`, coloured on a terminal.
 * Control characters other than tab are shown as `\xNN`, because a log may quote what a stranger sent.
 */
export function prefixLines(name: string, from: Readable, to: Writable & { isTTY?: boolean }): void {
  const label = `${name.padEnd(6)} |`;
  const prefix = to.isTTY ? `\x1b[${COLOURS[name] ?? 37}m${label}\x1b[0m ` : `${label} `;
  let rest = "";
  const write = (line: string) => to.write(`${prefix}${visible(line)}\n`);
  from.setEncoding("utf8");
  from.on("data", (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? "";
    lines.forEach(write);
    if (rest.length > LONGEST) {
      write(rest);
      rest = "";
    }
  });
  from.on("end", () => {
    if (rest) write(rest);
  });
}

// Our own programs do not colour their logs, so an escape can only come from what they quote.
const CONTROL = /(?!\t)\p{Cc}/gu;

const visible = (line: string) =>
  line.replace(CONTROL, (it) => `\\x${it.charCodeAt(0).toString(16).padStart(2, "0")}`);
