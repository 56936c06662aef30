import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SillageError } from "../errors";
import { type ProcessFacts, processFacts } from "./processes";

/** Who holds a data folder. */
export interface Holder {
  pid: number;
  /** The process's start time as the system gives it: another process may get the same id later. */
  started: string;
  /** ISO 8601. */
  since: string;
  /** What it is: `npm start` or `npm test`. */
  command: string;
}

/** Whether the holder of a lock file still lives. Pure. */
export function isHeld(holder: Holder, facts: ProcessFacts | null): boolean {
  return facts !== null && facts.started === holder.started;
}

/**
 * Takes the data folder for this process. The lock of a process that was killed is taken over.
 * @returns a function that gives it back, and whether a killed process had left its lock.
 * @throws SillageError CONFLICT when another process holds it: which one, since when, what to do.
 */
export function holdDataFolder(dataDir: string, command: string): { release: () => void; leftOver: boolean } {
  const file = join(dataDir, "lock.json");
  const mine: Holder = {
    pid: process.pid,
    started: processFacts(process.pid)?.started ?? "",
    since: new Date().toISOString(),
    command,
  };
  const text = JSON.stringify(mine);
  const release = () => {
    if (read(file) === text) rmSync(file, { force: true });
  };
  for (let leftOver = false; ; leftOver = true) {
    try {
      writeFileSync(file, text, { flag: "wx", mode: 0o600 });
      return { release, leftOver };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    removeIfLeft(file, dataDir);
  }
}

/**
 * Removes the lock of a process that is gone. Two starts may come here at once: the file is moved aside first, which
 * succeeds for one of them, and put back if it turns out to be the other's new lock.
 */
function removeIfLeft(file: string, dataDir: string): void {
  const seen = read(file);
  if (seen === null) return;
  const holder = parse(seen);
  if (holder && isHeld(holder, processFacts(holder.pid))) throw held(holder, dataDir);
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== seen) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function held(holder: Holder, dataDir: string): SillageError {
  return new SillageError(
    "CONFLICT",
    `Sillage already runs on ${dataDir}: \`${holder.command}\`, process ${holder.pid}, since ${holder.since}.\n` +
      `Stop that one (Ctrl-C where it runs, or \`kill ${holder.pid}\`), or give this one a folder and a port of its own:\n` +
      "SILLAGE_DATA_DIR=.sillage-2 PORT=3001 npm start",
  );
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** A file that was cut short by a crash holds nobody. */
function parse(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}
