import { Client } from "pg";
import { errorText, SillageError } from "../errors";
import { type PostgresNode, startPostgres } from "./postgres-node";

const OLDEST = 15;

/** A database to work with, and the server behind it when it is ours to start and stop. */
export interface Database {
  url: string;
  note: string;
  node: PostgresNode | null;
}

/**
 * DATABASE_URL when it is set, else a PostgreSQL of our own in the data folder.
 * @throws SillageError UNAVAILABLE when it cannot be reached, CONFIGURATION when it is too old; with what to do.
 */
export async function resolveDatabase(options: {
  url: string | undefined;
  dataDir: string;
}): Promise<Database> {
  if (options.url) return { url: options.url, note: await checkGiven(options.url), node: null };
  const node = await startPostgres({ dataDir: options.dataDir });
  const how = node.adopted ? "was still running" : "started";
  return { url: node.url(), note: `own PostgreSQL ${how} on 127.0.0.1:${node.port}`, node };
}

async function checkGiven(url: string): Promise<string> {
  const { hostname, port, pathname } = new URL(url);
  const where = `${hostname}:${port || 5432}${pathname}`;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    );
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < OLDEST) {
      throw new SillageError(
        "CONFIGURATION",
        `The database of DATABASE_URL is PostgreSQL ${major}; Sillage needs ${OLDEST} or newer.`,
      );
    }
    return `PostgreSQL ${major} at ${where}`;
  } catch (cause) {
    if (cause instanceof SillageError) throw cause;
    throw new SillageError(
      "UNAVAILABLE",
      `The database at ${where} does not answer: ${errorText(cause)}\n` +
        "Check DATABASE_URL and that the server runs, or unset it to let Sillage start a PostgreSQL of its own.",
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
