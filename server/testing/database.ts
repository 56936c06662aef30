import { createHash, randomBytes } from "node:crypto";
import { Client } from "pg";
import { readTestEnv } from "../env";
import { migrate, readMigrations } from "../launch/migrate";
import { inRepo } from "../launch/repo";

/** A database of its own for a spec file. */
export interface TestDatabase {
  /** Connection string of its owner, a superuser. */
  url: string;
  name: string;
  /** Ends what is still connected to it and removes it. */
  drop(): Promise<void>;
}

/**
 * Makes a database with every migration applied. It is cloned from a template that is migrated once for each state of
 * the migrations folder, so it costs about 50 ms instead of a migration.
 */
export const createTestDatabase = () => create(ensureTemplate);

/** An empty database, for tests of the migrations themselves. */
export const createEmptyDatabase = () => create(async () => "template0");

async function create(
  template: (admin: Client, databaseUrl: string) => Promise<string>,
): Promise<TestDatabase> {
  const { databaseUrl } = readTestEnv();
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(databaseUrl, async (admin) => {
    await admin.query(`create database ${name} template ${await template(admin, databaseUrl)}`);
  });
  return {
    url: withDatabase(databaseUrl, name),
    name,
    drop: () =>
      asAdmin(databaseUrl, async (admin) => {
        await admin.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

const TEMPLATE_LOCK = 7_455_426_838;

/** Two spec files may ask at once: the lock makes one of them migrate and the other wait. */
async function ensureTemplate(admin: Client, databaseUrl: string): Promise<string> {
  const { migrationDirectories } = await readMigrations(inRepo("prisma", "migrations"));
  const hash = createHash("sha256").update(JSON.stringify(migrationDirectories)).digest("hex").slice(0, 12);
  const name = `sillage_template_${hash}`;
  await admin.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
  try {
    const exists = (candidate: string) =>
      admin
        .query("select 1 from pg_database where datname = $1", [candidate])
        .then((it) => it.rowCount === 1);
    if (await exists(name)) return name;
    // Built under another name, so that a run which is interrupted here leaves no half-migrated template.
    const draft = `${name}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft} template template0`);
    await migrate(withDatabase(databaseUrl, draft));
    await admin.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await admin.query("select pg_advisory_unlock($1)", [TEMPLATE_LOCK]);
  }
}

async function asAdmin<T>(databaseUrl: string, use: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: withDatabase(databaseUrl, "postgres") });
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
