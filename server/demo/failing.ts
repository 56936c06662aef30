import type { HeaderTable } from "@/server/broker/encode-properties";
import type { Received, ShopMessage } from "./shop-message";
import type { Moment, QueueSpec, Reaction } from "./system";

/** What went wrong in a consumer. */
export interface Failure {
  class: "transient" | "poison" | "business";
  type: string;
  message: string;
  at: string;
}

/** How a system's framework writes a failure into headers. */
export type FailureStyle = (failure: Failure) => HeaderTable;

/** Own headers, as many home-made frameworks have them. */
export const plainStyle: FailureStyle = (failure) => ({
  "x-error-class": failure.class,
  "x-exception-type": failure.type,
  "x-exception-message": failure.message,
});

/** As Spring AMQP's republisher writes it. */
export const springStyle: FailureStyle = (failure) => ({
  "x-exception-message": failure.message,
  "x-exception-stacktrace": `${failure.type}: ${failure.message}\n\tat ${failure.at}`,
});

/** As NServiceBus writes it. */
export const serviceBusStyle: FailureStyle = (failure) => ({
  "NServiceBus.ExceptionInfo.ExceptionType": failure.type,
  "NServiceBus.ExceptionInfo.Message": failure.message,
  "NServiceBus.ExceptionInfo.StackTrace": `${failure.type}: ${failure.message}\n   at ${failure.at}`,
});

const RETRY_AFTER_MS = 2_000;
const COUNT = "x-retry-count";

/** The queue in which a failed message waits for its only retry, and the exchange of a system through which it gets there. */
export function waitingRoom(queue: string, retryExchange: string): QueueSpec {
  return {
    name: `${queue}.wait`,
    bindings: [{ exchange: retryExchange, key: queue }],
    ttlMs: RETRY_AFTER_MS,
    deadLetter: { exchange: "", key: queue },
  };
}

/**
 * Fails once: published again to wait, with the failure in its headers; the second time given up, so that the broker
 * dead-letters it.
 * @param subject what the message is about: the consumer remembers that it gave up on it
 */
export function fail(
  received: Received,
  where: { queue: string; retryExchange: string; style: FailureStyle },
  failure: Failure,
  subject: string,
  afterMs: number,
): Reaction {
  const tried = Number(received.headers[COUNT] ?? 0);
  if (tried >= 1) return { afterMs, publish: [], giveUp: memoryKey(where.queue, subject) };
  const again: ShopMessage = {
    exchange: where.retryExchange,
    routingKey: where.queue,
    properties: received.properties,
    headers: { ...(received.headers as HeaderTable), [COUNT]: tried + 1, ...where.style(failure) },
    body: received.body,
  };
  return { afterMs, publish: [again] };
}

/** Older than this, an outage is over. */
const OUTAGE_MS = 60_000;

/**
 * Whether the outage that a message met when it was new is over: when the consumer gave up on it before, when the
 * message has already been dead-lettered by this queue, or simply later. So a redrive of it works, even after a restart.
 */
export function outageIsOver(
  received: Received,
  moment: Moment,
  queue: string,
  subject: string,
  happenedAt: number,
): boolean {
  if (moment.gaveUpOn(memoryKey(queue, subject)) || moment.now - happenedAt > OUTAGE_MS) return true;
  const deaths = received.headers["x-death"];
  return (
    Array.isArray(deaths) && deaths.some((death) => death?.reason === "rejected" && death?.queue === queue)
  );
}

/** Whether the message is on its retry. */
export function isRetry(received: Received): boolean {
  return Number(received.headers[COUNT] ?? 0) > 0;
}

function memoryKey(queue: string, subject: string): string {
  return `${queue} ${subject}`;
}
