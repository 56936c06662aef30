import { readEnv } from "../env";
import { SillageError } from "../errors";
import { migrate } from "./migrate";
import { reportAndExit } from "./report";

/** `npm run migrate`: migrates the database of DATABASE_URL. For containers; `npm start` does it by itself. */
async function main(): Promise<void> {
  const { databaseUrl } = readEnv();
  if (!databaseUrl) throw new SillageError("CONFIGURATION", "DATABASE_URL is not set: which database?");
  const applied = await migrate(databaseUrl);
  process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : `${applied.join("\n")}\n`);
}

await main().catch(reportAndExit);
