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
  // A connection that breaks while idle is replaced by the pool; the next query tells whoever needs to know.
  pool.on("error", () => {});
  return pool;
}

/** Makes the Prisma client for ordinary queries. */
export function createPrisma(databaseUrl: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
}
