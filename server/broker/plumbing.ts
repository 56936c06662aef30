import type { ChannelModel } from "amqplib";
import { SillageError } from "@/server/errors";
import { declare } from "./declare";

/** Everything that is ours on a broker begins with this. */
export const OWN_PREFIX = "sillage.";
/** Internal fanout exchange that all taps of a virtual host feed. */
export const TAP_EXCHANGE = "sillage.tap";
/** The queue that the ingest consumes, one in each virtual host. */
export const AUDIT_QUEUE = "sillage.audit";

/** How much the audit queue may hold before its oldest messages are dropped: we never fill somebody's broker. */
export interface AuditQueueLimits {
  maxMessages: number;
  maxBytes: number;
}

export const DEFAULT_LIMITS: AuditQueueLimits = { maxMessages: 1_000_000, maxBytes: 1024 ** 3 };

/** What was found or made. `warnings` are sentences for a person. */
export interface PlumbingReport {
  warnings: string[];
}

/**
 * The arguments that the audit queue is declared with. Classic is said explicitly because a virtual host may have
 * another default, and neither a quorum queue (no drop-head by bytes in order) nor a stream will do.
 */
export function auditQueueArguments(limits: AuditQueueLimits): Record<string, unknown> {
  return {
    "x-queue-type": "classic",
    "x-max-length": limits.maxMessages,
    "x-max-length-bytes": limits.maxBytes,
    "x-overflow": "drop-head",
    "x-single-active-consumer": true,
    // Half the cost for a publisher who waits for the confirm, measured (docs/decisions/0008).
    "x-queue-version": 2,
  };
}

/**
 * Declares our exchange and queue in the connection's virtual host and joins them; does nothing where they stand.
 * What exists with other arguments is kept as it is and reported.
 * @throws SillageError FORBIDDEN, with the command that grants it, when the user may not declare them.
 */
export async function ensurePlumbing(
  connection: ChannelModel,
  vhost: string,
  limits: AuditQueueLimits = DEFAULT_LIMITS,
): Promise<PlumbingReport> {
  const warnings: string[] = [];
  const exchange = await declare(connection, (channel) =>
    channel.assertExchange(TAP_EXCHANGE, "fanout", { durable: true, internal: true }),
  );
  if (exchange === "differs") {
    warnings.push(
      `The exchange ${TAP_EXCHANGE} exists, but is not a durable internal fanout exchange. It is used as it is; ` +
        "if messages do not arrive, delete it and start again.",
    );
  }
  const queue = await declare(connection, (channel) =>
    channel.assertQueue(AUDIT_QUEUE, { durable: true, arguments: auditQueueArguments(limits) }),
  );
  if (queue === "differs") {
    warnings.push(
      `The queue ${AUDIT_QUEUE} exists with other arguments than the settings ask for (at most ` +
        `${limits.maxMessages} messages, ${limits.maxBytes} bytes). It is used as it is; to apply the settings, ` +
        "let it run empty, delete it and start again.",
    );
  }
  const bound = await declare(connection, (channel) => channel.bindQueue(AUDIT_QUEUE, TAP_EXCHANGE, ""));
  if (bound === "differs") {
    throw new SillageError("CONFLICT", `${AUDIT_QUEUE} cannot be bound to ${TAP_EXCHANGE} in ${vhost}.`);
  }
  return { warnings };
}
