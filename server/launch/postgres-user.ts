import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { SillageError } from "../errors";

/** As whom PostgreSQL runs. It refuses root, so root starts it as the system user `postgres`. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/**
 * The user for PostgreSQL when we are root, made if the system has none; undefined when we are not root and PostgreSQL
 * runs as ourselves.
 * @throws SillageError UNAVAILABLE when there is none and it cannot be made.
 */
export function postgresUser(): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = idsOf("postgres");
  if (found) return found;
  try {
    execFileSync("groupadd", ["--system", "postgres"], { stdio: "pipe" });
  } catch {
    // The group may exist without the user; useradd below says what is wrong if it does not.
  }
  try {
    execFileSync("useradd", ["--system", "--no-create-home", "-g", "postgres", "postgres"], {
      stdio: "pipe",
    });
  } catch (cause) {
    throw new SillageError(
      "UNAVAILABLE",
      "PostgreSQL does not run as root and the user `postgres` could not be made.\n" +
        "Start Sillage as an ordinary user, or set DATABASE_URL.",
      { cause },
    );
  }
  return idsOf("postgres")!;
}

function idsOf(name: string): PostgresUser | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

/** Whether another user may pass through every folder above a path. A clone under /root is the usual case of no. */
export function reachable(path: string, user: PostgresUser): boolean {
  for (let at = dirname(path); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * The command that runs a program as another user although the folders above it are closed to that user: `setpriv`
 * changes the user and keeps the one capability that is needed, passing through folders.
 */
export function throughClosedFolders(
  user: PostgresUser,
  program: string,
  args: string[],
): [string, string[]] {
  const keep = "+dac_override";
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  return ["setpriv", [...ids, `--inh-caps=${keep}`, `--ambient-caps=${keep}`, program, ...args]];
}
