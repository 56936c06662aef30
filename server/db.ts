import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/prisma/client";

/** Makes a pool for our own SQL (event-store). `name` is what `pg_stat_activity` shows. */
export function createPool(databaseUrl: string, name: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: `sillage ${name}`,
    max,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A connection that breaks is replaced by the pool; the query under way or the next one tells whoever needs to know.
  // Without a listener on the client itself, one that breaks while checked out would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Makes the Prisma client for ordinary queries. */
export function createPrisma(databaseUrl: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
}
