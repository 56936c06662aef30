import { type SqlFragment, sql } from "@/server/event-store/sql";

/** Name of the projection that sagas are made by. */
export const SAGA_VIEWS = "sagas";

/** The generation that is served now: a rebuild changes it for all of a statement or for none of it. */
export const SERVED: SqlFragment = sql`(
  SELECT generation FROM projection_generations WHERE name = ${SAGA_VIEWS} AND state = 'serving')`;
