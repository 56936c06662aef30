import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { constants, hostname, setPriority } from "node:os";
import { startBackground } from "./background/start-background";
import { keepTrying } from "./backoff";
import { type BrokerTarget, vhostOf } from "./broker/connection";
import { createManagement, managementUrl } from "./broker/management";
import { AUDIT_QUEUE } from "./broker/plumbing";
import { systemClock } from "./clock";
import { COMPLAINT_VIEWS } from "./complaints/complaint-projection";
import { createPool } from "./db";
import { measureDeadLetters } from "./dead-letters/measure-dead-letters";
import { startDeadLetters } from "./dead-letters/start-dead-letters";
import { DEMO_VHOST, demoWanted } from "./demo/demo-place";
import { isDemoDeadLetterQueue } from "./demo/demo-queues";
import { type Env, readEnv } from "./env";
import { errorText, SillageError } from "./errors";
import { PartitionsJob } from "./event-store/partitions-job";
import { SequencerLoop } from "./event-store/sequencer-loop";
import { digestKey } from "./event-store/store-keys";
import { measureServices } from "./inbox/measure-services";
import { SERVICE_TOPOLOGY } from "./inbox/service-plan";
import { brokerStart } from "./ingest/broker-start";
import { BusyIngest } from "./ingest/busy-ingest";
import { Mappings } from "./ingest/mappings";
import { measureIngest, measureStored } from "./ingest/measure-ingest";
import { startIngest } from "./ingest/start-ingest";
import { keepHeapLean } from "./lean-heap";
import { createLogger, type Logger } from "./logger";
import { createMetrics } from "./metrics/registry";
import { startOutbox } from "./outbox/start-outbox";
import { startOwnServices } from "./own-services";
import { ProcessReport } from "./processes/process-report";
import { measureProjections } from "./projections/measure-projections";
import { ProjectionLoop } from "./projections/projection-loop";
import { startRedriveRunner } from "./redrive/redrive-runner";
import { measureEnded, overdueGauges } from "./sagas/measure-sagas";
import { SagaJobs } from "./sagas/saga-jobs";
import { SagaJudge } from "./sagas/saga-judge";
import { sagaProjection } from "./sagas/saga-projection";
import { startTaps } from "./taps/start-taps";

/** The worker process: taps, ingest, sequencer and jobs. Stops cleanly on SIGTERM; may be killed at any moment. */
async function startWorker(env: Env, logger: Logger, signal: AbortSignal): Promise<() => Promise<void>> {
  const { databaseUrl, rabbitmq } = env;
  if (!databaseUrl || !rabbitmq.url) {
    throw new SillageError(
      "CONFIGURATION",
      "The worker needs DATABASE_URL and RABBITMQ_URL; npm start sets both.",
    );
  }
  const id = `worker-${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const target: BrokerTarget = { ...rabbitmq, url: rabbitmq.url };
  const vhosts = [...new Set([vhostOf(rabbitmq.url), ...env.vhosts])];
  const pool = createPool(databaseUrl, "worker", 14 + 2 * vhosts.length);
  const metrics = createMetrics("worker");

  const partitions = new PartitionsJob(pool, logger, systemClock);
  const mappings = new Mappings(pool, logger);
  // A database that is away when we start is waited for, like one that goes away later.
  const ready = await keepTrying(() => Promise.all([partitions.start(), mappings.start(), digestKey(pool)]), {
    signal,
    onFailure: (error) =>
      logger.warn({ reason: errorText(error) }, "the database cannot be used yet, trying again"),
  });
  if (!ready) return () => pool.end();
  const [, , secret] = ready;
  const sequencer = new SequencerLoop(pool);
  sequencer.start();
  const taps = startTaps({
    target,
    managementUrl: rabbitmq.managementUrl,
    vhosts,
    pool,
    logger,
    clock: systemClock,
    ownBroker: env.ownBroker,
    ownVhosts: [DEMO_VHOST],
    tap: env.tap,
    limits: env.auditQueue,
  });
  const management = createManagement({ ...target, url: managementUrl(target.url, rabbitmq.managementUrl) });
  const ingesting = new BusyIngest();
  const ingest = startIngest({
    target,
    vhosts,
    queue: AUDIT_QUEUE,
    holder: id,
    pool,
    secret,
    logger,
    brokerStartedAt: () => brokerStart(management, systemClock),
    isDeadLetterExchange: taps.isDeadLetterExchange,
    mappingFor: mappings.for,
    onStored: (parts, ms) => {
      sequencer.poke();
      for (const { records } of parts) ingesting.stored(records.length);
      measureStored(metrics, parts, ms);
    },
  });
  // On a machine that we share with the broker, whoever publishes goes before us, as long as we keep up.
  const takeOurShare = env.ownBroker
    ? startBackground({ pool, databaseUrl, dataDir: env.dataDir, logger, pressure: () => ingest.status() })
    : () => {};
  const servicesAt = env.complaints ? vhostOf(rabbitmq.url) : null;
  const deadLetters = startDeadLetters({
    target,
    databaseUrl,
    pool,
    vhosts,
    holder: id,
    secret,
    logger,
    topology: taps.topology,
    isDeadLetterExchange: taps.isDeadLetterExchange,
    mappingFor: mappings.for,
    isOwned: (vhost, queue) =>
      vhost === DEMO_VHOST ||
      // On our own node the demo has no virtual host to itself.
      (demoWanted(env) && env.ownBroker && isDemoDeadLetterQueue(queue)) ||
      (vhost === servicesAt && SERVICE_TOPOLOGY.deadLetters.some((dead) => dead.queue === queue)),
    onHeld: (count) => metrics.deadLetters.held.inc(count),
  });
  const outbox = startOutbox({
    target,
    vhosts,
    databaseUrl,
    pool,
    logger,
    metrics,
    services: env.complaints,
    onAppended: () => sequencer.poke(),
  });
  const projections = new ProjectionLoop(
    { databaseUrl, pool, logger, clock: systemClock, busy: () => ingesting.busy },
    [COMPLAINT_VIEWS, sagaProjection(new SagaJudge({ onJudged: measureEnded(metrics, systemClock) }))],
  );
  projections.start();
  const sagaJobs = new SagaJobs({ pool, logger, clock: systemClock });
  sagaJobs.start();
  const own = env.complaints
    ? await startOwnServices({ env, databaseUrl, target, owner: id, secret, logger, metrics })
    : null;
  const redrives = startRedriveRunner({
    target,
    vhosts,
    databaseUrl,
    pool,
    management,
    auditQueue: env.auditQueue,
    logger,
    holder: id,
  });
  const overdue = overdueGauges(metrics, pool, systemClock);
  const report = new ProcessReport({
    id,
    pool,
    logger,
    status: async () => ({
      role: "worker",
      queues: ingest.status(),
      taps: taps.status(),
      sequencer: sequencer.state,
      outbox: await outbox.status(),
      projections: await projections.status(),
      services: own ? await own.status() : [],
      mail: own?.mail() ?? null,
      deadLetters: deadLetters.status(),
    }),
    metrics: async () => {
      measureIngest(metrics, ingest.status());
      measureDeadLetters(metrics, deadLetters.status());
      measureProjections(metrics, await projections.status());
      await overdue();
      if (own) measureServices(metrics, await own.status(), own.mail());
      return metrics.registry.getMetricsAsJSON();
    },
  });
  report.start();
  logger.info({ id, vhosts }, "worker is up");

  // What takes messages stops first, what makes them visible last.
  return async () => {
    takeOurShare();
    await sagaJobs.stop();
    await redrives.stop();
    await own?.stop();
    await deadLetters.stop();
    await outbox.stop();
    await ingest.stop();
    await taps.stop();
    management.close();
    mappings.stop();
    partitions.stop();
    await sequencer.stop();
    await projections.stop();
    await report.stop();
    await pool.end();
  };
}

keepHeapLean();
// A tap must not be felt: on a machine that we share, publishers, their broker and the pages go first.
setPriority(constants.priority.PRIORITY_LOW);
const env = readEnv();
const logger = createLogger({ service: "worker", level: env.logLevel });
const LONGEST_STOP_MS = 12_000;
const stopping = new AbortController();
try {
  process.on("SIGTERM", () => stopping.abort());
  process.on("SIGINT", () => stopping.abort());
  const stop = await startWorker(env, logger, stopping.signal);
  if (!stopping.signal.aborted) await once(stopping.signal, "abort");
  // Whatever hangs, the end comes: what was not acked will be delivered again.
  setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
  await stop();
  process.exit(0);
} catch (error) {
  logger.error({ reason: errorText(error) }, "the worker cannot start");
  process.exit(1);
}
