import type { Delivery } from "@/server/broker/delivery";
import { errorText } from "@/server/errors";
import type { SealedBody } from "@/server/event-store/seal";
import { prepareRecord, type ReadingContext } from "@/server/ingest/prepare-record";
import type { DeadLetterDigester } from "./dead-letter-digests";
import { type CauseOfDeath, causeOfDeath } from "./death";
import { type DeclaredError, declaredError } from "./error-headers";
import { errorSignature } from "./error-signature";
import { type RedriveClaim, redriveClaim } from "./redrive-headers";

/** A dead letter ready to be stored: everything about it that needs no database. */
export interface DeadLetterEntry {
  vhost: string;
  /** The dead-letter queue. */
  queue: string;
  /** held: it is in hand, and its content is kept; observed: it was seen on its way into the queue. */
  state: "observed" | "held";
  /** Milliseconds since 1970. */
  seenAt: number;
  diedAt: number;
  /** UUID: see DeadLetterDigester. */
  digest: string;
  groupKey: string;
  exchange: string;
  routingKey: Buffer;
  cause: CauseOfDeath;
  error: DeclaredError;
  signature: string;
  rawProperties: Buffer;
  /** JSON text of the sanitised headers, null when there were none. */
  headersJson: string | null;
  /** Null where it was too large to be kept. */
  body: SealedBody | null;
  bodySize: number;
  /** The arrival that shows it, where it is only observed. */
  record: { id: number; receivedAt: Date } | null;
  eventId: string | null;
  eventType: string | null;
  producer: string | null;
  streamId: string | null;
  correlationId: string | null;
  /** The message of a redrive that it says it is. */
  redrive: RedriveClaim | null;
}

/** What `prepareDeadLetter` needs to know about the broker and the operator's settings. */
export interface DeadLetterContext extends ReadingContext {
  digests: DeadLetterDigester;
  isDelayQueue(vhost: string, queue: string): boolean;
  isDeadLetterQueue(vhost: string, queue: string): boolean;
}

/**
 * Turns a message into an entry. Never throws on what a broker may send.
 * @param message as the dead-letter queue delivers it, or as the tap on its dead-letter exchange has seen it
 * @param record the arrival that shows it, where it is only observed
 */
export function prepareDeadLetter(
  message: Delivery,
  queue: string,
  context: DeadLetterContext,
  record: DeadLetterEntry["record"] = null,
): DeadLetterEntry {
  const { vhost } = message;
  const headers = message.headers ?? {};
  const arrival = prepareRecord(message, context);
  const routingKey = Buffer.from(message.routingKey);
  const cause = causeOfDeath(headers, message.receivedAt, {
    isDelayQueue: (name) => context.isDelayQueue(vhost, name),
    isDeadLetterQueue: (name) => context.isDeadLetterQueue(vhost, name),
  });
  const error = declaredError(headers);
  const signature = errorSignature(error.message);
  const { envelope, contentDigest } = arrival;
  return {
    vhost,
    queue,
    state: record ? "observed" : "held",
    seenAt: message.receivedAt,
    // What passes the tap has just died.
    diedAt: record ? message.receivedAt : cause.diedAt,
    digest: context.digests.identity({
      vhost,
      queue,
      exchange: message.exchange,
      routingKey,
      rawProperties: message.rawProperties,
      contentDigest,
    }),
    groupKey: context.digests.group({
      vhost,
      queue,
      failedQueue: cause.failedQueue ?? "",
      // Where it belongs, for scopes and masks, as for the dead letter itself.
      exchange: cause.originExchange ?? arrival.exchange,
      reason: cause.reason,
      errorClass: error.errorClass,
      errorType: error.type,
      signature,
    }),
    exchange: arrival.exchange,
    routingKey,
    cause,
    error,
    signature,
    rawProperties: message.rawProperties,
    headersJson: arrival.headersJson,
    body: arrival.body,
    bodySize: arrival.bodySize,
    record,
    eventId: envelope?.eventId ?? null,
    eventType: envelope?.eventType ?? null,
    producer: envelope?.producer ?? null,
    streamId: arrival.streamId,
    correlationId: envelope?.correlationId ?? null,
    redrive: redriveClaim(headers),
  };
}

/** No single message may end custody: one whose headers break our code is taken without them. */
export function prepareAnyway(...args: Parameters<typeof prepareDeadLetter>): DeadLetterEntry {
  const [message, ...rest] = args;
  try {
    return prepareDeadLetter(message, ...rest);
  } catch (error) {
    return prepareDeadLetter({ ...message, headers: undefined, undecodable: errorText(error) }, ...rest);
  }
}

/** The entry with nothing that was read from the message: its bytes, and where it lies. For what PostgreSQL refuses. */
export function bareEntry(message: Delivery, queue: string, context: DeadLetterContext): DeadLetterEntry {
  const unread = { ...message, headers: undefined, properties: {}, undecodable: "not storable" };
  return {
    ...prepareAnyway(unread, queue, context),
    eventId: null,
    eventType: null,
    producer: null,
    streamId: null,
    correlationId: null,
  };
}
