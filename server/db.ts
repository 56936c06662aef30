import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/prisma/client";

/** The server's own look whether we still live: its default is two hours. */
const SERVER_KEEPALIVE =
  "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

/** Makes a pool for our own SQL (event-store). `name` is what `pg_stat_activity` shows. */
export function createPool(databaseUrl: string, name: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: `sillage ${name}`,
    max,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // A database that was cut off without a word must not leave us waiting for ever; nothing of ours takes this long.
    query_timeout: 120_000,
    // And what a machine that died held locked must not stop the others until the server's TCP gives it up.
    idle_in_transaction_session_timeout: 60_000,
    // Before a new connection is handed out: the server, too, is to notice soon when we are gone.
    verify: (client, done) => {
      client.query(SERVER_KEEPALIVE).then(() => done(), done);
    },
  });
  // A connection that breaks is replaced by the pool; the query under way or the next one tells whoever needs to know.
  // Without a listener on the client itself, one that breaks while checked out would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Makes the Prisma client for ordinary queries. `statementMs`: what one of them may take at most; none by default. */
export function createPrisma(databaseUrl: string, statementMs = 0): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, statement_timeout: statementMs }),
  });
}
