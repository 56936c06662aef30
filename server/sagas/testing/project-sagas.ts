import type { Pool } from "pg";
import { prepareProjection, runTurn } from "@/server/projections/run-projection";
import { type Judge, SILENT_JUDGE } from "../judge";
import { sagaProjection, servingSagas } from "../saga-projection";

/**
 * Makes the sagas of everything that has a place in the log, as a worker does.
 * @param size records of the log in a turn
 * @returns the generation that is served
 */
export async function projectSagas(pool: Pool, judge: Judge = SILENT_JUDGE, size?: number): Promise<number> {
  const projection = sagaProjection(judge);
  await prepareProjection(pool, projection);
  while (await runTurn(pool, projection, size));
  return (await servingSagas(pool))!;
}
