import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Questions about processes that may not be our children: a killed supervisor leaves some behind. */

export interface ProcessFacts {
  /** The words of the command line, in one string. */
  command: string;
  /** Tells this process from a later one with the same id: the start time as the system gives it. */
  started: string;
}

/**
 * What the system knows about a process; null when it is gone.
 * One that is dead and only waits to be collected counts as gone: in a container nobody may ever collect it.
 */
export function processFacts(pid: number): ProcessFacts | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  return process.platform === "linux" ? linuxFacts(pid) : psFacts(pid);
}

function linuxFacts(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in brackets and may hold anything; the rest follows its last bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return { command, started: fields[19] ?? "" };
  } catch {
    return null;
  }
}

function psFacts(pid: number): ProcessFacts | null {
  try {
    const ps = (field: string) =>
      execFileSync("ps", ["-o", `${field}=`, "-p", String(pid)], { encoding: "utf8" }).trim();
    if (ps("stat").startsWith("Z")) return null;
    return { command: ps("command"), started: ps("lstart") };
  } catch {
    return null;
  }
}

export const isAlive = (pid: number) => processFacts(pid) !== null;

/** Waits until the process is gone. @returns false when it is still there after `ms`. */
export async function waitForEnd(pid: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await sleep(25);
  }
  return true;
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Asks with `name`, waits `graceMs`, then kills. Returns when it is gone. */
export async function stopProcess(pid: number, name: NodeJS.Signals, graceMs: number): Promise<void> {
  signal(pid, name);
  if (await waitForEnd(pid, graceMs)) return;
  signal(pid, "SIGKILL");
  await waitForEnd(pid, 5_000);
}

export interface ServiceCommand {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  logFile: string;
  uid?: number | undefined;
  gid?: number | undefined;
}

/**
 * Starts a database or a broker. It gets a session of its own, so that Ctrl-C in the terminal reaches the supervisor
 * alone, which stops things in order; and it logs to a file, because a pipe would break with the supervisor.
 * @returns its process id.
 * @throws when the command cannot be run at all.
 */
export function startService(service: ServiceCommand): Promise<number> {
  mkdirSync(dirname(service.logFile), { recursive: true });
  const log = openSync(service.logFile, "a", 0o600);
  const child = spawn(service.command, service.args, {
    env: service.env,
    cwd: service.cwd,
    detached: true,
    stdio: ["ignore", log, log],
    ...(service.uid === undefined ? {} : { uid: service.uid, gid: service.gid }),
  });
  closeSync(log);
  child.unref();
  return new Promise((resolve, reject) => {
    child.once("spawn", () => resolve(child.pid!));
    child.once("error", reject);
  });
}

/** The last lines of a log file, for an error message. */
export function tailOf(file: string, lines = 15): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "(no log)";
  }
}
