import type { Pool } from "pg";
import type { z } from "zod";
import type { Scope } from "@/server/access/scope";
import { decodeProperties } from "@/server/broker/decode-properties";
import { parseUnreadable } from "@/server/envelopes/unreadable-reasons";
import { SillageError } from "@/server/errors";
import type { MessageSummary } from "@/server/event-store/message-summary";
import { readMessage } from "@/server/event-store/read-message";
import { readableBody } from "@/server/event-store/readable-body";
import { type SearchRequest, searchMessages } from "@/server/event-store/search-messages";
import { logHead } from "@/server/event-store/sequencer";
import { guardFilter } from "@/server/masking/filter-guard";
import type { Masker } from "@/server/masking/masker";
import type { AuditItem, SearchOutput, searchInput } from "./audit-schemas";
import { describeBody } from "./describe-body";
import type { MessageDetail } from "./detail-schemas";

/** Largest body that is decoded for viewing. */
const VIEW_BYTES = 16 << 20;

/**
 * Answers a search over all messages. `counted`: whether the count is wanted too; see SearchRequest.
 * @throws SillageError FORBIDDEN for a filter by what is masked
 */
export async function searchAudit(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  input: z.output<typeof searchInput>,
  counted: SearchRequest["counted"] = "full",
): Promise<SearchOutput> {
  const { limit, cursor, ...wanted } = input;
  const filter = guardFilter({ ...wanted, scope }, masker);
  const head = counted === "none" ? null : await logHead(pool);
  const answer = await searchMessages(pool, { filter, limit, cursor, counted });
  return {
    items: answer.rows.map((row) => masker.item(toItem(row))),
    nextCursor: answer.nextCursor,
    partial: answer.partial,
    searchedTo: answer.searchedTo?.toISOString() ?? null,
    count: answer.count,
    head,
  };
}

/**
 * Everything about one message.
 * @throws SillageError NOT_FOUND
 */
export async function getMessage(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<MessageDetail> {
  const message = await stored(pool, scope, id);
  const { properties, error } = decodeProperties(message.rawProperties);
  const readable =
    message.body === null ? null : readableBody(message.body, properties.contentEncoding ?? null, VIEW_BYTES);
  return masker.detail({
    item: toItem(message),
    position: message.position,
    contentDigest: message.contentDigest,
    properties,
    maskedFields: 0,
    propertiesError: error,
    body: describeBody(message.body, readable),
  });
}

/**
 * The body of a message byte for byte as it came, and where that was: not where it is masked, because a file cannot say
 * what is missing.
 * @throws SillageError NOT_FOUND, also where the body was too large to be kept; FORBIDDEN where it is masked
 */
export async function getMessageBody(
  pool: Pool,
  scope: Scope,
  masker: Masker,
  id: string,
): Promise<{ body: Buffer; vhost: string; exchange: string }> {
  const message = await stored(pool, scope, id);
  masker.refuseFile(message);
  const { body, vhost, exchange } = message;
  if (body === null)
    throw new SillageError("NOT_FOUND", "The body of this message was too large to be kept.");
  return { body, vhost, exchange };
}

async function stored(pool: Pool, scope: Scope, id: string) {
  const message = await readMessage(pool, id, scope);
  if (!message)
    throw new SillageError("NOT_FOUND", `There is no message ${id}. It may have reached its retention.`);
  return message;
}

/** A summary as it leaves the server: times as text, the event apart from the message. */
export function toItem(row: MessageSummary): AuditItem {
  return {
    message: {
      id: row.id,
      receivedAt: row.receivedAt.toISOString(),
      vhost: row.vhost,
      exchange: row.exchange,
      routingKey: row.routingKey,
      arrival: row.arrival,
      redelivered: row.redelivered,
      bodySize: row.bodySize,
      reading: row.reading,
      unreadableReason: row.unreadableReason,
      unreadable: row.unreadableReason === null ? null : parseUnreadable(row.unreadableReason),
      firstId: row.firstId,
      anomalies: row.anomalies,
    },
    event:
      row.eventType === null || row.kind === null || row.reader === null
        ? null
        : {
            reader: row.reader,
            eventId: row.eventId,
            eventType: row.eventType,
            kind: row.kind,
            producer: row.producer,
            streamId: row.streamId,
            streamSeq: row.streamSeq,
            aggregateType: row.aggregateType,
            aggregateId: row.aggregateId,
            declaredVersion: row.declaredVersion,
            schemaVersion: row.schemaVersion,
            occurredAt: row.occurredAt?.toISOString() ?? null,
            correlationId: row.correlationId,
            causationId: row.causationId,
            traceId: row.traceId,
            spanId: row.spanId,
            actor: row.actor,
            references: row.references,
            inferred: row.inferred,
          },
  };
}
