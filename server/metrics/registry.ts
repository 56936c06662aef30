import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObject,
  Registry,
} from "prom-client";

/** What is measured, by the names under which Prometheus finds it. One set a process. */
export interface Metrics {
  registry: Registry;
  /** Time from the arrival of a message to its commit. `eventType` null: not readable as an event. */
  observeEvent(
    eventType: string | null,
    status: "stored" | "duplicate" | "quarantined" | "failed",
    seconds: number,
  ): void;
  /** Events of our own services that the broker has confirmed. */
  publishedEvents: Counter<"event_type" | "service">;
  inbox: {
    /** One handling of a message by a service of ours. */
    handled(
      service: string,
      eventType: string,
      status: "done" | "retried" | "waiting" | "dead",
      seconds: number,
    ): void;
    waiting: Gauge<"service">;
    retrying: Gauge<"service">;
    /** 0 closed, 1 half-open, 2 open. */
    breaker: Gauge;
  };
  ingest: {
    messages: Counter<"vhost">;
    lagMessages: Gauge<"vhost">;
    lagSeconds: Gauge<"vhost">;
    batchSize: Histogram;
    batchSeconds: Histogram;
    quarantined: Counter<"vhost">;
    gapMessages: Gauge<"vhost" | "exchange">;
  };
  deadLetters: {
    /** Taken into custody by this process. */
    held: Counter;
    /** Records of the log that were not looked through for dead letters yet. */
    behind: Gauge;
    /** 1 while custody of a queue does not work. */
    failing: Gauge<"vhost" | "queue">;
  };
  projections: {
    lagEvents: Gauge<"projection">;
    lagSeconds: Gauge<"projection">;
  };
  sagas: {
    /** A saga has ended. `defined`: its type is the name of a definition, of which there are few. */
    ended(type: string, defined: boolean, status: string, seconds: number): void;
    /** Of those that have not ended. */
    stuck: Gauge;
    late: Gauge;
  };
}

/** Event types come from the wire: without a bound, a producer that invents names would fill Prometheus. */
const MAX_EVENT_TYPES = 200;
const MAX_LABEL_LENGTH = 120;
/** So do the types that sagas begin with, each of which has a series for each bucket and status. */
const MAX_SAGA_TYPES = 50;

/** Makes the metrics of one process. `service` is `web` or `worker`. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, labels: { service } });
  const duration = new Histogram({
    name: "event_processing_duration_seconds",
    help: "Time from the arrival of a message to its commit",
    labelNames: ["event_type", "service", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const labelOf = boundedLabels(MAX_EVENT_TYPES);
  const sagaTypeOf = boundedLabels(MAX_SAGA_TYPES);
  const executions = new Histogram({
    name: "saga_execution_duration_seconds",
    help: "Time from the first event of a saga to the one that ended it",
    labelNames: ["saga_type", "status"],
    buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400, 604_800],
    registers,
  });
  const dead = new Counter({
    name: "sillage_inbox_dead_letters_total",
    help: "Messages that a service gave up and that went to a dead-letter queue",
    labelNames: ["service"],
    registers,
  });
  return {
    registry,
    observeEvent: (eventType, status, seconds) =>
      duration.observe(
        { event_type: eventType === null ? "unreadable" : labelOf(eventType), service, status },
        seconds,
      ),
    publishedEvents: new Counter({
      name: "events_published_total",
      help: "Events of Sillage's own services that the broker has confirmed",
      labelNames: ["event_type", "service"],
      registers,
    }),
    inbox: {
      handled: (name, eventType, status, seconds) => {
        duration.observe({ event_type: labelOf(eventType), service: name, status }, seconds);
        if (status === "dead") dead.inc({ service: name });
      },
      waiting: new Gauge({
        name: "sillage_inbox_waiting_messages",
        help: "Messages in the inbox of a service that are to be handled",
        labelNames: ["service"],
        aggregator: "max",
        registers,
      }),
      retrying: new Gauge({
        name: "sillage_inbox_retrying_messages",
        help: "Messages in the inbox of a service that failed and wait for their next attempt",
        labelNames: ["service"],
        aggregator: "max",
        registers,
      }),
      breaker: new Gauge({
        name: "sillage_smtp_breaker",
        help: "Circuit breaker before the mail server: 0 closed, 1 half-open, 2 open",
        aggregator: "max",
        registers,
      }),
    },
    ingest: {
      messages: new Counter({
        name: "sillage_ingest_messages_total",
        help: "Messages stored",
        labelNames: ["vhost"],
        registers,
      }),
      lagMessages: new Gauge({
        name: "sillage_ingest_lag_messages",
        help: "Messages waiting in the audit queue or in hand, not yet committed",
        labelNames: ["vhost"],
        aggregator: "max",
        registers,
      }),
      lagSeconds: new Gauge({
        name: "sillage_ingest_lag_seconds",
        help: "Age of the oldest message that is not yet committed",
        labelNames: ["vhost"],
        aggregator: "max",
        registers,
      }),
      batchSize: new Histogram({
        name: "sillage_ingest_batch_size",
        help: "Messages committed in one transaction",
        buckets: [1, 5, 10, 50, 100, 250, 500, 1000, 2500, 5000],
        registers,
      }),
      batchSeconds: new Histogram({
        name: "sillage_ingest_batch_seconds",
        help: "Time to commit one batch",
        buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        registers,
      }),
      quarantined: new Counter({
        name: "sillage_ingest_quarantined_total",
        help: "Messages that could not be stored and went to quarantine",
        labelNames: ["vhost"],
        registers,
      }),
      gapMessages: new Gauge({
        name: "sillage_ingest_gap_messages",
        help: "Messages that were published and are known not to be stored",
        labelNames: ["vhost", "exchange"],
        aggregator: "max",
        registers,
      }),
    },
    deadLetters: {
      held: new Counter({
        name: "sillage_dead_letters_held_total",
        help: "Dead letters that were taken into custody",
        registers,
      }),
      behind: new Gauge({
        name: "sillage_dead_letters_behind_records",
        help: "Records of the log that were not looked through for dead letters yet",
        aggregator: "min",
        registers,
      }),
      failing: new Gauge({
        name: "sillage_custody_failing",
        help: "1 while messages of a dead-letter queue that is to be held cannot be taken",
        labelNames: ["vhost", "queue"],
        aggregator: "max",
        registers,
      }),
    },
    projections: {
      lagEvents: new Gauge({
        name: "sillage_projection_lag_events",
        help: "Events of our own that a read model does not have yet",
        labelNames: ["projection"],
        aggregator: "max",
        registers,
      }),
      lagSeconds: new Gauge({
        name: "sillage_projection_lag_seconds",
        help: "Age of the oldest event that a read model does not have yet",
        labelNames: ["projection"],
        aggregator: "max",
        registers,
      }),
    },
    sagas: {
      ended: (type, defined, status, seconds) =>
        executions.observe({ saga_type: defined ? type : sagaTypeOf(type), status }, seconds),
      stuck: new Gauge({
        name: "sillage_sagas_stuck",
        help: "Sagas that have not ended and are past so many times the duration that is usual or said",
        aggregator: "max",
        registers,
      }),
      late: new Gauge({
        name: "sillage_sagas_late",
        help: "Sagas that have not ended and are past the duration that is usual or said, stuck ones among them",
        aggregator: "max",
        registers,
      }),
    },
  };
}

/** Lets the first `max` different values through as they are; all later ones, and overlong ones, become `other`. */
export function boundedLabels(max: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= max || value.length > MAX_LABEL_LENGTH) return "other";
    known.add(value);
    return value;
  };
}

/** Adds up what several processes report (`registry.getMetricsAsJSON()` each) and writes it for Prometheus. */
export async function aggregateMetrics(reports: readonly MetricObject[][]): Promise<string> {
  return AggregatorRegistry.aggregate(reports as MetricObject[][]).metrics();
}
