import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../errors";
import { inRepo } from "./repo";
import { reportAndExit } from "./report";
import { diffSchemas } from "./schema-diff";

/**
 * `npm run migration -- add-exports`: writes the next migration by comparing prisma/schema.prisma with the copy that
 * the last migration left in prisma/migrations/schema.prisma. Partitions, triggers and special indexes are then
 * written into it by hand, before it is committed.
 */
async function main(name: string | undefined): Promise<void> {
  if (!name || !/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new SillageError(
      "INVALID_INPUT",
      "Name the migration, in small letters: npm run migration -- add-exports",
    );
  }
  const migrations = inRepo("prisma", "migrations");
  const copy = join(migrations, "schema.prisma");
  const schema = await readFile(inRepo("prisma", "schema.prisma"), "utf8");
  const sql = await diffSchemas(existsSync(copy) ? await readFile(copy, "utf8") : null, schema);
  if (sql === "") {
    process.stdout.write("prisma/schema.prisma says nothing that the migrations do not say already.\n");
    return;
  }
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(migrations, `${stamp}_${name.replaceAll("-", "_")}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "migration.sql"), sql);
  await writeFile(join(migrations, "migration_lock.toml"), 'provider = "postgresql"\n');
  await writeFile(copy, schema);
  process.stdout.write(`${join(folder, "migration.sql")}\n`);
}

await main(process.argv[2]).catch(reportAndExit);
