import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";

/** How many dead letters are in our custody, by the queue that they were taken from. */
export interface HeldInQueue {
  name: string;
  count: number;
}

/** Adds up what is held of a scope, from the counts of the cause groups. */
export async function heldByQueue(pool: Pool, scope: Scope): Promise<HeldInQueue[]> {
  const { rows } = await pool.query<HeldInQueue>(
    sql`SELECT g.queue AS name, sum(g.held)::float8 AS count FROM dead_letter_groups AS g
      WHERE ${allOf([sql`g.held > 0`, ...scopeConditions(scope, "g")])} GROUP BY g.vhost, g.queue`.toQuery(),
  );
  return rows;
}
