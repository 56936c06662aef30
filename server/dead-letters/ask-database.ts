import type { Pool } from "pg";
import { SillageError } from "@/server/errors";
import type { SqlFragment } from "@/server/event-store/sql";

/**
 * Runs a query whose shape is its caller's, on the pool of searches.
 * @throws SillageError UNAVAILABLE when the database needs too long
 */
export async function askDatabase<Row extends object>(pool: Pool, query: SqlFragment): Promise<Row[]> {
  try {
    return (await pool.query<Row>(query.toQuery())).rows;
  } catch (error) {
    if ((error as { code?: string }).code !== "57014") throw error;
    throw new SillageError(
      "UNAVAILABLE",
      "The search took too long and was stopped. Choose a cause, a queue or one more filter.",
      { cause: error },
    );
  }
}
