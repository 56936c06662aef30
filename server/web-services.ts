import type { Pool } from "pg";
import type { Scope } from "./access/scope";
import { type Clock, systemClock } from "./clock";
import { createPool, createPrisma } from "./db";
import { type Env, readEnv } from "./env";
import { SillageError } from "./errors";
import { createLogFollower, type LogFollower } from "./event-store/follow-log";
import { createSearchPool } from "./event-store/search-messages";
import type { PrismaClient } from "./generated/prisma/client";
import { createLogger, type Logger } from "./logger";
import { createMetrics, type Metrics } from "./metrics/registry";
import { createDeadLetterReader, type DeadLetterReading } from "./overview/dead-letter-reading";
import { type BrokerReader, brokerReaderOf } from "./topology/broker-reader";

/** What the web process has, made once and shared by all requests. */
export interface WebServices {
  env: Env;
  logger: Logger;
  clock: Clock;
  /** For queries that a user shapes. */
  searchPool: Pool;
  /** For our own writes. */
  storePool: Pool;
  prisma: PrismaClient;
  /** Follows the log for all browsers together. */
  log: LogFollower;
  metrics: Metrics;
  /** What waits in the dead-letter queues: one look at the broker for all viewers. */
  deadLetters: (scope: Scope) => Promise<DeadLetterReading>;
  /** Reads the broker's topology for all browsers together; null when this process was given no broker. */
  broker: BrokerReader | null;
}

/** Survives the module reloads of development, which would open new pools each time. */
const shared = globalThis as typeof globalThis & { sillageWeb?: WebServices };

/**
 * The services of this process.
 * @throws SillageError CONFIGURATION when there is no database to connect to.
 */
export function webServices(): WebServices {
  shared.sillageWeb ??= createWebServices(readEnv());
  return shared.sillageWeb;
}

/** Makes the services for one configuration. */
export function createWebServices(env: Env): WebServices {
  if (!env.databaseUrl) {
    throw new SillageError(
      "CONFIGURATION",
      "DATABASE_URL is not set. `npm start` sets it for its own database; a web process that is started alone needs it.",
    );
  }
  const logger = createLogger({ service: "web", level: env.logLevel });
  const searchPool = createSearchPool(env.databaseUrl);
  return {
    env,
    logger,
    clock: systemClock,
    searchPool,
    storePool: createPool(env.databaseUrl, "web", 4),
    prisma: createPrisma(env.databaseUrl),
    log: createLogFollower({ databaseUrl: env.databaseUrl, pool: searchPool, logger }),
    metrics: createMetrics("web"),
    deadLetters: createDeadLetterReader(env),
    broker: brokerReaderOf(env, systemClock),
  };
}
