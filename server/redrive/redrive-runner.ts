import type { Pool } from "pg";
import { pause } from "@/server/backoff";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Management } from "@/server/broker/management";
import type { AuditQueueLimits } from "@/server/broker/plumbing";
import { errorText } from "@/server/errors";
import { listenTo } from "@/server/event-store/listen";
import type { Logger } from "@/server/logger";
import { watchAftermath } from "./aftermath";
import { REDRIVES_CHANNEL } from "./control-redrive";
import { expirePlans } from "./expire-plans";
import { claimRedrives } from "./redrive-lease";
import { RedriveRun } from "./redrive-run";

export interface RedriveRunnerOptions {
  target: BrokerTarget;
  vhosts: readonly string[];
  databaseUrl: string;
  pool: Pool;
  management: Management;
  auditQueue: AuditQueueLimits;
  logger: Logger;
  /** Name of this process, unique among workers. */
  holder: string;
}

export interface RedriveRunner {
  /** Ids of the redrives that this worker carries out now. */
  running(): string[];
  stop(): Promise<void>;
}

/** Redrives that one worker carries out at the same time: each has a connection and takes its share of the disk. */
const MOST = 3;
const EVERY_MS = 1_000;
const EXPIRE_EVERY_MS = 60_000;

/** Carries out redrives that were started, takes up those of workers that were killed, and looks what became of them. */
export function startRedriveRunner(options: RedriveRunnerOptions): RedriveRunner {
  const { target, vhosts, databaseUrl, pool, management, auditQueue, logger, holder } = options;
  const stopping = new AbortController();
  const runs = new Map<RedriveRun, Promise<void>>();
  let poke = () => {};
  let problem: string | null = null;
  let expireAt = 0;

  const take = async () => {
    const leases = await claimRedrives(pool, { vhosts, holder, most: MOST - runs.size });
    for (const lease of leases) {
      const run = new RedriveRun({ pool, target, management, lease, auditQueue, logger });
      const ended = run.run().finally(() => runs.delete(run));
      runs.set(run, ended);
    }
  };
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const poked = new Promise<void>((resolve) => {
        poke = resolve;
      });
      try {
        if (runs.size < MOST) await take();
        if (performance.now() >= expireAt) {
          await expirePlans(pool);
          expireAt = performance.now() + EXPIRE_EVERY_MS;
        }
        problem = null;
      } catch (error) {
        const reason = errorText(error);
        if (reason !== problem) logger.warn({ reason }, "redrives cannot be looked for");
        problem = reason;
      }
      await pause(EVERY_MS, stopping.signal, poked);
    }
  };
  const running = loop();
  const watching = watchAftermath({ pool, management, vhosts, logger, signal: stopping.signal });
  const unlisten = listenTo(REDRIVES_CHANNEL, databaseUrl, logger, () => {
    for (const run of runs.keys()) run.poke();
    poke();
  });
  return {
    running: () => [...runs.keys()].map(({ redriveId }) => redriveId),
    stop: async () => {
      unlisten();
      stopping.abort();
      for (const run of runs.keys()) run.stop();
      await Promise.all([running, watching, ...runs.values()]);
    },
  };
}
