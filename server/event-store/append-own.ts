import type { ClientBase } from "pg";
import { streamId as toStreamId } from "@/server/envelopes/stream-id";
import { SillageError } from "@/server/errors";
import { insertBatch } from "./append-batch";
import { CopyBuffer } from "./binary-copy";
import { copyIn } from "./copy-in";
import { createDigester, type Digester } from "./digests";
import { claimOwnKeys } from "./event-keys";
import { COPY_MESSAGES, type Placement, writeMessageRow } from "./message-row";
import { putIntoOutbox } from "./outbox-message";
import { messageOf, recordOf } from "./own-message";
import { RecordIds } from "./record-ids";
import type { PublishedEvent, StoredEvent } from "./stored-event";
import { extendOwnStream } from "./streams";

/** An event that a service of ours decided. */
export interface OwnEvent {
  /** A new UUID; chosen by the caller, so that an event may name another of the same append. */
  eventId: string;
  eventType: string;
  eventData: unknown;
  /** Id of the event or command that it follows from. */
  causationId?: string | undefined;
  /** Who did it. */
  actor?: string | undefined;
}

/** Events for the end of one stream, and where they are published. */
export interface OwnAppend {
  vhost: string;
  exchange: string;
  /** The service that says it: `complaint-service`; the producer of the events. */
  service: string;
  aggregateType: string;
  aggregateId: string;
  /** The version of the stream that the events were decided from; 0: it must not exist yet. */
  expectedVersion: number;
  /** At most 255 bytes. */
  correlationId: string;
  at: Date;
  /** At least one. */
  events: readonly OwnEvent[];
}

export interface OwnAppended {
  /** Of the stream, after it. */
  version: number;
  events: StoredEvent[];
}

/**
 * Appends to the streams that only Sillage's own commands may extend. What is appended stands in the store before it is
 * published; the relay publishes it, and what then comes back through the tap is linked to it as its echo.
 */
export class OwnStore {
  readonly #digester: Digester;
  readonly #check: (event: PublishedEvent) => void;
  readonly #ids = new RecordIds();

  /**
   * @param secret the store's key for digests
   * @param check throws for an event that must not be published: of an unknown type, or against its schema
   */
  constructor(secret: Uint8Array, check: (event: PublishedEvent) => void) {
    this.#digester = createDigester(secret);
    this.#check = check;
  }

  /**
   * Appends events and puts their messages into the outbox, in the caller's transaction.
   * @throws SillageError CONFLICT with `expectedVersion` and `actualVersion` when the stream has another version than
   *   expected; the transaction may go on then, and nothing of this append is in it. CONFLICT without versions when an
   *   event id is taken; the transaction must not go on. Whatever `check` throws.
   */
  async append(client: ClientBase, append: OwnAppend): Promise<OwnAppended> {
    const { vhost, exchange, service, at } = append;
    const events = append.events.map((event, i) => envelope(append, event, append.expectedVersion + i + 1));
    events.forEach(this.#check);
    const messages = events.map((event) => messageOf(event, service));
    const records = events.map((event, i) =>
      recordOf(event, messages[i]!, { digester: this.#digester, vhost, exchange, at }),
    );

    // The head first: it stays locked to COMMIT, so that numbers, log and outbox of a stream have one order.
    const version = append.expectedVersion + events.length;
    const streamId = toStreamId(append.aggregateType, append.aggregateId);
    await extendOwnStream(client, { ...append, streamId, version });
    const firstRecord = await this.#ids.take(client, records.length);
    await claim(client, records, firstRecord);
    const leaves = await writeRows(client, records, firstRecord, append.expectedVersion);
    await insertBatch(client, { records, stored: records.length, firstRecord, leaves, lease: null });
    await putIntoOutbox(
      client,
      messages.map((message) => ({ ...message, lane: `${vhost}/${streamId}`, vhost, exchange, headers: {} })),
    );
    return { version, events: events.map((event) => ({ ...event, position: null })) };
  }
}

function envelope(append: OwnAppend, event: OwnEvent, version: number): PublishedEvent {
  return {
    eventId: event.eventId,
    eventType: event.eventType,
    aggregateId: append.aggregateId,
    aggregateType: append.aggregateType,
    eventData: event.eventData,
    metadata: {
      timestamp: append.at.toISOString(),
      version,
      correlationId: append.correlationId,
      ...(event.causationId !== undefined && { causationId: event.causationId }),
      ...(event.actor !== undefined && { userId: event.actor }),
    },
  };
}

type OwnRecord = ReturnType<typeof recordOf>;

async function claim(client: ClientBase, records: readonly OwnRecord[], firstRecord: number): Promise<void> {
  const keys = records.map(({ eventKey, contentDigest, receivedAt }, i) => ({
    id: firstRecord + i,
    key: eventKey,
    content: contentDigest,
    receivedAt,
  }));
  if (!(await claimOwnKeys(client, keys))) {
    throw new SillageError("CONFLICT", "An event with one of these ids is stored already.");
  }
}

async function writeRows(
  client: ClientBase,
  records: readonly OwnRecord[],
  firstRecord: number,
  before: number,
): Promise<Buffer> {
  const copy = new CopyBuffer(16 << 10);
  const leaves = Buffer.alloc(records.length * 32);
  records.forEach((record, i) => {
    const placement: Placement = {
      id: firstRecord + i,
      arrival: "appended",
      reading: "event",
      first: null,
      streamSeq: before + i + 1,
      anomalies: [],
    };
    leaves.write(writeMessageRow(copy, record, placement), i * 32, "latin1");
  });
  await copyIn(client, COPY_MESSAGES, copy.finish());
  return leaves;
}
