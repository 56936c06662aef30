import { type SqlFragment, sql } from "@/server/event-store/sql";
import { BUCKET_BOUNDS } from "./latency-buckets";

/** The bucket of a row of `saga_steps AS p`, as `bucketOf` has it; -1 for a start. */
export const bucketOfStep: SqlFragment = sql`CASE WHEN p.gap_ms IS NULL THEN -1
  ELSE width_bucket(p.gap_ms, ${[...BUCKET_BOUNDS]}::float8[]) END`;
