// Turns the TypeScript programs into dist/*.mjs, and generates the Prisma client that they use.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { entries } from "./entries.mjs";
import { withoutDownloads } from "./install.mjs";

/**
 * Generates the client when the schema or Prisma changed since the last time.
 * @param {string} root the project's folder
 * @returns {{ note: string, value: undefined }}
 */
export function generateClient(root) {
  const stampFile = join(root, "server/generated/stamp");
  const inputs = ["prisma/schema.prisma", "node_modules/prisma/package.json"];
  const hash = createHash("sha256");
  for (const file of inputs) hash.update(readFileSync(join(root, file)));
  const stamp = hash.digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)
    return { note: "up to date", value: undefined };
  const args = [join(root, "node_modules/prisma/build/index.js"), "generate", "--no-hints"];
  const done = spawnSync(process.execPath, args, { cwd: root, env: withoutDownloads, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`prisma generate failed:\n${done.stdout}${done.stderr}`);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return { note: "Prisma client generated", value: undefined };
}

/**
 * Bundles our own code; packages stay in node_modules. About 0.1 s, so it is done at every start.
 * @param {string} root the project's folder
 * @returns {Promise<{ note: string, value: undefined }>}
 */
export async function bundlePrograms(root) {
  const { build, stop } = await import("esbuild");
  const present = Object.entries(entries).filter(([, file]) => existsSync(join(root, file)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    logLevel: "silent",
  }).catch((error) => {
    throw new Error(`The sources could not be bundled:\n${error.message}`);
  });
  // Its helper process would live as long as ours, which may be weeks.
  await stop();
  return { note: `${present.length} programs`, value: undefined };
}
