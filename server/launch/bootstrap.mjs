// What every command does first, in a fresh clone too: check Node, install, generate, bundle.
// Plain Node without dependencies, and no syntax that an old Node cannot read: it must be able to say that it is old.

import { fileURLToPath } from "node:url";

const NEEDED = [20, 19];

/** @param {string} version as in process.versions.node */
export function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

/**
 * Prepares the project and runs one of its programs in this process.
 * @param {string} name a name of entries.mjs
 * @param {{ quiet?: boolean }} [options] quiet prints nothing unless a step fails or takes over a second
 */
export async function runProgram(name, options = {}) {
  if (!isNewEnough(process.versions.node)) {
    fail(
      `Sillage needs Node.js ${NEEDED.join(".")} or newer; this is ${process.versions.node}. See https://nodejs.org.`,
    );
  }
  const root = fileURLToPath(new URL("../../", import.meta.url));
  try {
    const [{ step }, { installPackages }, { generateClient, bundlePrograms }] = await Promise.all([
      import("./steps.mjs"),
      import("./install.mjs"),
      import("./bundle.mjs"),
    ]);
    const silentBelow = options.quiet ? 1000 : 0;
    await step("packages", () => installPackages(root), silentBelow);
    await step("client", async () => generateClient(root), silentBelow);
    await step("bundle", () => bundlePrograms(root), silentBelow);
  } catch (error) {
    fail(error.message);
  }
  await import(new URL(`../../dist/${name}.mjs`, import.meta.url).href);
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}
