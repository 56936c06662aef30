import type { CustodianStatus } from "@/server/dead-letters/custodian";
import type { ObserverStatus } from "@/server/dead-letters/observer";
import type { BreakerStatus } from "@/server/notifications/circuit-breaker";
import type { ProjectionStatus } from "@/server/projections/projection-loop";
import type { TapStatus } from "@/server/taps/taps-schemas";

/** What a worker says about itself, for the pages, /api/ready and /metrics. Times are ISO text: it travels as JSON. */
export interface WorkerStatus {
  role: "worker";
  /** One for each virtual host observed. */
  queues: QueueStatus[];
  taps: TapStatus[];
  sequencer: {
    /** Length of the global log. */
    head: number;
    /** Committed records that had no position yet after the last turn. */
    waiting: number;
    error: string | null;
  };
  outbox: RelayStatus;
  /** One for each read model. Absent in what a worker of an earlier version says. */
  projections?: ProjectionStatus[];
  /** Our own services. None where complaints are switched off, absent in what an earlier version says. */
  services?: ServiceStatus[];
  /** How mails go out. Null where complaints are switched off, absent in what an earlier version says. */
  mail?: MailStatus | null;
  /** Absent in what an earlier version says. */
  deadLetters?: DeadLettersStatus;
}

/** What a worker does about dead letters. */
export interface DeadLettersStatus {
  /** Queues whose messages this worker takes into custody. */
  queues: CustodianStatus[];
  /** What finds the dead letters of queues that are only observed; one worker at a time does it. */
  observer: ObserverStatus;
  /** Virtual hosts whose dead-letter queues cannot be looked at now, and why. */
  problems: { vhost: string; problem: string }[];
}

/** What a worker publishes of our own events. */
export interface RelayStatus {
  /** Messages that the broker confirmed to this worker. */
  published: number;
  /** Why nothing can be published at the moment, in words for a person. */
  error: string | null;
  /** In the outbox, of all workers; null when not known. */
  waiting: number | null;
  oldestSeconds: number | null;
  /** Messages that failed before, with what the broker said last. */
  failing: { exchange: string; routingKey: string; attempts: number; reason: string }[];
}

/** One of our own services, as one worker runs it. The numbers are those of all workers together. */
export interface ServiceStatus {
  name: string;
  /** connecting: no connection to the broker; consuming: messages come, or go to another worker; failing: they cannot be stored now. */
  state: "connecting" | "consuming" | "failing";
  /** Why it does not work, in words for a person. */
  error: string | null;
  /** Messages in the inbox that are to be handled. */
  waiting: number;
  /** Those of them that failed before and wait for their next attempt. */
  retrying: number;
  /** When the oldest of them arrived. */
  oldestAt: string | null;
  /** Mailboxes that this worker handles at this moment. */
  mailboxes: number;
}

/** How one worker gets mails out, and the circuit breaker before the mail server. */
export interface MailStatus extends BreakerStatus {
  /** `own`: the built-in one, whose mails go nowhere; else host and port. */
  server: string;
}

export const QUEUE_STATES = ["connecting", "standby", "active", "failing"] as const;
/**
 * connecting: no connection to the broker; standby: consuming, but another worker gets the messages;
 * active: messages come to this worker; failing: connected, but storing fails and is tried again.
 */
export type QueueState = (typeof QUEUE_STATES)[number];

export interface QueueStatus {
  vhost: string;
  state: QueueState;
  since: string;
  /** Why it is connecting or failing, in words for a person. */
  error: string | null;
  /** Messages waiting in the audit queue; null when not known. */
  ready: number | null;
  /** Delivered to this worker, not yet committed. */
  inHand: number;
  /** Age of the oldest message in hand, in seconds; 0 when there is none. */
  lagSeconds: number;
  /** Stored in the last ten seconds, per second. */
  perSecond: number;
  lastBatch: { at: string; size: number; ms: number } | null;
  stored: number;
  quarantined: number;
}

export type ProcessStatus = WorkerStatus;
