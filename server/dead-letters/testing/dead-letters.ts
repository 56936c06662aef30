import type { ClientBase, Pool } from "pg";
import {
  encodeProperties,
  type HeaderTable,
  type WrittenProperties,
} from "@/server/broker/encode-properties";
import { storedDelivery } from "@/server/broker/stored-delivery";
import { inTransaction } from "@/server/event-store/append-batch";
import { createDigester } from "@/server/event-store/digests";
import { createDeadLetterDigester } from "../dead-letter-digests";
import { type DeadLetterContext, type DeadLetterEntry, prepareDeadLetter } from "../prepare-dead-letter";
import { storeDeadLetters } from "../store-dead-letters";

/** Digests of tests are made with this key, not with the one of the store. */
const SECRET = Buffer.alloc(32, 7);

/** Queues named `*.wait` are delay queues, those named `*.dlq` are dead-letter queues, exchanges named `*.dlx` theirs. */
export const TEST_CONTEXT: DeadLetterContext = {
  digester: createDigester(SECRET),
  digests: createDeadLetterDigester(SECRET),
  isDeadLetterExchange: (_vhost, exchange) => exchange.endsWith(".dlx"),
  isDelayQueue: (_vhost, queue) => queue.endsWith(".wait"),
  isDeadLetterQueue: (_vhost, queue) => queue.endsWith(".dlq"),
  mappingFor: () => undefined,
};

/** A dead letter of a test. Everything has a value of its own where it is not given. */
export interface TestDeadLetter {
  vhost?: string;
  /** The dead-letter queue; `orders.dlq`. */
  queue?: string;
  state?: "observed" | "held";
  /** The dead-letter exchange; `orders.dlx`. */
  exchange?: string;
  routingKey?: string;
  failedQueue?: string;
  reason?: string;
  originExchange?: string;
  /** Milliseconds since 1970; a minute ago. */
  diedAt?: number;
  /** What the headers say of the error, as a home-made framework writes it. */
  error?: { class?: string; type?: string; message?: string };
  /** Further headers. */
  headers?: HeaderTable;
  properties?: WrittenProperties;
  body?: Buffer | string;
  /** In place of `body`. */
  json?: unknown;
  redelivered?: boolean;
}

let made = 0;

/** The entry of a dead letter, prepared as custody does it. */
export function testDeadLetter(given: TestDeadLetter = {}): DeadLetterEntry {
  const { vhost = "/", queue = "orders.dlq", exchange = "orders.dlx", failedQueue = "orders.work" } = given;
  const now = Date.now();
  const { originExchange = "orders", routingKey = "order.created", diedAt = now - 60_000 } = given;
  const properties = encodeProperties(given.properties ?? {}, {
    "x-death": [
      {
        count: { "!": "long", value: 1 },
        reason: given.reason ?? "rejected",
        queue: failedQueue,
        time: { "!": "timestamp", value: Math.floor(diedAt / 1_000) },
        exchange: originExchange,
        "routing-keys": [routingKey],
      },
    ],
    "x-first-death-exchange": originExchange,
    "x-first-death-queue": failedQueue,
    "x-first-death-reason": given.reason ?? "rejected",
    ...(given.error?.class !== undefined && { "x-error-class": given.error.class }),
    ...(given.error?.type !== undefined && { "x-exception-type": given.error.type }),
    ...(given.error?.message !== undefined && { "x-exception-message": given.error.message }),
    ...given.headers,
  });
  const body = given.json === undefined ? (given.body ?? `{"number":${++made}}`) : JSON.stringify(given.json);
  const delivery = storedDelivery({
    receivedAt: now,
    vhost,
    exchange,
    routingKey,
    redelivered: given.redelivered ?? false,
    rawProperties: properties,
    body: Buffer.from(body),
    oversize: null,
  });
  const record = given.state === "observed" ? { id: ++made, receivedAt: new Date(now) } : null;
  return { ...prepareDeadLetter(delivery, queue, TEST_CONTEXT, record), diedAt };
}

/** Stores dead letters in one transaction. @returns their ids, in order */
export async function storeTestDeadLetters(
  pool: Pool,
  given: readonly (TestDeadLetter | DeadLetterEntry)[],
  custodyBatch = 1,
): Promise<number[]> {
  const entries = given.map((it) => ("digest" in it ? it : testDeadLetter(it)));
  const client = await pool.connect();
  try {
    const stored = await inTransaction(client, () =>
      storeDeadLetters(client as ClientBase, entries, custodyBatch),
    );
    return stored.map(({ id }) => id);
  } finally {
    client.release();
  }
}

/** A number of dead letters of one cause, with numbered bodies. @returns their ids, in order */
export async function storeManyDeadLetters(
  pool: Pool,
  count: number,
  given: TestDeadLetter = {},
): Promise<number[]> {
  const ids: number[] = [];
  for (let from = 0; from < count; from += 1_000) {
    const part = Array.from({ length: Math.min(1_000, count - from) }, (_, n) => ({
      json: { number: from + n },
      ...given,
    }));
    ids.push(...(await storeTestDeadLetters(pool, part)));
  }
  return ids;
}
