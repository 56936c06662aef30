import type { Pool, PoolClient } from "pg";
import { Backoff, pause } from "@/server/backoff";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Delivery } from "@/server/broker/delivery";
import { openQueueChannel, type QueueChannel } from "@/server/broker/queue-channel";
import type { BodyDigest } from "@/server/broker/raw-frames";
import { errorText, SillageError } from "@/server/errors";
import type { BatchWriter } from "@/server/event-store/append-batch";
import { DIGEST_BYTES } from "@/server/event-store/delivery-digest";
import { acquireIngestLease, type IngestLease, recordAcked } from "@/server/event-store/ingest-lease";
import type { ArrivalRecord } from "@/server/event-store/record";
import type { RecordIds } from "@/server/event-store/record-ids";
import { BatchSize } from "./batch-size";
import { type Entry, Inbox } from "./inbox";
import { RedeliveryAligner } from "./redelivery";
import { BatchInFlight, type StoredPart } from "./store-batch";

export interface SessionOptions {
  target: BrokerTarget;
  vhost: string;
  queue: string;
  holder: string;
  pool: Pool;
  writer: BatchWriter;
  ids: RecordIds;
  prepare: (delivery: Delivery) => ArrivalRecord;
  bodyDigest: () => BodyDigest;
  /** When the broker's node started, where the management API tells; null when it does not. */
  brokerStartedAt: () => Promise<Date | null>;
  observer: SessionObserver;
}

export interface SessionObserver {
  consuming(): void;
  /** Messages come to this worker. `known`: deliveries that turned out to be stored before. */
  active(known: number): void;
  stored(parts: StoredPart[], ms: number): void;
  depth(ready: number): void;
  failing(reason: string): void;
}

/** One batch on its way to the disk, and one behind it: a third made the ingest no faster, and cost 20 MB. */
const PREFETCH = 2 * BatchSize.most;
export const MAX_BODY_BYTES = 16 * 1024 * 1024;
const INBOX_BYTES = 32 * 1024 * 1024;
const BATCH_BYTES = 8 * 1024 * 1024;
/** While batches have at least THICK messages, one begins every GATHER_MS, or when GATHER_ENOUGH wait. */
const THICK = 10;
const GATHER_MS = 75;
const GATHER_ENOUGH = 500;
/** Redeliveries come in one burst; after this much silence no more are expected. */
const BURST_SILENCE_MS = 250;

/** One life of a consumer of an audit queue: from its connection to the loss of it. */
export class IngestSession {
  readonly #options: SessionOptions;
  readonly #inbox: Inbox;
  readonly #batchSize = new BatchSize();
  readonly #over = new AbortController();
  #channel: QueueChannel | null = null;
  #client: PoolClient | null = null;
  #lease: IngestLease | null = null;
  #storing: number | null = null;
  #lastBatch = { started: 0, size: 0 };
  /** Settles when the broker has taken the ack of the last batch. */
  #acked: Promise<void> = Promise.resolve();
  #stopWaiting: (() => void) | null = null;
  #ended = "stopped";

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#inbox = new Inbox(INBOX_BYTES, (full) => {
      if (!full) return this.#channel?.resume();
      this.#channel?.pause();
      this.#stopWaiting?.();
    });
  }

  get inHand(): number {
    return this.#inbox.size;
  }

  /** When the oldest message not yet committed reached us, in milliseconds since 1970; null when there is none. */
  get oldestReceivedAt(): number | null {
    return this.#storing ?? this.#inbox.oldestReceivedAt;
  }

  /**
   * Consumes until the connection is lost, another worker takes over or `stop` is called.
   * @returns why it ended
   */
  async run(): Promise<string> {
    const { target, vhost, queue, holder, prepare, bodyDigest, observer } = this.#options;
    this.#channel = await openQueueChannel({
      target,
      vhost,
      queue,
      name: `Sillage ingest ${holder}`,
      prefetch: PREFETCH,
      maxBodyBytes: MAX_BODY_BYTES,
      bodyDigest,
      onDelivery: (delivery) =>
        this.#inbox.put({ tag: delivery.tag, record: prepareAnyway(prepare, delivery) }),
      onClosed: (reason) => this.#end(reason),
    });
    // Deliveries may have come before the channel was ours to pause.
    if (this.#inbox.full) this.#channel.pause();
    observer.consuming();
    try {
      if (await this.#inbox.waitFor(0)) {
        await this.#takeOver();
        while (await this.#inbox.waitFor(0)) {
          await this.#gather();
          await this.#storeNext();
        }
      }
    } finally {
      this.#over.abort();
      this.#releaseClient(false);
      await this.#channel.close();
    }
    return this.#ended;
  }

  /** Finishes the batch at hand, acks it and ends. Deliveries after it go back to the queue. */
  stop(): void {
    this.#end("stopped");
  }

  #end(reason: string): void {
    if (this.#over.signal.aborted) return;
    this.#ended = reason;
    this.#over.abort();
    this.#inbox.end();
  }

  /** The first delivery says that we are the active consumer: take the lease, then drop what is stored already. */
  async #takeOver(): Promise<void> {
    const { pool, vhost, holder, brokerStartedAt, observer } = this.#options;
    const lease = await this.#insist(() => acquireIngestLease(pool, vhost, holder));
    if (!lease) return;
    this.#lease = lease;
    // What was never delivered before needs no comparing, and the broker no asking.
    if (!this.#inbox.at(0)?.record.redelivered) {
      observer.active(0);
      return;
    }
    const startedAt = await brokerStartedAt().catch(() => null);
    const restarted = startedAt === null || lease.lastReceivedAt === null || startedAt > lease.lastReceivedAt;
    const tail = restarted
      ? lease.tail
      : lease.tail.subarray(-lease.unackedAtMost * DIGEST_BYTES || lease.tail.length);
    observer.active(await this.#dropKnown(new RedeliveryAligner(tail, lease.unackedAtMost, restarted)));
  }

  async #dropKnown(aligner: RedeliveryAligner): Promise<number> {
    let place = 0;
    let dropped = 0;
    while (!aligner.settled) {
      if (!(await this.#inbox.waitFor(place, place === 0 ? undefined : BURST_SILENCE_MS))) {
        if (this.#over.signal.aborted) break;
        // Silence: a large body on a slow link, or the end. The answer comes behind everything that was sent before it.
        await this.#unlessFull(this.#channel!.barrier().catch(() => {}));
        if (!this.#inbox.at(place)) break;
      }
      const { record } = this.#inbox.at(place)!;
      aligner.push(record.deliveryDigest, record.redelivered);
      place++;
      // Everything the broker may deliver unacked is here and was committed before, in this order: let more come.
      if (!aligner.settled && (place === PREFETCH || (this.#inbox.full && place === this.#inbox.size))) {
        if (!aligner.certain) break;
        dropped += this.#ackKnown(place);
        place = 0;
      }
    }
    aligner.finish();
    return dropped + this.#ackKnown(aligner.known - dropped);
  }

  #ackKnown(count: number): number {
    if (count <= 0) return 0;
    const known = this.#inbox.take(count);
    if (known.length > 0) this.#channel?.ackThrough(known.at(-1)!.tag);
    return known.length;
  }

  /**
   * Lets a batch grow for a moment while messages come thick, but not fast enough to fill one: each transaction costs
   * a flush of the disk and time of the processor, which publishers and their broker may want. A single message is
   * stored at once.
   */
  async #gather(): Promise<void> {
    const rest = GATHER_MS - (performance.now() - this.#lastBatch.started);
    if (this.#lastBatch.size < THICK || this.#inbox.size >= GATHER_ENOUGH || rest <= 0) return;
    await pause(rest, this.#over.signal);
  }

  async #storeNext(): Promise<void> {
    const { writer, ids, observer } = this.#options;
    const lease = this.#lease;
    if (!lease) return;
    const entries = this.#inbox.take(this.#batchSize.current, BATCH_BYTES);
    if (entries.length === 0) return;
    this.#storing = entries[0]!.record.receivedAt;
    const started = performance.now();
    this.#lastBatch = { started, size: entries.length };
    const batch = new BatchInFlight(
      entries.map((entry: Entry) => entry.record),
      lease,
      () => this.#proven(),
    );
    const parts = await this.#insist(async () => batch.store(await this.#dbClient(), writer, ids));
    this.#storing = null;
    if (!parts) return;
    const ms = performance.now() - started;
    this.#channel!.ackThrough(entries.at(-1)!.tag);
    this.#batchSize.learn(entries.length, ms);
    observer.stored(parts, ms);
    this.#acked = this.#proveAck(lease, parts.at(-1)!.batchId);
    this.#acked.catch(() => {});
  }

  /**
   * Asks the broker something behind the ack: the answer proves that the ack was taken. No batch is closed before the
   * one before it is proven, so after a crash only the last batch is in doubt, and that as a whole. It is written down
   * at once, for then nothing is: of equal messages nobody could tell a redelivery from a new one.
   */
  async #proveAck(lease: IngestLease, batchId: number): Promise<void> {
    const { observer, pool } = this.#options;
    observer.depth(await this.#channel!.barrier());
    lease.ackedThrough = batchId;
    recordAcked(pool, { ...lease }).catch((error) => observer.failing(errorText(error)));
  }

  /**
   * Waits for the proof of the last ack, but not while we read nothing: the broker's answer stands behind the
   * deliveries that we leave in the socket. Then more than one batch is in doubt, and `ackedThrough` says how many.
   */
  #proven(): Promise<void> {
    return this.#unlessFull(this.#acked);
  }

  /** What the broker answers, or nothing as soon as the inbox is full: then we read no answers either. */
  #unlessFull(answer: Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stopWaiting = resolve;
      answer.then(() => resolve(), reject);
      if (this.#inbox.full) resolve();
    });
  }

  async #dbClient(): Promise<PoolClient> {
    this.#client ??= await this.#options.pool.connect();
    return this.#client;
  }

  #releaseClient(broken: boolean): void {
    this.#client?.release(broken);
    this.#client = null;
  }

  /** Tries until it works or the session is over (null). A good message never pays for a database that is away. */
  async #insist<T>(work: () => Promise<T>): Promise<T | null> {
    const backoff = new Backoff(100, 5_000);
    for (;;) {
      try {
        return await work();
      } catch (error) {
        this.#releaseClient(true);
        if (error instanceof SillageError && error.code === "CONFLICT") {
          this.#end(error.message);
          return null;
        }
        if (this.#over.signal.aborted) return null;
        this.#options.observer.failing(errorText(error));
        await pause(backoff.next(), this.#over.signal);
        if (this.#over.signal.aborted) return null;
      }
    }
  }
}

/** No single message may end a session: one whose headers break our code is taken without them, and says so. */
function prepareAnyway(prepare: SessionOptions["prepare"], delivery: Delivery): ArrivalRecord {
  try {
    return prepare(delivery);
  } catch (error) {
    return prepare({ ...delivery, headers: undefined, undecodable: errorText(error) });
  }
}
