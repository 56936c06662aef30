import type { ServiceQueue, ServiceTopology } from "@/server/broker/service-topology";

/** Exchanges that our services publish on; each has a dead-letter exchange and a dead-letter queue of its own. */
export const SERVICE_EXCHANGES = ["complaints.events", "notifications.events", "audit.events"] as const;
export type ServiceExchange = (typeof SERVICE_EXCHANGES)[number];

export const SERVICES = ["complaint-service", "notification-service", "audit-service"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Where what died on its way from an exchange goes. */
export const deadLetterExchange = (exchange: string): string => `${exchange}.dlx`;
export const deadLetterQueue = (exchange: string): string => `${exchange}.dlq`;

const ALL: Record<ServiceExchange, string> = {
  "complaints.events": "complaint.#",
  "notifications.events": "notification.#",
  "audit.events": "audit.#",
};

const all = (exchange: ServiceExchange) => ({ exchange, pattern: ALL[exchange] });

/** What each service listens to. */
const READS: Record<ServiceName, readonly { exchange: ServiceExchange; pattern: string }[]> = {
  "complaint-service": [all("notifications.events"), all("audit.events")],
  // Of the audit service only what makes it our turn in a compensation.
  "notification-service": [
    all("complaints.events"),
    { exchange: "audit.events", pattern: "audit.compensation" },
  ],
  "audit-service": [all("complaints.events"), all("notifications.events")],
};

/** Where the broker itself puts what a service rejects: each exchange once, so that all are known to be for dead letters. */
const REJECTS: Record<ServiceName, ServiceExchange> = {
  "complaint-service": "notifications.events",
  "notification-service": "complaints.events",
  "audit-service": "audit.events",
};

/** Where what a service gives up goes: by the exchange that it came through, where that is one of ours. */
export function graveOf(service: string, exchange: string): string {
  const own = SERVICE_EXCHANGES.find((it) => it === exchange);
  return deadLetterExchange(own ?? REJECTS[service as ServiceName] ?? exchange);
}

/** The queue of a service. It bears the service's name. */
export function queueOf(service: ServiceName): ServiceQueue {
  return {
    name: service,
    bindings: READS[service],
    deadLetterExchange: deadLetterExchange(REJECTS[service]),
  };
}

/** Everything that our services need on the broker. */
export const SERVICE_TOPOLOGY: ServiceTopology = {
  exchanges: SERVICE_EXCHANGES,
  deadLetters: SERVICE_EXCHANGES.map((exchange) => ({
    exchange: deadLetterExchange(exchange),
    queue: deadLetterQueue(exchange),
  })),
  queues: SERVICES.map(queueOf),
};
