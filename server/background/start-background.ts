import type { Pool } from "pg";
import { errorText } from "@/server/errors";
import { processFacts } from "@/server/launch/processes";
import type { Logger } from "@/server/logger";
import { groupOf, ifThere, openControlGroup } from "./control-group";
import { DECIDE_EVERY_MS, GiveWay, type Pressure, type Share } from "./give-way";
import { ownBackends } from "./own-backends";

/** Connections come and go, and each is a process of PostgreSQL. */
const LOOK_EVERY_MS = 10_000;

export interface BackgroundOptions {
  pool: Pool;
  databaseUrl: string;
  dataDir: string;
  logger: Logger;
  pressure: () => readonly Pressure[];
}

/**
 * Lets this process and what our own PostgreSQL does for it give way to everything else on the machine while the ingest keeps
 * up, so that publishers do not feel it. Without control groups nothing changes. @returns what ends it: all take their share again
 */
export function startBackground({
  pool,
  databaseUrl,
  dataDir,
  logger,
  pressure,
}: BackgroundOptions): () => void {
  const group = openControlGroup(groupOf(databaseUrl));
  if (!group) {
    logger.debug("no control group of the processor can be made here: the worker takes its share always");
    return () => {};
  }
  const giveWay = new GiveWay();
  // An earlier worker may have been killed while it gave way.
  let taken: Share = "idle";
  const become = (share: Share) => {
    if (share === taken) return;
    try {
      group.take(share);
      taken = share;
      logger.debug({ share }, "another share of the processor");
    } catch (error) {
      // Tried again at the next decision.
      logger.debug({ reason: errorText(error) }, "the control group cannot be changed");
    }
  };
  const join = async () => {
    try {
      for (const pid of [process.pid, ...(await ownBackends(pool, dataDir))])
        if (!group.has(pid)) ifThere(() => group.add(pid));
    } catch (error) {
      logger.debug({ reason: errorText(error) }, "PostgreSQL could not be asked for its processes");
    }
  };
  become("whole");
  void join();
  const looking = setInterval(() => void join(), LOOK_EVERY_MS);
  const deciding = setInterval(() => become(giveWay.decide(pressure(), performance.now())), DECIDE_EVERY_MS);
  return () => {
    clearInterval(looking);
    clearInterval(deciding);
    become("whole");
    try {
      group.leave((pid) => pid === process.pid || isPostgres(pid));
    } catch (error) {
      // Another worker is in it still, and brings the processes of PostgreSQL back.
      logger.debug({ reason: errorText(error) }, "the control group stays");
    }
  };
}

const isPostgres = (pid: number) => processFacts(pid)?.command.startsWith("postgres") ?? false;
