import type { ClientBase, Pool } from "pg";
import { errorText } from "@/server/errors";
import { inTransaction } from "@/server/event-store/append-batch";
import { isDatabaseDown } from "@/server/http/problem";
import type { Logger } from "@/server/logger";
import { failureOf, ServiceFailure } from "./failure";
import { type InboxMessage, markDead, markDone, markRetry, nextMessage, postpone } from "./inbox-messages";
import { holdMailbox, type Lease, MailboxLost } from "./mailbox-lease";
import { afterFailure, MOST_DEATHS } from "./retry";
import type { Service } from "./service";

/** What became of one handling of a message. */
export type Handled = "done" | "retried" | "waiting" | "dead";

export interface RunOptions {
  service: Service;
  pool: Pool;
  logger: Logger;
  random: () => number;
  onHandled: (message: InboxMessage, outcome: Handled, seconds: number) => void;
}

/** How long a message waits whose failure could not be written down: what failed was not the message. */
const POSTPONE_MS = 5_000;
/** How soon a message looks again for what it waits for. */
const WAIT_MS = 1_000;

/**
 * Handles the messages of a mailbox that are due, oldest first, one at a time, until none is due, the mailbox is
 * another's or the signal says stop. What a handler throws concerns its message alone.
 * @throws when the database cannot be used.
 */
export async function runMailbox(options: RunOptions, lease: Lease, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const message = await nextMessage(options.pool, lease);
    if (!message) return;
    try {
      await handleOne(options, lease, message);
    } catch (error) {
      if (error instanceof MailboxLost || isDatabaseDown(error)) throw error;
      const told = { service: lease.service, eventId: message.eventId, reason: errorText(error) };
      options.logger.error(told, "a message could not be given an end, it waits");
      await postpone(options.pool, message.id, POSTPONE_MS);
    }
  }
}

async function handleOne(options: RunOptions, lease: Lease, message: InboxMessage): Promise<void> {
  const { service, pool, onHandled } = options;
  const started = performance.now();
  const told = (outcome: Handled) => onHandled(message, outcome, (performance.now() - started) / 1000);
  const commit = <T>(work: (client: ClientBase) => Promise<T>) => commitHeld(pool, lease, work);
  try {
    if (message.deaths >= MOST_DEATHS)
      throw new ServiceFailure("poison", `The worker ended ${message.deaths} times while it handled this.`);
    const effects = await service.handle(message, { step: commit });
    await commit(async (client) => {
      await effects(client);
      await markDone(client, message.id);
    });
    told("done");
  } catch (error) {
    if (error instanceof MailboxLost || isDatabaseDown(error)) throw error;
    told(await fail(options, commit, message, failureOf(error)));
  }
}

async function fail(
  { service, random, logger }: RunOptions,
  commit: <T>(work: (client: ClientBase) => Promise<T>) => Promise<T>,
  message: InboxMessage,
  failure: ServiceFailure,
): Promise<Handled> {
  if (failure.waits) {
    await commit((client) => postpone(client, message.id, Math.max(failure.notBeforeMs, WAIT_MS)));
    return "waiting";
  }
  const attempts = message.attempts + 1;
  const { eventId, eventType, correlationId } = message;
  const told = {
    service: service.name,
    eventId,
    eventType,
    correlationId,
    attempts,
    reason: failure.message,
  };
  const verdict = afterFailure(attempts, failure, random());
  if (verdict.verdict === "retry") {
    await commit((client) => markRetry(client, message.id, failure, verdict.delayMs));
    logger.warn(
      { ...told, delayMs: Math.round(verdict.delayMs) },
      "a message failed and will be tried again",
    );
    return "retried";
  }
  const effects = await service.giveUp(message, failure);
  await commit(async (client) => {
    await effects(client);
    await markDead(client, message.id, failure);
  });
  logger.error({ ...told, errorClass: failure.errorClass }, "a message is given up");
  return "dead";
}

/** One transaction of a mailbox: it commits only while the mailbox is ours. */
async function commitHeld<T>(pool: Pool, lease: Lease, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      const result = await work(client);
      await holdMailbox(client, lease);
      return result;
    });
  } finally {
    client.release();
  }
}
