import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { stopProcess } from "./processes";
import { inRepo, repoRoot } from "./repo";
import { say } from "./steps.mjs";
import { type Failure, type Tally, tallyOf, type VitestReport } from "./test-tally";

/** Characters of a broken run's output that are kept for the recap. */
const TAIL = 4_000;
/** How long a runner may take to end its tests' applications before it is killed, in milliseconds. */
const GRACE_MS = 10_000;

const bin = (...path: string[]) => inRepo("node_modules", ...path);

/** Type check and lint: each counts as one test. The types of the routes come from Next, which has to be asked first. */
export async function runChecks(env: NodeJS.ProcessEnv): Promise<Tally> {
  const results = [
    await check("types of the routes", env, [bin("next", "dist", "bin", "next"), "typegen"]),
    // Whole: what the compiler remembers overlooks that a message was taken out of a JSON file.
    await check("types", env, [bin("typescript", "bin", "tsc"), "--noEmit", "--incremental", "false"]),
    await check("lint", env, [bin("@biomejs", "biome", "bin", "biome"), "check", "--error-on-warnings"]),
  ];
  const failures = results.filter((it) => it !== null);
  return { passed: results.length - failures.length, failed: failures.length, skipped: 0, failures };
}

async function check(name: string, env: NodeJS.ProcessEnv, args: string[]): Promise<Failure | null> {
  const began = performance.now();
  const { code, output } = await run(args, env);
  const time = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  say(code === 0 ? `  ${name}: fine (${time})` : `  ${name}: FAILED (${time})\n${output.trim()}`);
  return code === 0 ? null : { what: name, why: output };
}

/** One level of the tests in vitest, its output shown as it comes. */
export async function runVitest(project: string, filters: string[], env: NodeJS.ProcessEnv): Promise<Tally> {
  const reportFile = inRepo(".sillage", "test-reports", `${project}.json`);
  mkdirSync(dirname(reportFile), { recursive: true });
  rmSync(reportFile, { force: true });
  // A level may have no test yet; a name that fits no file is a mistake of the person who typed it.
  const empty = filters.length === 0 ? ["--passWithNoTests"] : [];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const { code, output } = await run(
    [bin("vitest", "vitest.mjs"), "run", "--project", project, ...reporters, ...empty, ...filters],
    // Its output goes through us, so that it cannot see by itself that a person is watching.
    process.stdout.isTTY ? { FORCE_COLOR: "1", ...env } : env,
    (piece) => process.stdout.write(piece),
  );
  return tallyOf(readReport(reportFile), code, project, output.slice(-TAIL));
}

function readReport(file: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  } catch {
    return null;
  }
}

/** Everything that runs now, to be ended with us. */
const running = new Set<ChildProcess>();
let ending = false;

/** Ends what still runs, and waits until it is gone. Nothing is started after it. */
export async function endRunners(): Promise<void> {
  ending = true;
  await Promise.all([...running].map((child) => stopProcess(child.pid!, "SIGTERM", GRACE_MS)));
}

function run(args: string[], env: NodeJS.ProcessEnv, show: (piece: string) => unknown = () => {}) {
  // The caller waits until the process ends.
  if (ending) return new Promise<never>(() => {});
  const child = spawn(process.execPath, args, { cwd: repoRoot, env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      output += piece;
      show(piece);
    });
  }
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code, output });
    });
  });
}
