import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inheritedEnv } from "../env";
import { isAlive, waitForEnd } from "./processes";
import { inRepo } from "./repo";
import { Supervisor } from "./supervisor";

/** Writes its process id and stays until it is asked to end; then writes that it was asked. */
const PROGRAM = `
  import { appendFileSync } from "node:fs";
  const file = process.argv[2];
  appendFileSync(file, process.pid + "\\n");
  process.on("SIGTERM", () => { appendFileSync(file, "asked\\n"); process.exit(0); });
  setInterval(() => {}, 1000);
`;

let folder: string;
let script: string;
let record: string;

const lines = async () => (await readFile(record, "utf8").catch(() => "")).split("\n").filter(Boolean);
const until = async (count: number) => {
  for (let i = 0; i < 400 && (await lines()).length < count; i++) await sleep(25);
  return lines();
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-supervisor-"));
  script = join(folder, "program.mjs");
  record = join(folder, "record");
  await writeFile(script, PROGRAM);
});

afterEach(() => rm(folder, { recursive: true }));

describe("a supervised program", () => {
  it("is started again when it dies, and asked to end when the supervisor stops", async () => {
    const supervisor = new Supervisor();
    supervisor.keep({ name: "sample", args: [script, record], env: inheritedEnv() });
    const [first] = await until(1);
    process.kill(Number(first), "SIGKILL");
    const [, second] = await until(2);
    expect(second).not.toBe(first);
    await supervisor.stop();
    expect((await lines()).at(-1)).toBe("asked");
    expect(isAlive(Number(second))).toBe(false);
  });

  it("ends in order when the supervisor is killed", async () => {
    // Stands in for the supervisor: a process that holds the channel and is then killed with -9.
    const guard = pathToFileURL(inRepo("server", "launch", "child-guard.mjs")).href;
    const parent = spawn(process.execPath, [
      "--input-type=module",
      "--eval",
      `import { spawn } from "node:child_process";
       spawn(process.execPath, ["--import", ${JSON.stringify(guard)}, ${JSON.stringify(script)}, ${JSON.stringify(record)}],
         { detached: true, stdio: ["ignore", "ignore", "ignore", "ipc"] });`,
    ]);
    const [child] = await until(1);
    parent.kill("SIGKILL");
    expect(await waitForEnd(Number(child), 5_000)).toBe(true);
    expect((await lines()).at(-1)).toBe("asked");
  });
});
