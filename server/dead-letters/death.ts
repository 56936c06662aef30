import { HEADERS, REDRIVE_EXCHANGE } from "@/server/broker/redrive-names";
import { storable } from "@/server/envelopes/text";

/** What the broker and frameworks wrote into the headers of a dead letter about its deaths. Pure; everything in it is hostile. */

/** One entry of `x-death`: deaths of one message in one queue for one reason. */
export interface Death {
  queue: string | null;
  reason: string | null;
  exchange: string | null;
  routingKeys: string[];
  /** How often; 1 where it does not say. */
  count: number;
  /** Milliseconds since 1970: of the first of them; null where it does not say. */
  at: number | null;
}

/** What is known of the other queues of the virtual host. */
export interface DeathContext {
  /** Its messages expire and go on: a death there is a wait before a retry. */
  isDelayQueue(queue: string): boolean;
  isDeadLetterQueue(queue: string): boolean;
}

/** How a message came to be a dead letter. */
export interface CauseOfDeath {
  /** The queue whose consumer, length or age it died of; null where nothing says. */
  failedQueue: string | null;
  /** A word of the broker (`rejected`, `expired`, `maxlen`, `delivery_limit`), or `moved`: a client put it there. */
  reason: string;
  /** Where it was published before it died the first time, and with what key. */
  originExchange: string | null;
  originKey: string | null;
  /** Newest first, as the broker keeps them. */
  deaths: Death[];
  diedAt: number;
}

/** More entries than any path through queues has: the rest is not read. */
const MOST_DEATHS = 100;
const MOST_KEYS = 20;
const LONGEST_NAME = 255;
const LONGEST_REASON = 40;
/** Clocks of brokers differ from ours by less. */
const EARLIEST = Date.UTC(2007, 0);

/** The reason of a dead letter that no broker made one: a client published it to the queue of its errors. */
export const MOVED = "moved";

/** Where frameworks that move a failed message themselves write the queue that it failed in; an address ends in it. */
const FAILED_QUEUE_HEADERS = [
  "NServiceBus.FailedQ",
  "MT-Fault-InputAddress",
  "rbs2-source-queue",
  "x-original-queue",
];

/** The entries of `x-death`, as far as they can be read. */
export function readDeaths(headers: Readonly<Record<string, unknown>>): Death[] {
  const entries = headers["x-death"];
  if (!Array.isArray(entries)) return [];
  return entries.slice(0, MOST_DEATHS).flatMap((entry) => {
    if (typeof entry !== "object" || entry === null) return [];
    const table = entry as Record<string, unknown>;
    const keys = table["routing-keys"];
    return {
      queue: name(table.queue),
      reason: word(table.reason),
      exchange: name(table.exchange),
      routingKeys: Array.isArray(keys) ? keys.slice(0, MOST_KEYS).flatMap((key) => name(key) ?? []) : [],
      count: countOf(table.count),
      at: timeOf(table.time),
    };
  });
}

/**
 * Tells from the headers of a dead letter what it died of.
 * The queue that failed is that of the newest death that was neither a wait nor a move from one dead-letter queue to
 * another; where there is none, that of the newest death.
 * @param seenAt when it reached us, in milliseconds since 1970: it died before
 */
export function causeOfDeath(
  headers: Readonly<Record<string, unknown>>,
  seenAt: number,
  context: DeathContext,
): CauseOfDeath {
  const deaths = readDeaths(headers);
  const failed =
    deaths.find(
      ({ queue }) => queue !== null && !context.isDelayQueue(queue) && !context.isDeadLetterQueue(queue),
    ) ?? deaths[0];
  if (!failed) return movedByClient(headers, seenAt);
  const first = deaths.at(-1)!;
  return {
    failedQueue: failed.queue,
    reason: failed.reason ?? "unknown",
    originExchange: originExchange(headers, first),
    originKey: first.routingKeys[0] ?? null,
    deaths,
    diedAt: lastTime(deaths, seenAt),
  };
}

/** A redrive goes through our exchange; where the message was published before stands in a header of ours. */
function originExchange(headers: Readonly<Record<string, unknown>>, first: Death): string | null {
  const exchange = name(headers["x-first-death-exchange"]) ?? first.exchange;
  return exchange === REDRIVE_EXCHANGE ? name(headers[HEADERS.exchange]) : exchange;
}

/** Frameworks that publish a failed message to a queue of errors: no broker knows of its death. */
function movedByClient(headers: Readonly<Record<string, unknown>>, seenAt: number): CauseOfDeath {
  const address = FAILED_QUEUE_HEADERS.map((header) => name(headers[header])).find((it) => it !== null);
  return {
    // `queue@machine` of one framework, `scheme://host/vhost/queue?settings` of another.
    failedQueue: address?.replace(/[?@].*$/s, "").replace(/^.*\//s, "") || null,
    reason: MOVED,
    originExchange: name(headers["x-original-exchange"]),
    originKey: name(headers["x-original-routingKey"]),
    deaths: [],
    diedAt: seenAt,
  };
}

/** The latest time that an entry says; it is that of the first death of its kind, so the last one may have been later. */
function lastTime(deaths: readonly Death[], seenAt: number): number {
  let last = 0;
  for (const { at } of deaths) if (at !== null && at > last && at <= seenAt) last = at;
  return last >= EARLIEST ? last : seenAt;
}

function name(value: unknown): string | null {
  return typeof value === "string" && value.length <= LONGEST_NAME ? storable(value) : null;
}

/** The broker's words are short; anything else is cut. */
function word(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? storable(value.slice(0, LONGEST_REASON)) : null;
}

function countOf(value: unknown): number {
  const count = Number(plain(value));
  return Number.isSafeInteger(count) && count > 0 ? count : 1;
}

function timeOf(value: unknown): number | null {
  const seconds = Number(plain(value) ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}

/** A value that AMQP has a type of its own for, as amqplib hands it out: `{ "!": type, value }`. */
function plain(value: unknown): unknown {
  return typeof value === "object" && value !== null && "!" in value
    ? (value as { value?: unknown }).value
    : value;
}
