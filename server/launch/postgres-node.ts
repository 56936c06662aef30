import { readFileSync, rmSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { errorText, SillageError } from "../errors";
import { postgresBinaries } from "./postgres-binaries";
import { asUser, type PostgresPlace, plainEnv, type Saved, settle, USER } from "./postgres-data";
import { postgresUser } from "./postgres-user";
import { isAlive, processFacts, startService, stopProcess, tailOf } from "./processes";
import { readState } from "./state-file";

/** A PostgreSQL of our own, in a folder of ours, on the loopback only. */
export interface PostgresNode {
  /** Connection string of the superuser for a database of this server; `sillage` unless another is named. Secret. */
  url(database?: string): string;
  port: number;
  /** Process id of the postmaster; changes with every start. */
  pid(): number;
  /** True when a server that an earlier, killed supervisor left behind was taken over. */
  adopted: boolean;
  isRunning(): boolean;
  /** `kill -9`, as a crash would, and waits until it is gone. For fault tests. */
  kill(): Promise<void>;
  /** Starts it again on the same port after a crash; recovery included, at most 60 s. */
  start(): Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

/** Measured on the write path; durability is never traded away: fsync, full_page_writes and synchronous_commit stay on. */
const settings = () => ({
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: `${sharedBuffers()}MB`,
  max_wal_size: "2GB",
  synchronous_commit: "on",
  full_page_writes: "on",
  log_min_messages: "warning",
  log_line_prefix: "%m [%p] ",
});

/**
 * Megabytes of pages that it keeps: a sixteenth of the memory that we may have, 256 at least and 1,024 at most. With 256 a
 * backend that reads soon has to write other pages out first; it takes what it uses, not what it is allowed.
 */
function sharedBuffers(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.round(Math.min(1024, Math.max(256, bytes / 16 / 1024 ** 2)));
}

/**
 * Starts the server in `<dataDir>/postgres`, making it at the first start; takes over one that already runs there.
 * @throws SillageError when there is no PostgreSQL for this platform, when another major version made the data, or
 * when it does not start: then with the end of its log.
 */
export async function startPostgres(options: { dataDir: string }): Promise<PostgresNode> {
  const folder = join(options.dataDir, "postgres");
  const place: PostgresPlace = {
    dataDir: options.dataDir,
    folder,
    logFile: join(options.dataDir, "logs", "postgres.log"),
    binaries: postgresBinaries(),
    user: postgresUser(),
  };
  const running = runningPid(folder);
  const saved = await settle(place, running !== null);
  const url = (database?: string) => addressOf(saved, database);

  const adopted = running !== null;
  const bringUp = () => launch(place, saved.port, url("postgres"));
  let pid = running ?? (await bringUp());
  if (adopted) await waitUntilReady(url("postgres"), pid, place.logFile);
  await ensureDatabase(url("postgres"));

  return {
    url,
    port: saved.port,
    pid: () => pid,
    adopted,
    isRunning: () => isAlive(pid),
    kill: () => stopProcess(pid, "SIGKILL", 5_000),
    async start() {
      if (!isAlive(pid)) pid = await bringUp();
    },
    stop: () => stopProcess(pid, "SIGINT", 20_000),
  };
}

/** Connection string of the server that runs in a data folder; null when none does. Secret. */
export async function runningPostgres(dataDir: string): Promise<string | null> {
  if (runningPid(join(dataDir, "postgres")) === null) return null;
  const saved = await readState<Saved>(join(dataDir, "postgres.json"));
  return saved && addressOf(saved);
}

const addressOf = ({ password, port }: Saved, database = "sillage") =>
  `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;

/** Process id of a postmaster that lives in this very folder, or null. Another process that took its old id is not it. */
function runningPid(folder: string): number | null {
  try {
    const pid = Number(readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0]);
    const facts = Number.isInteger(pid) && pid > 0 ? processFacts(pid) : null;
    return facts?.command.includes(folder) ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Starts the server and waits until it answers. After a `kill -9` the dead server's last helpers may still hold its
 * memory for a moment; PostgreSQL then refuses to start, so it is tried again for a while.
 */
async function launch(place: PostgresPlace, port: number, url: string): Promise<number> {
  const set = Object.entries(settings()).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const words = ["-D", place.folder, "-p", String(port), ...set];
  const { command, args, ids } = asUser(place, place.binaries.postgres, words);
  const until = Date.now() + 10_000;
  for (;;) {
    // A left-over file may name a process id that something else has by now; PostgreSQL would then refuse to start.
    rmSync(join(place.folder, "postmaster.pid"), { force: true });
    const pid = await startService({
      command,
      args,
      env: plainEnv(),
      cwd: "/",
      logFile: place.logFile,
      ...ids,
    });
    try {
      await waitUntilReady(url, pid, place.logFile);
      return pid;
    } catch (error) {
      if (isAlive(pid) || Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

/** Waits for the first answer to a query; recovery after a crash is part of it. */
async function waitUntilReady(url: string, pid: number, logFile: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      await client.query("select 1");
      return;
    } catch (cause) {
      if (isAlive(pid) && Date.now() < until) {
        await sleep(20);
        continue;
      }
      throw new SillageError(
        "UNAVAILABLE",
        `PostgreSQL did not start: ${errorText(cause)}\n${tailOf(logFile)}`,
        {
          cause,
        },
      );
    } finally {
      await client.end().catch(() => {});
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'sillage'");
    if (rowCount === 0) await client.query("create database sillage");
  } finally {
    await client.end();
  }
}
