import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MigrationDirectory, MigrationList } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { Client, type Pool } from "pg";
import { errorText, SillageError } from "../errors";
import { inRepo } from "./repo";
import { type SchemaEngine, ScriptedPrismaPg, withSchemaEngine } from "./schema-engine";

/** Every start of every version takes this lock, so two starts on one database never migrate at the same time. */
const MIGRATION_LOCK = 7_455_426_837; // "sillage" on a telephone keypad

const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Brings a database to the state that the migrations of this version describe. Keeps `_prisma_migrations`, so that
 * an ordinary `prisma migrate deploy` works on the same database.
 * @returns the names of the migrations that were applied, oldest first; empty when there was nothing to do.
 * @throws SillageError CONFLICT when the database is newer than this version, INTERNAL when a script fails: nothing of
 * that script stays, and the next start tries it again.
 */
export async function migrate(url: string, folder = inRepo("prisma", "migrations")): Promise<string[]> {
  const migrationsList = await readMigrations(folder);
  const lock = new Client({ connectionString: url, application_name: "sillage migrate" });
  await lock.connect();
  try {
    await lock.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    if (!(await needsWork(lock, migrationsList))) return [];
    const scripts = new ScriptRunner();
    return await withSchemaEngine(new ScriptedPrismaPg(url, scripts.run), async (engine) => {
      await checkHistory(engine, migrationsList);
      return await apply(engine, migrationsList, scripts);
    });
  } finally {
    await lock.end();
  }
}

/** Reads the migrations folder as the engine wants it, oldest first. A missing folder holds no migrations. */
export async function readMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories: MigrationDirectory[] = await Promise.all(
    names.sort().map(async (path) => {
      const content = await readFile(join(folder, path, "migration.sql"), "utf8");
      return {
        path,
        migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: content } },
      };
    }),
  );
  const lockfile = await readFile(join(folder, "migration_lock.toml"), "utf8").catch(() => null);
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: lockfile ?? 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

/** False when the database already has exactly our migrations: an ordinary start then skips the engine (about 0.2 s). */
async function needsWork(client: Client, list: MigrationList): Promise<boolean> {
  const table = await client.query<{ found: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as found",
  );
  if (!table.rows[0]?.found) return true;
  const rows = await client.query<{ name: string; done: boolean }>(
    `select migration_name as name, finished_at is not null as done from _prisma_migrations
     where rolled_back_at is null order by migration_name`,
  );
  const ours = list.migrationDirectories.map((it) => it.path);
  return rows.rows.length !== ours.length || rows.rows.some((row, i) => !row.done || row.name !== ours[i]);
}

/**
 * Runs a script as one simple query, which PostgreSQL makes one transaction, and marks the migration as finished in
 * that same transaction: a row without an end then always means that nothing of its script stayed.
 * `CREATE INDEX CONCURRENTLY` refuses transactions and must be alone in its script; it is sent alone.
 */
class ScriptRunner {
  /** What PostgreSQL answered to the script that failed. */
  failure: unknown;

  readonly run = async (script: string, pool: Pool): Promise<void> => {
    try {
      await pool.query(/\bconcurrently\b/i.test(script) ? script : `${script}\n;${await this.#finish(pool)}`);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  };

  async #finish(pool: Pool): Promise<string> {
    const table = await pool.query("select to_regclass('_prisma_migrations') is not null as found");
    if (!table.rows[0]?.found) return "";
    return "update _prisma_migrations set finished_at = now() where finished_at is null and rolled_back_at is null";
  }
}

/** Refuses a database from a newer version, and clears the mark of a script that was interrupted. */
async function checkHistory(engine: SchemaEngine, migrationsList: MigrationList): Promise<void> {
  const failed = await clearFailed(engine, migrationsList);
  const { history } = await diagnose(engine, migrationsList);
  if (history && "unpersistedMigrationNames" in history) {
    const unknown = history.unpersistedMigrationNames.filter((it) => !failed.includes(it));
    if (unknown.length > 0) throw newerDatabase(unknown);
  }
}

function newerDatabase(unknown: string[]): SillageError {
  return new SillageError(
    "CONFLICT",
    `The database was migrated by a newer version of Sillage: this version does not know ${unknown.join(", ")}.\n` +
      "Start that newer version again, or give this one another database (DATABASE_URL or SILLAGE_DATA_DIR).",
  );
}

async function apply(
  engine: SchemaEngine,
  migrationsList: MigrationList,
  scripts: ScriptRunner,
): Promise<string[]> {
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  } catch (error) {
    // The engine hides what PostgreSQL said behind a trace of its own functions.
    const cause = scripts.failure ?? error;
    const failed = await clearFailed(engine, migrationsList);
    throw new SillageError(
      "INTERNAL",
      `Migration ${failed.join(", ") || "(unknown)"} failed and was rolled back: ${errorText(cause)}\n` +
        "The database is as it was before. Correct the script or the cause, then start again.",
      { cause },
    );
  }
}

/** Marks scripts that did not finish as rolled back, which they are: see ScriptRunner. Returns their names. */
async function clearFailed(engine: SchemaEngine, migrationsList: MigrationList): Promise<string[]> {
  const { failedMigrationNames } = await diagnose(engine, migrationsList);
  for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
  return failedMigrationNames;
}

const diagnose = (engine: SchemaEngine, migrationsList: MigrationList) =>
  engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NO_FILTERS });
