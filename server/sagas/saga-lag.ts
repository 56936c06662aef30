import type { Pool } from "pg";
import { WHOLE_LOG } from "@/server/projections/log-source";
import { projectionLag } from "@/server/projections/projection-loop";
import type { SagaCounts } from "./saga-list-schemas";
import { SAGA_VIEWS } from "./served-sagas";

/** How far sagas are behind what is stored and has its place in the log. */
export const sagaLag = (pool: Pool, now: Date): Promise<SagaCounts["lag"]> =>
  projectionLag(pool, { name: SAGA_VIEWS, source: WHOLE_LOG }, now);
