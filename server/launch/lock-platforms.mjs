// Completes package-lock.json with the platform packages that a partial registry mirror does not serve.
//
// npm leaves an optional dependency out of the lock file when the registry at hand has no such package, and
// `npm ci` then refuses the lock everywhere, also where the package exists. Such an entry needs only its version
// and its platform: npm skips it on other platforms without asking the registry. It carries no integrity hash,
// because nobody here could fetch the package to compute one; run `npm install` against a full registry to add it.
//
// Usage, after any `npm install` that changed the lock file: npm run lock:complete

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const OSES = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const CPUS = ["x64", "arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32"];

/**
 * The platform that a package name ends in, `@biomejs/cli-linux-x64-musl` for example.
 * @param {string} name
 * @returns {{ os?: string[], cpu?: string[], libc?: string[] } | null} null when the name tells none
 */
export function platformOf(name) {
  const words = name.replace(/^@[^/]+\//, "").split(/[-.]/);
  const os = OSES.find((it) => words.includes(it));
  const cpu = CPUS.find((it) => words.includes(it));
  if (!cpu || (!os && cpu !== "wasm32")) return null;
  const libc = words.some((it) => it.startsWith("musl"))
    ? "musl"
    : words.some((it) => it.startsWith("gnu"))
      ? "glibc"
      : null;
  return { ...(os ? { os: [os] } : {}), cpu: [cpu], ...(libc ? { libc: [libc] } : {}) };
}

/**
 * Platform packages that some locked package names as optional and that the lock lacks.
 * @param {{ packages: Record<string, { dev?: boolean, optionalDependencies?: Record<string, string> }> }} lock
 * @returns {{ path: string, entry: object }[]}
 */
export function missingPlatforms(lock) {
  const missing = [];
  for (const owner of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      const known = Object.keys(lock.packages).some((it) => it === path || it.endsWith(`/${path}`));
      const platform = platformOf(name);
      if (known || !platform || !/^\d/.test(version)) continue;
      missing.push({
        path,
        entry: { version, ...platform, ...(owner.dev ? { dev: true } : {}), optional: true },
      });
    }
  }
  return missing;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const file = fileURLToPath(new URL("../../package-lock.json", import.meta.url));
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingPlatforms(lock);
  for (const { path, entry } of missing) lock.packages[path] = entry;
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")),
  );
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${missing.length} platform packages added to package-lock.json\n`);
}
