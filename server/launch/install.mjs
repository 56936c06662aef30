// Installs the packages when they are missing or are not those of the lock file. Plain Node without dependencies.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether the installed packages are those of the lock file. npm writes its own list into node_modules when it has
 * finished, so an interrupted installation is seen too.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> }} wanted package-lock.json
 * @param {{ packages: Record<string, { version?: string }> } | null} installed node_modules/.package-lock.json
 */
export function isInstalled(wanted, installed) {
  if (!installed) return false;
  return Object.entries(wanted.packages).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const found = installed.packages[path];
    // An optional package is left out where it does not fit the platform.
    return found ? found.version === version : optional === true;
  });
}

/**
 * Prisma's install script would download a native engine that we never use, and fails behind a package mirror; it
 * leaves that alone when it is pointed at any file that exists.
 */
export const withoutDownloads = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  CHECKPOINT_DISABLE: "1",
};

/**
 * @param {string} root the project's folder
 * @returns {Promise<{ note: string, value: undefined }>}
 */
export async function installPackages(root) {
  const read = (file) => {
    try {
      return JSON.parse(readFileSync(join(root, file), "utf8"));
    } catch {
      return null;
    }
  };
  const lock = read("package-lock.json");
  if (!lock)
    throw new Error("package-lock.json is missing or damaged. Restore it: git checkout package-lock.json");
  if (isInstalled(lock, read("node_modules/.package-lock.json")))
    return { note: "up to date", value: undefined };
  // Development packages too, also where NODE_ENV says production: the first start builds, and builds need them.
  await npm(root, ["ci", "--include=dev", "--loglevel=error"]);
  return { note: "installed with npm ci", value: undefined };
}

/** @param {string} root @param {string[]} args */
function npm(root, args) {
  const windows = process.platform === "win32";
  // Where npm started us, that npm; else the one on the PATH.
  const own = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : null;
  const [command, words] = own ? [process.execPath, [own, ...args]] : [windows ? "npm.cmd" : "npm", args];
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(command, words, {
      cwd: root,
      env: withoutDownloads,
      stdio: ["ignore", "pipe", "pipe"],
      shell: windows && !own,
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    child.once("error", (error) =>
      reject(new Error(`npm could not be run (${error.message}). Is it installed?`)),
    );
    child.once("close", (code) => {
      if (code === 0) resolve(undefined);
      else
        reject(
          new Error(`npm ${args.join(" ")} failed with exit code ${code}:\n${output.trim()}\n${advice}`),
        );
    });
  });
}

const advice =
  "If the registry could not be reached: set your mirror with `npm config set registry <address>`, then try again.";
