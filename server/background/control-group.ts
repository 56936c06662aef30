import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Share } from "./give-way";

/** Where Linux keeps its control groups. */
const ROOT = "/sys/fs/cgroup";

/** A control group of the kernel: what is in it gives way to everything outside, or does not. Members' children are members. */
export interface ControlGroup {
  /** Moves a whole process. @throws when it is gone or not ours to move */
  add(pid: number): void;
  has(pid: number): boolean;
  /** How much of the processor the members get from now on, together. Does not move anybody. */
  take(share: Share): void;
  /** Moves members out, back to where this process was, and takes the group away. @throws when others are still in it */
  leave(who: (pid: number) => boolean): void;
}

/**
 * Opens the group of a name below the one that this process is in, making it where there is none. It counts as a whole: an
 * idle policy of the single processes would be one within their session only, where the kernel groups by sessions.
 * @param root of the control groups; another one for tests
 * @returns null where there are none of the processor, we may not make one, or the kernel knows no idle ones (before 5.15)
 */
export function openControlGroup(name: string, root = ROOT): ControlGroup | null {
  try {
    const parent = ownGroup(root);
    if (parent === null) return null;
    const folder = join(parent, name);
    mkdirSync(folder, { recursive: true });
    const idle = join(folder, "cpu.idle");
    if (!existsSync(idle)) {
      rmdirSync(folder);
      return null;
    }
    const members = join(folder, "cgroup.procs");
    const inside = () => readFileSync(members, "utf8").split("\n").filter(Boolean);
    return {
      add: (pid) => writeFileSync(members, String(pid)),
      has: (pid) => inside().includes(String(pid)),
      take(share) {
        writeFileSync(idle, share === "idle" ? "1" : "0");
        // The kernel takes a weight for an idle group no more than for none, and gives the usual one back afterwards.
        if (share !== "idle") weigh(folder, WEIGHT[share]);
      },
      leave(who) {
        const leaving = inside().filter((pid) => who(Number(pid)));
        for (const pid of leaving) ifThere(() => writeFileSync(join(parent, "cgroup.procs"), pid));
        rmdirSync(folder);
      },
    };
  } catch {
    return null;
  }
}

/** A process may end between being found and being moved. */
export function ifThere(move: () => void): void {
  try {
    move();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** As many times what one group has. Whole: as much as they would each by themselves: the ingest, the database's side of it, and what follows. */
const WEIGHT = { fair: 1, whole: 4 } as const;

function weigh(folder: string, times: number): void {
  const [first, second] = [join(folder, "cpu.shares"), join(folder, "cpu.weight")];
  if (existsSync(first)) writeFileSync(first, String(times * 1024));
  else writeFileSync(second, String(times * 100));
}

/** Takes a group away that has no members any more; one that has some, or is not there, is left. */
export function removeControlGroup(name: string, root = ROOT): void {
  try {
    const parent = ownGroup(root);
    if (parent !== null) rmdirSync(join(parent, name));
  } catch {
    // An empty group costs nothing, and the next start uses it again.
  }
}

/** The group of what works on a database: another one for each. Whatever is secret in the address is left out. */
export function groupOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `sillage-${createHash("sha256").update(`${host}${pathname}`).digest("hex").slice(0, 12)}`;
}

/** The folder of the group of the processor that we are in: of version 1 where that is mounted, else of version 2. */
function ownGroup(root: string): string | null {
  const lines = readFileSync("/proc/self/cgroup", "utf8").split("\n");
  for (const line of lines) {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers.split(",").includes("cpu")) return join(root, controllers, path);
  }
  const unified = lines.find((line) => line.startsWith("0::"))?.slice("0::".length);
  return unified === undefined ? null : join(root, unified);
}
