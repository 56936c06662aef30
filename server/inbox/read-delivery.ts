import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Delivery } from "@/server/broker/delivery";
import { identity, label } from "@/server/envelopes/text";

/** What the inbox needs of an event before it knows its type. The rest of the envelope is checked when it is handled. */
const envelope = z.looseObject({
  eventId: z.string().transform((value, context) => identity(value) ?? refuse(context, "is no usable id")),
  eventType: z.string().transform((value, context) => label(value) ?? refuse(context, "is no usable type")),
  aggregateId: z
    .string()
    .transform((value, context) => identity(value) ?? refuse(context, "is no usable id")),
  eventData: z.looseObject({ complaintId: z.string().optional() }),
  metadata: z.looseObject({ correlationId: z.string().optional() }),
});

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}

/** A delivery as the inbox keeps it. */
export interface InboxEntry {
  delivery: Delivery;
  eventId: string;
  eventType: string | null;
  /** What is handled one message at a time. */
  mailbox: string;
  correlationId: string | null;
  /** SHA-256 of the body. */
  digest: Buffer;
  /** Why no service can use it: it is poison. Null where it can be handled. */
  problem: string | null;
}

/** Reads of a delivery what the inbox needs. What is no event of the seed's envelope is poison, with the reason. */
export function readDelivery(delivery: Delivery): InboxEntry {
  const digest = createHash("sha256").update(delivery.body).digest();
  const given = parseJson(delivery.body);
  if (given === undefined) return poison({ delivery, digest }, "The body is not JSON.");
  const parsed = envelope.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return poison({ delivery, digest }, `Not an event: ${issue!.path.join(".") || "body"} ${issue!.message}`);
  }
  const { eventId, eventType, aggregateId, eventData, metadata } = parsed.data;
  return {
    delivery,
    digest,
    eventId,
    eventType,
    mailbox: identity(eventData.complaintId) ?? aggregateId,
    correlationId: identity(metadata.correlationId),
    problem: null,
  };
}

/**
 * Without an event id a repeated delivery cannot be told from a second message, so each one is kept: dead-lettered
 * twice is better than lost.
 */
export function poison(entry: Pick<InboxEntry, "delivery" | "digest">, problem: string): InboxEntry {
  const eventId = `unreadable-${randomUUID()}`;
  return { ...entry, eventId, eventType: null, mailbox: eventId, correlationId: null, problem };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
