import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { errorText, SillageError } from "../errors";
import { freePorts, portIsFree } from "./ports";
import type { PostgresBinaries } from "./postgres-binaries";
import { type PostgresUser, reachable, throughClosedFolders } from "./postgres-user";
import { randomSecret, readState, writeState } from "./state-file";

/** The data folder of our PostgreSQL: made once, with its password and its port beside it. */

export interface Saved {
  port: number;
  password: string;
}

/** The superuser of our server. */
export const USER = "sillage";

/** Where our server lives and what it runs as. */
export interface PostgresPlace {
  dataDir: string;
  folder: string;
  logFile: string;
  binaries: PostgresBinaries;
  user: PostgresUser | undefined;
}

/**
 * Makes the data folder where there is none, and remembers port and password. It is made under another name and takes
 * its own at the very end, so an interrupted first start begins again instead of leaving half a database.
 */
export async function settle(place: PostgresPlace, isRunning: boolean): Promise<Saved> {
  const file = join(place.dataDir, "postgres.json");
  const known = await readState<Saved>(file);
  const versionFile = join(place.folder, "PG_VERSION");
  if (known && existsSync(versionFile)) {
    const made = readFileSync(versionFile, "utf8").trim();
    if (made !== place.binaries.major) throw otherVersion(place, made);
    if (isRunning || (await portIsFree(known.port))) return known;
    const moved = { ...known, port: (await freePorts(1))[0]! };
    await writeState(file, moved);
    return moved;
  }
  if (existsSync(versionFile)) {
    throw new SillageError(
      "CONFIGURATION",
      `${place.folder} holds a database, but its password file ${file} is missing.\n` +
        "Put that file back, or move the folder away to begin with an empty database.",
    );
  }
  const fresh = { port: (await freePorts(1))[0]!, password: randomSecret() };
  const draft = `${place.folder}.draft`;
  await initialise({ ...place, folder: draft }, fresh.password);
  await writeState(file, fresh);
  renameSync(draft, place.folder);
  return fresh;
}

function otherVersion(place: PostgresPlace, made: string): SillageError {
  return new SillageError(
    "CONFIGURATION",
    `${place.folder} was made by PostgreSQL ${made}; this version of Sillage brings PostgreSQL ${place.binaries.major}.\n` +
      `Dump it with the version of Sillage that made it and load it into a new one (pg_dump, psql), set DATABASE_URL to a ` +
      `PostgreSQL ${made}, or move the folder away to begin with an empty database.`,
  );
}

async function initialise(place: PostgresPlace, password: string): Promise<void> {
  rmSync(place.folder, { recursive: true, force: true });
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const passwordFile = `${place.folder}.initial-password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.user)
    for (const it of [place.folder, passwordFile]) chownSync(it, place.user.uid, place.user.gid);
  const args = [
    `--pgdata=${place.folder}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
  ];
  try {
    const { command, args: words, ids } = asUser(place, place.binaries.initdb, args);
    await promisify(execFile)(command, words, { ...ids, env: plainEnv(), cwd: "/" });
  } catch (cause) {
    rmSync(place.folder, { recursive: true, force: true });
    throw new SillageError("UNAVAILABLE", `PostgreSQL could not make its data folder: ${errorText(cause)}`, {
      cause,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** How to run a PostgreSQL program as the right user. */
export function asUser(place: PostgresPlace, program: string, args: string[]) {
  const { user } = place;
  if (!user) return { command: program, args, ids: {} };
  if (reachable(place.folder, user) && reachable(program, user)) return { command: program, args, ids: user };
  const [command, words] = throughClosedFolders(user, program, args);
  return { command, args: words, ids: {} };
}

/** Our settings and nothing of the caller's PG* variables. */
export const plainEnv = (): NodeJS.ProcessEnv => ({
  PATH: "/usr/bin:/bin",
  LC_ALL: "C",
  NODE_ENV: "production",
});
