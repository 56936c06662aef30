import { hostname } from "node:os";
import { vhostOf } from "./broker/connection";
import { createPool } from "./db";
import { readEnv } from "./env";
import { ensurePartitions } from "./event-store/partitions";
import { SequencerLoop } from "./event-store/sequencer-loop";
import { startIngest } from "./ingest/start-ingest";
import { createLogger } from "./logger";

const env = readEnv();
const logger = createLogger({ service: "worker", level: env.logLevel });
const pool = createPool(env.databaseUrl!, "worker");
const sequencer = new SequencerLoop(pool);
await ensurePartitions(pool, new Date(Date.now() - 2 * 86400000), new Date(Date.now() + 7 * 86400000));
sequencer.start();
const ingest = await startIngest({
  target: { url: env.rabbitmq.url! },
  vhosts: [vhostOf(env.rabbitmq.url!)],
  queue: "sillage.audit",
  holder: `${hostname()}-${process.pid}`,
  pool,
  logger,
  brokerStartedAt: async () => new Date(0),
  isDeadLetterExchange: () => false,
  mappingFor: () => undefined,
  onStored: () => sequencer.poke(),
});
process.on("SIGTERM", async () => {
  await ingest.stop();
  await sequencer.stop();
  await pool.end();
  process.exit(0);
});
