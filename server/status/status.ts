import type { Place as TrafficPlace } from "@/server/access/scope";
import { complaintPlace } from "@/server/complaints/complaint-place";
import type { Env } from "@/server/env";
import type { ProcessStatus, QueueState, QueueStatus } from "@/server/processes/process-status";

/** How the system is doing, from what its processes said last. Pure: time is passed in. */

/** A worker that was silent for longer does not count as alive. */
export const ALIVE_MS = 10_000;
/** A lag beyond this makes the system not ready. */
export const MAX_LAG_SECONDS = 120;

export interface ProcessReport {
  id: string;
  seenAt: Date;
  status: ProcessStatus;
}

export interface SystemStatus {
  workers: { alive: number; lastSeenAt: string | null };
  /** The best that any living worker says of each audit queue: an active one before a standby. */
  queues: Pick<
    QueueStatus,
    "vhost" | "state" | "since" | "error" | "ready" | "inHand" | "lagSeconds" | "perSecond"
  >[];
  log: { head: number; waiting: number; error: string | null } | null;
  /** `known`: whether every audit queue is being read; without a connection nobody knows what waits at the broker. */
  lag: { messages: number | null; seconds: number; known: boolean };
  perSecond: number;
  /** What waits to be published of our own events; null while no worker knows. */
  outbox: { waiting: number; oldestSeconds: number; reason: string | null } | null;
}

/** Exchanges that are there and not excluded, by how far they are observed. */
export interface CoverageCount {
  complete: number;
  partial: number;
  notObserved: number;
  total: number;
}

/** Where the reader is: which installation, which broker. */
export interface Place {
  environment: NonNullable<Env["environment"]> | null;
  /** Host and port of the broker; null when there is none. */
  broker: string | null;
  /** Whether the page of all components is there. */
  design: boolean;
  /** Where complaints are published; null where they are switched off. */
  complaints: TrafficPlace | null;
}

/** Reads the place out of the configuration; the broker's address without what is secret in it. */
export function placeOf(env: Pick<Env, "environment" | "rabbitmq" | "design" | "complaints">): Place {
  const { url } = env.rabbitmq;
  return {
    environment: env.environment ?? null,
    broker: url === undefined ? null : new URL(url).host,
    design: env.design,
    complaints: complaintPlace(env),
  };
}

export interface Readiness {
  ok: boolean;
  /** In words, for a person. */
  reason: string;
}

const RANK: Record<QueueState, number> = { active: 0, failing: 1, connecting: 2, standby: 3 };

/** Sums up the reports of all workers. */
export function summarise(reports: readonly ProcessReport[], now: Date): SystemStatus {
  const workers = reports.filter((report) => report.status.role === "worker");
  const alive = workers.filter((report) => now.getTime() - report.seenAt.getTime() < ALIVE_MS);
  const lastSeen = Math.max(0, ...workers.map((report) => report.seenAt.getTime()));
  const queues = new Map<string, QueueStatus>();
  for (const queue of alive.flatMap((report) => report.status.queues)) {
    const known = queues.get(queue.vhost);
    if (!known || RANK[queue.state] < RANK[known.state]) queues.set(queue.vhost, queue);
  }
  const chosen = [...queues.values()].sort((a, b) => (a.vhost < b.vhost ? -1 : 1));
  const ready = chosen.map((queue) => queue.ready);
  const known = chosen.length > 0 && chosen.every((queue) => queue.state !== "connecting");
  const sequencer = alive.map((report) => report.status.sequencer).sort((a, b) => b.head - a.head)[0];
  return {
    workers: { alive: alive.length, lastSeenAt: lastSeen > 0 ? new Date(lastSeen).toISOString() : null },
    queues: chosen.map(({ vhost, state, since, error, ready, inHand, lagSeconds, perSecond }) => ({
      vhost,
      state,
      since,
      error,
      ready,
      inHand,
      lagSeconds,
      perSecond,
    })),
    log: sequencer ? { head: sequencer.head, waiting: sequencer.waiting, error: sequencer.error } : null,
    lag: {
      messages:
        !known || ready.includes(null)
          ? null
          : chosen.reduce((sum, queue) => sum + (queue.ready ?? 0) + queue.inHand, 0),
      seconds: Math.max(0, ...chosen.map((queue) => queue.lagSeconds)),
      known,
    },
    perSecond: chosen.reduce((sum, queue) => sum + queue.perSecond, 0),
    outbox: outboxOf(alive.map((report) => report.status)),
  };
}

/** All workers look into the same outbox; why nothing moves, one of them may know alone. */
function outboxOf(workers: readonly ProcessStatus[]): SystemStatus["outbox"] {
  // A worker of an older version says nothing of it.
  const said = workers.flatMap(({ outbox }) => (outbox && outbox.waiting !== null ? [outbox] : []));
  const [first] = said;
  if (!first) return null;
  const failing = said.find((outbox) => outbox.failing.length > 0)?.failing[0];
  return {
    waiting: first.waiting ?? 0,
    oldestSeconds: first.oldestSeconds ?? 0,
    reason: said.find((outbox) => outbox.error !== null)?.error ?? failing?.reason ?? null,
  };
}

/** Whether messages are being taken in, and why not. */
export function readinessOf(status: SystemStatus): Record<"worker" | "broker" | "lag", Readiness> {
  const { workers, queues, lag } = status;
  const worker: Readiness =
    workers.alive > 0
      ? { ok: true, reason: `${workers.alive} running` }
      : {
          ok: false,
          reason: workers.lastSeenAt
            ? `none running; last seen ${workers.lastSeenAt}`
            : "none has ever started",
        };
  // Standby: connected, and no message came yet (or they go to another worker, which then says active).
  const bad = queues.find((queue) => queue.state === "connecting" || queue.state === "failing");
  const broker: Readiness =
    workers.alive === 0
      ? { ok: false, reason: "not known: no worker is running" }
      : queues.length === 0
        ? { ok: false, reason: "no audit queue is being consumed yet" }
        : bad
          ? { ok: false, reason: `${bad.vhost}: ${bad.state}${bad.error ? `: ${bad.error}` : ""}` }
          : {
              ok: true,
              reason: `consuming from ${queues.length} virtual host${queues.length === 1 ? "" : "s"}`,
            };
  const lagPart: Readiness =
    workers.alive === 0
      ? { ok: false, reason: "not known: no worker is running" }
      : {
          ok: lag.seconds <= MAX_LAG_SECONDS,
          reason: `${lag.seconds.toFixed(1)} s, ${lag.messages ?? "an unknown number of"} messages waiting`,
        };
  return { worker, broker, lag: lagPart };
}
