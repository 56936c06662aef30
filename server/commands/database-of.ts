import type { Env } from "@/server/env";
import { SillageError } from "@/server/errors";
import { runningPostgres } from "@/server/launch/postgres-node";

/**
 * The database that a command is about: DATABASE_URL, else the one that `npm start` runs in the data folder.
 * @throws SillageError CONFIGURATION when there is neither.
 */
export async function databaseOf({ databaseUrl, dataDir }: Env): Promise<string> {
  const url = databaseUrl ?? (await runningPostgres(dataDir));
  if (url) return url;
  throw new SillageError(
    "CONFIGURATION",
    "DATABASE_URL is not set, and no database of our own runs in the data folder: start Sillage with `npm start` first, or set DATABASE_URL.",
  );
}
