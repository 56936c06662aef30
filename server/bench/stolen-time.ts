import { readFileSync } from "node:fs";

/** Ticks of all processors since the machine started: wanted by programs, and of these kept by the hypervisor. */
export interface ProcessorTime {
  wanted: number;
  stolen: number;
}

/** Reads the kernel's counters; all zero where there are none (not Linux). Source: proc(5), /proc/stat. */
export function processorTime(): ProcessorTime {
  try {
    const [, user, nice, system, , , irq, softirq, steal] = readFileSync("/proc/stat", "utf8")
      .split("\n", 1)[0]!
      .split(/\s+/)
      .map(Number);
    return { wanted: user! + nice! + system! + irq! + softirq! + steal!, stolen: steal! };
  } catch {
    return { wanted: 0, stolen: 0 };
  }
}

/** Percent of the processor time that was wanted since then and given to somebody else's machine. */
export function stolenPercent(since: ProcessorTime): number {
  const now = processorTime();
  const wanted = now.wanted - since.wanted;
  return wanted > 0 ? (100 * (now.stolen - since.stolen)) / wanted : 0;
}
