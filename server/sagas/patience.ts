import type { ClientBase, Pool } from "pg";
import type { Patience } from "./judge-saga";
import { readSagaSettings } from "./saga-settings-store";

/** How long is too long, as people have set it last. */
export async function patienceNow(reader: ClientBase | Pool): Promise<Patience> {
  const { stuckMultiple, stuckFloorMs } = (await readSagaSettings(reader)).settings;
  return { multiple: stuckMultiple, floorMs: stuckFloorMs };
}
