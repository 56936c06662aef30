import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of the project. Found by walking up to package.json, because this code runs from `server/launch` in the
 * tests and from `dist` once bundled.
 */
export const repoRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  if (existsSync(join(from, "package.json"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("package.json was not found above the running code");
  return findRoot(parent);
}

/** An absolute path inside the project. */
export const inRepo = (...parts: string[]) => join(repoRoot, ...parts);
