import { auditService } from "./audit-service/audit-service";
import { type BrokerTarget, vhostOf } from "./broker/connection";
import { systemClock } from "./clock";
import { complaintService } from "./complaints/complaint-service";
import { createComplaintServices } from "./complaints/complaint-services";
import { createOwnStore } from "./complaints/own-store";
import { createPool } from "./db";
import { demoMailTrouble } from "./demo/complaints/mail-troubles";
import type { Env } from "./env";
import { type Services, startServices } from "./inbox/start-services";
import type { Logger } from "./logger";
import type { Metrics } from "./metrics/registry";
import { CircuitBreaker } from "./notifications/circuit-breaker";
import { MailDesk } from "./notifications/mail-desk";
import { startMailSink } from "./notifications/mail-sink";
import { notificationService } from "./notifications/notification-service";
import { handOver } from "./notifications/smtp-client";
import type { MailStatus } from "./processes/process-status";

/** Handlers of all services together that may be in a transaction at the same time. */
const CONNECTIONS = 16;

export interface OwnServicesOptions {
  env: Pick<Env, "smtp" | "demo" | "publicUrl" | "port" | "correlationIdHeader">;
  databaseUrl: string;
  target: BrokerTarget;
  /** Name of this process, unique among workers. */
  owner: string;
  /** The store's key for digests. */
  secret: Uint8Array;
  logger: Logger;
  metrics: Metrics;
}

/** The complaint, notification and audit service as one worker runs them. */
export interface OwnServices extends Pick<Services, "status"> {
  mail(): MailStatus;
  stop(): Promise<void>;
}

/** Starts them, and a mail server of our own where there is no other. */
export async function startOwnServices(options: OwnServicesOptions): Promise<OwnServices> {
  const { env, databaseUrl, target, owner, secret, logger, metrics } = options;
  const pool = createPool(databaseUrl, "services", CONNECTIONS);
  const vhost = vhostOf(target.url);
  const store = createOwnStore(secret);
  const shared = { pool, store, clock: systemClock };
  const trouble = env.demo === "on" ? demoMailTrouble : undefined;
  const sink = env.smtp.url === undefined ? await startMailSink(pool, logger, trouble) : null;
  const smtpUrl = env.smtp.url ?? sink!.url;
  const breaker = new CircuitBreaker(Date.now);
  const origin = env.publicUrl ?? `http://localhost:${env.port}`;
  const desk = new MailDesk({
    ...shared,
    breaker,
    handOver: (mail) => handOver(smtpUrl, mail),
    from: env.smtp.from,
    correlationHeader: env.correlationIdHeader,
    linkTo: (complaintId) => new URL(`/complaints/${encodeURIComponent(complaintId)}`, origin).href,
  });
  const services = startServices({
    target,
    vhost,
    owner,
    pool,
    logger,
    services: [
      complaintService(pool, createComplaintServices({ ...shared, vhost })),
      notificationService({ ...shared, desk }),
      auditService(shared),
    ],
    onHandled: ({ service, eventType }, outcome, seconds) =>
      metrics.inbox.handled(service, eventType, outcome, seconds),
  });
  return {
    status: services.status,
    mail: () => ({ server: sink ? "own" : new URL(smtpUrl).host, ...breaker.status }),
    stop: async () => {
      await services.stop();
      await sink?.stop();
      await pool.end();
    },
  };
}
