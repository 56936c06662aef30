import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts in ticks of 10 ms for programs, whatever it does itself. Source: proc(5), sysconf(_SC_CLK_TCK). */
const TICK_MS = 10;

interface Used {
  parent: number;
  ticks: number;
  /** Of children that have ended. */
  ended: number;
}

/**
 * Milliseconds of processor time that a process and its children have used so far, those that have ended included; NaN
 * where the kernel does not tell (not Linux). Source: proc(5), /proc/[pid]/stat.
 */
export function processorTimeOf(pid: number): number {
  const all = new Map<number, Used>();
  for (const name of readPids()) {
    const used = usedBy(name);
    if (used) all.set(Number(name), used);
  }
  return all.has(pid) ? ticksOf(pid, all) * TICK_MS : Number.NaN;
}

/** Megabytes of memory that a process has had at most; NaN where the kernel does not tell. Source: proc(5), VmHWM. */
export function peakMemoryOf(pid: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}

function ticksOf(pid: number, all: ReadonlyMap<number, Used>): number {
  const { ticks, ended } = all.get(pid)!;
  let sum = ticks + ended;
  for (const [child, { parent }] of all) if (parent === pid) sum += ticksOf(child, all);
  return sum;
}

function readPids(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function usedBy(pid: string): Used | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name of the program, in parentheses, which it may contain as well.
    const [, parent, , , , , , , , , , user, system, endedUser, endedSystem] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    return { parent: parent!, ticks: user! + system!, ended: endedUser! + endedSystem! };
  } catch {
    return null;
  }
}
