import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { inRepo, repoRoot } from "./repo";
import { say } from "./steps.mjs";
import { type Tally, tallyOf, type VitestReport } from "./test-plan";

const bin = (...path: string[]) => inRepo("node_modules", ...path);

/** Type check and lint: each counts as one test. The types of the routes come from Next, which has to be asked first. */
export async function runChecks(env: NodeJS.ProcessEnv): Promise<Tally> {
  const results = [
    await check("types of the routes", env, [bin("next", "dist", "bin", "next"), "typegen"]),
    await check("types", env, [bin("typescript", "bin", "tsc"), "--noEmit"]),
    await check("lint", env, [bin("@biomejs", "biome", "bin", "biome"), "check", "--error-on-warnings"]),
  ];
  const failed = results.filter((ok) => !ok).length;
  return { passed: results.length - failed, failed, skipped: 0 };
}

async function check(name: string, env: NodeJS.ProcessEnv, args: string[]): Promise<boolean> {
  const began = performance.now();
  const { code, output } = await run(args, env, "pipe");
  const time = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  say(code === 0 ? `  ${name}: fine (${time})` : `  ${name}: FAILED (${time})\n${output.trim()}`);
  return code === 0;
}

/** One level of the tests in vitest, its output shown as it comes. */
export async function runVitest(project: string, filters: string[], env: NodeJS.ProcessEnv): Promise<Tally> {
  const reportFile = inRepo(".sillage", "test-reports", `${project}.json`);
  mkdirSync(dirname(reportFile), { recursive: true });
  rmSync(reportFile, { force: true });
  // A level may have no test yet; a name that fits no file is a mistake of the person who typed it.
  const empty = filters.length === 0 ? ["--passWithNoTests"] : [];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const { code } = await run(
    [bin("vitest", "vitest.mjs"), "run", "--project", project, ...reporters, ...empty, ...filters],
    env,
    "inherit",
  );
  return tallyOf(readReport(reportFile), code);
}

function readReport(file: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  } catch {
    return null;
  }
}

function run(args: string[], env: NodeJS.ProcessEnv, output: "pipe" | "inherit") {
  const child = spawn(process.execPath, args, { cwd: repoRoot, env, stdio: ["ignore", output, output] });
  const end = () => child.kill();
  process.once("exit", end);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (piece) => {
      text += piece;
    });
  }
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("exit", end);
      resolve({ code, output: text });
    });
  });
}
