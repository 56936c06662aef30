import type { Pool } from "pg";
import type { Scope } from "./access/scope";
import { vhostOf } from "./broker/connection";
import { type Clock, systemClock } from "./clock";
import { type ComplaintServices, createComplaintServices } from "./complaints/complaint-services";
import { createPool, createPrisma } from "./db";
import { type Env, readEnv } from "./env";
import { SillageError } from "./errors";
import { createLogFollower, type LogFollower } from "./event-store/follow-log";
import { createSearchPool } from "./event-store/search-messages";
import type { PrismaClient } from "./generated/prisma/client";
import { RequestRate } from "./limits/request-rate";
import { Turns } from "./limits/turns";
import { createLogger, type Logger } from "./logger";
import { createMetrics, type Metrics } from "./metrics/registry";
import { createDeadLetterReader, type DeadLetterReading } from "./overview/dead-letter-reading";
import { createViewFollower, type ViewFollower } from "./projections/view-changes";
import { type BrokerReader, brokerReaderOf } from "./topology/broker-reader";

/** Searches that run at the same time, for everybody together. */
const SEARCH_CONNECTIONS = 6;
/** Ordinary queries of pages: what takes longer is broken, and must not hold a connection. */
const WEB_STATEMENT_MS = 15_000;

/** What the web process has, made once and shared by all requests. */
export interface WebServices {
  env: Env;
  logger: Logger;
  clock: Clock;
  /** For queries that a user shapes; at a door, as the one whom it let in sees it (see server/limits). */
  searchPool: Pool;
  /** Whose turn it is at the search pool. */
  turns: Turns;
  /** How fast each may ask. */
  rate: RequestRate;
  /** For our own writes. */
  storePool: Pool;
  prisma: PrismaClient;
  /** Our own complaint service; null where it is switched off. */
  complaints: ComplaintServices | null;
  /** Follows the log for all browsers together. */
  log: LogFollower;
  /** Hears of changes in read models for all browsers together. */
  views: ViewFollower;
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
  const searchPool = createSearchPool(env.databaseUrl, SEARCH_CONNECTIONS);
  const storePool = createPool(env.databaseUrl, "web", 4);
  return {
    env,
    logger,
    clock: systemClock,
    searchPool,
    // Two thirds for one principal at most, so that there is always room for another.
    turns: new Turns({ total: SEARCH_CONNECTIONS, each: 4, waiting: 60, waitMs: 10_000 }),
    rate: new RequestRate(env.requestRate),
    storePool,
    complaints:
      env.complaints && env.rabbitmq.url !== undefined
        ? createComplaintServices({ pool: storePool, vhost: vhostOf(env.rabbitmq.url), clock: systemClock })
        : null,
    prisma: createPrisma(env.databaseUrl, WEB_STATEMENT_MS),
    log: createLogFollower({ databaseUrl: env.databaseUrl, pool: searchPool, logger }),
    views: createViewFollower({ databaseUrl: env.databaseUrl, logger }),
    metrics: createMetrics("web"),
    deadLetters: createDeadLetterReader(env),
    broker: brokerReaderOf(env, systemClock),
  };
}
