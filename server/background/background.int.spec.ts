import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, constants, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { readTestEnv } from "@/server/env";
import { processFacts, stopProcess } from "@/server/launch/processes";
import { openControlGroup, removeControlGroup } from "./control-group";
import { ownBackends } from "./own-backends";

const groupsOf = (pid: number) => readFileSync(`/proc/${pid}/cgroup`, "utf8");

/** Whether this machine lets us make groups of the processor: version 1 at the usual place, at the top. */
function maySurely(): boolean {
  try {
    accessSync("/sys/fs/cgroup/cpu/cpu.idle", constants.W_OK);
    return /^\d+:cpu:\/$/m.test(groupsOf(process.pid));
  } catch {
    return false;
  }
}

describe("a control group", () => {
  it("holds a process and its children, gives way as a whole, and goes when it is empty", async () => {
    const name = `sillage-test-${randomUUID()}`;
    const group = openControlGroup(name);
    if (!group) {
      expect(maySurely()).toBe(false);
      return;
    }
    const child: ChildProcess = spawn("sh", ["-c", "read line; sleep 600 & echo $!; wait"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    group.add(child.pid!);
    const idle = () => readFileSync(`/sys/fs/cgroup/cpu/${name}/cpu.idle`, "utf8").trim();
    child.stdin!.write("go\n");
    const grandchild = Number(await new Promise((resolve) => child.stdout!.once("data", resolve)));
    try {
      expect(group.has(child.pid!)).toBe(true);
      expect(groupsOf(grandchild)).toContain(name);
      expect(group.has(process.pid)).toBe(false);
      group.take("idle");
      expect(idle()).toBe("1");
      const shares = () => readFileSync(`/sys/fs/cgroup/cpu/${name}/cpu.shares`, "utf8").trim();
      group.take("fair");
      expect([idle(), shares()]).toEqual(["0", "1024"]);
      group.take("whole");
      expect([idle(), shares()]).toEqual(["0", "4096"]);
      expect(() => group.leave((pid) => pid === child.pid)).toThrow();
      expect(groupsOf(child.pid!)).toBe(groupsOf(process.pid));
      group.leave(() => true);
      expect(() => idle()).toThrow("ENOENT");
      expect(groupsOf(grandchild)).toBe(groupsOf(process.pid));
    } finally {
      await Promise.all([child.pid!, grandchild].map((pid) => stopProcess(pid, "SIGKILL", 1_000)));
      removeControlGroup(name);
    }
  });

  it("is none where there are no groups", () => {
    expect(openControlGroup("sillage-test", "/nowhere")).toBeNull();
  });
});

describe("the PostgreSQL in our data folder", () => {
  let worker: Pool;
  let web: Pool;
  let folder: string;
  beforeAll(async () => {
    [worker, web] = ["of a worker", "of a page"].map((name) =>
      createPool(readTestEnv().databaseUrl, name, 2),
    ) as [Pool, Pool];
    folder = (await worker.query<{ data_directory: string }>("SHOW data_directory")).rows[0]!.data_directory;
  });
  afterAll(() => Promise.all([worker, web].map((pool) => pool.end())));

  const pidOf = async (pool: Pool) =>
    (await pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]!.pid;

  it("works for us in processes of ours and those that write to the disk, and in others for pages", async () => {
    const [own, theirs] = [await pidOf(worker), await pidOf(web)];
    const pids = await ownBackends(worker, dirname(folder));
    expect(pids).toContain(own);
    expect(pids).not.toContain(theirs);
    expect(pids).not.toContain(process.pid);
    const commands = pids.map((pid) => processFacts(pid)?.command ?? "gone");
    expect(commands.some((command) => command.startsWith("postgres: checkpointer"))).toBe(true);
  });

  it("is not one that runs in another folder", async () => {
    expect(await ownBackends(worker, `${dirname(folder)}-other`)).toEqual([]);
  });
});
