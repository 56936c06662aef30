import { readEnv } from "@/server/env";
import { createLogger } from "@/server/logger";
import { demoWanted } from "./demo-place";
import { runDemo } from "./run-demo";

/** A broker that blocks its publishers answers nothing: we do not wait longer than this for it when we stop. */
const PATIENCE_MS = 5_000;

const env = readEnv();
const logger = createLogger({ service: "demo", level: env.logLevel });
const stopping = new AbortController();
const stop = () => {
  stopping.abort();
  setTimeout(() => process.exit(0), PATIENCE_MS).unref();
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

if (!demoWanted(env)) {
  logger.info("the demo is off (SILLAGE_DEMO)");
} else if (env.rabbitmq.url === undefined || env.databaseUrl === undefined) {
  logger.error("the demo needs RABBITMQ_URL and DATABASE_URL");
  process.exitCode = 1;
} else {
  await runDemo(env, logger, stopping.signal);
}
