import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inheritedEnv } from "../env";
import { SillageError } from "../errors";
import { inRepo, repoRoot } from "./repo";

/** What the pages are made of. */
const FOLDERS = ["app", "components", "server", "prisma", "public"];
const FILES = ["next.config.mjs", "postcss.config.mjs", "proxy.ts", "tsconfig.json", "package-lock.json"];
const STAMP = inRepo(".next", "sillage-sources");

/** Whether a source can change the built pages: tests, the launcher and generated code cannot. */
export const isPageSource = (path: string) =>
  !/\.spec\.tsx?$/.test(path) && !/^server\/(launch|testing|bench|generated)\//.test(path);

/**
 * Builds the pages when a source changed since the last build.
 * @throws SillageError INTERNAL with the end of the build's output.
 */
export async function buildWeb(): Promise<{ note: string; value: undefined }> {
  const hash = hashSources();
  if (existsSync(inRepo(".next", "BUILD_ID")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) {
    return { note: "up to date", value: undefined };
  }
  await runBuild();
  writeFileSync(STAMP, hash);
  return { note: "pages built", value: undefined };
}

function hashSources(): string {
  const hash = createHash("sha256");
  const add = (path: string) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(inRepo(path)))
      .update("\0");
  for (const folder of FOLDERS.filter((it) => existsSync(inRepo(it)))) {
    const entries = readdirSync(inRepo(folder), { recursive: true, withFileTypes: true });
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(repoRoot.length + 1)
          .replaceAll("\\", "/"),
      )
      .filter(isPageSource)
      .sort()
      .forEach(add);
  }
  FILES.filter((it) => existsSync(inRepo(it))).forEach(add);
  return hash.digest("hex");
}

function runBuild(): Promise<void> {
  const env = { ...inheritedEnv(), NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  const child = spawn(process.execPath, [inRepo("node_modules", "next", "dist", "bin", "next"), "build"], {
    cwd: repoRoot,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.once("exit", () => child.kill());
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else
        reject(
          new SillageError("INTERNAL", `The pages could not be built (exit code ${code}):\n${output.trim()}`),
        );
    });
  });
}
