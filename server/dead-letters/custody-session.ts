import type { Pool, PoolClient } from "pg";
import { Backoff, pause } from "@/server/backoff";
import { type BatchChannel, openBatchChannel } from "@/server/broker/batch-channel";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Delivery } from "@/server/broker/delivery";
import { errorText, SillageError } from "@/server/errors";
import { incrementalContentDigest } from "@/server/event-store/digests";
import { CustodyBatch, type Taken } from "./custody-batch";
import { type Doubt, readDoubt } from "./custody-doubt";
import { type CustodyLease, recordCustodyAcked, recordProbe } from "./custody-lease";
import { markGone } from "./mark-gone";
import {
  bareEntry,
  type DeadLetterContext,
  type DeadLetterEntry,
  prepareAnyway,
} from "./prepare-dead-letter";

export interface SessionOptions {
  target: BrokerTarget;
  holder: string;
  pool: Pool;
  /** The store's key for digests. */
  secret: Uint8Array;
  context: DeadLetterContext;
  /** Refuse to share the queue with another consumer, where its kind allows that. */
  exclusive: boolean;
  /** What is larger stays in its queue, in bytes. */
  largestBody?: number;
  /** How many messages the first batch takes. */
  firstTake: number;
  observer: SessionObserver;
}

export interface SessionObserver {
  /** Messages are in custody, and the broker has let go of them. `known`: those that had been stored before. */
  held(count: number, known: number): void;
  /** Everything works but for `left` messages, which stay in the queue. */
  working(left: number, why: string | null): void;
  failing(reason: string): void;
}

/** Messages in one batch: as many as make about this many bytes. */
const MOST = 1_000;
const AIM_BYTES = 16 << 20;
export const FIRST_TAKE = 20;
const LARGEST_BODY = 64 << 20;
const MOST_BYTES = 4 * LARGEST_BODY;

/**
 * One life of the connection that moves messages out of a dead-letter queue: take some, store them, COMMIT, ack, have the
 * ack proven and noted, take the next. Between two batches nothing is delivered, so after a crash at any point only
 * messages of the last batch come again, and their rows say which of them are stored.
 */
export class CustodySession {
  readonly #options: SessionOptions;
  readonly #lease: CustodyLease;
  readonly #over = new AbortController();
  #channel: BatchChannel | null = null;
  #client: PoolClient | null = null;
  #ended = "stopped";
  #size: number;
  /** Digests of messages that stay in the queue, by the tags under which they lie here unacked. */
  readonly #left = new Map<number, string>();
  #whyLeft: string | null = null;
  #drained = false;
  #busy = false;

  constructor(lease: CustodyLease, options: SessionOptions) {
    this.#lease = lease;
    this.#options = options;
    this.#size = options.firstTake;
  }

  /**
   * Moves messages until the connection is lost, the queue is another's or `stop` is called.
   * @returns why it ended
   */
  async run(): Promise<string> {
    const { target, holder, exclusive, pool, secret, observer } = this.#options;
    const { vhost, queue } = this.#lease;
    const doubt = await readDoubt(pool, this.#lease);
    this.#channel = await openBatchChannel({
      target,
      vhost,
      queue,
      name: `Sillage custody ${holder}`,
      exclusive,
      maxBodyBytes: this.#options.largestBody ?? LARGEST_BODY,
      maxBatchBytes: MOST_BYTES,
      bodyDigest: () => incrementalContentDigest(secret),
      onClosed: (reason) => this.#end(reason),
    });
    try {
      observer.working(0, null);
      if (doubt.size > 0) await this.#insist(() => recordProbe(pool, this.#lease, doubt.throughBatch));
      if (this.#over.signal.aborted) return this.#ended;
      // All that may come again comes in the first batch, so that what is in doubt is settled by it.
      await this.#turn(doubt, this.#size + doubt.size, false);
      while (!this.#over.signal.aborted && this.#lease.custody === "hold")
        await this.#turn(doubt, this.#size, true);
    } finally {
      this.#over.abort();
      this.#releaseClient(false);
      await this.#channel.close();
    }
    return this.#ended;
  }

  /** Finishes the batch at hand and ends. */
  stop(): void {
    this.#end("stopped");
    // A batch that is being stored is acked before the channel closes; one that is only gathered goes back.
    if (!this.#busy) this.#channel?.close().catch(() => {});
  }

  #end(reason: string): void {
    if (this.#over.signal.aborted) return;
    this.#ended = reason;
    this.#over.abort();
  }

  async #turn(doubt: Doubt, most: number, wait: boolean): Promise<void> {
    const channel = this.#channel!;
    const batch = await channel.take(most, wait);
    if (this.#over.signal.aborted && batch.length === 0) return;
    const entries = batch.map((delivery) =>
      prepareAnyway(delivery, this.#lease.queue, this.#options.context),
    );
    this.#busy = true;
    const known = await this.#settle(batch, entries, doubt);
    if (!known) return;
    const taken = this.#sort(batch, entries, known);
    const storing = new CustodyBatch(taken, this.#lease);
    const stored = await this.#insist(async () => storing.store(await this.#dbClient()));
    this.#releaseClient(false);
    if (!stored) return;
    for (const { tag, reason } of stored.refused)
      this.#leave(tag, taken.find((it) => it.tag === tag)!.entry.digest, reason);
    this.#ack(taken.map(({ tag }) => tag).filter((tag) => !this.#left.has(tag)));
    const ready = await channel.barrier();
    const { throughBatch } = stored;
    if (throughBatch > 0)
      await this.#insist(() => recordCustodyAcked(this.#options.pool, this.#lease, throughBatch));
    this.#learn(batch);
    this.#options.observer.held(taken.length - stored.refused.length, known.size);
    this.#options.observer.working(this.#left.size, this.#whyLeft);
    if (ready === 0) await this.#noteDrained();
    this.#busy = false;
  }

  /**
   * Acks what is stored already, and has that noted before anything else is done: until then nobody can tell what was
   * delivered to us from what comes again.
   * @returns the tags of what came again; null when the session is over
   */
  async #settle(
    batch: readonly Delivery[],
    entries: readonly DeadLetterEntry[],
    doubt: Doubt,
  ): Promise<Set<number> | null> {
    if (doubt.size === 0) return new Set();
    const again = doubt.settle(
      entries.map(({ digest }, n) => ({ digest, redelivered: batch[n]!.redelivered })),
    );
    const known = again.map((n) => batch[n]!.tag);
    for (const tag of known) this.#channel!.ack(tag);
    await this.#channel!.barrier();
    const { pool, exclusive } = this.#options;
    const noted = await this.#insist(() => recordCustodyAcked(pool, this.#lease, doubt.throughBatch));
    if (!noted) return null;
    // Who does not share the queue has got back all that was in doubt; else it may still come.
    if (exclusive) doubt.clear();
    return new Set(known);
  }

  /** What is to be stored, of what has just come; the rest of it stays in the queue. */
  #sort(
    batch: readonly Delivery[],
    entries: readonly DeadLetterEntry[],
    known: ReadonlySet<number>,
  ): Taken[] {
    const { context } = this.#options;
    const { queue, custody } = this.#lease;
    return batch.flatMap((delivery, n): Taken[] => {
      const { tag, oversize } = delivery;
      const entry = entries[n]!;
      if (known.has(tag)) return [];
      if (custody === "hold" && !oversize)
        return [{ tag, entry, bare: () => bareEntry(delivery, queue, context) }];
      if (oversize) this.#leave(tag, entry.digest, `${oversize.bytes} bytes are too many`);
      else this.#left.set(tag, entry.digest);
      return [];
    });
  }

  /** It stays in the queue: here unacked, and again free for others when we go. */
  #leave(tag: number, digest: string, reason: string): void {
    this.#left.set(tag, digest);
    this.#whyLeft = reason;
  }

  #ack(tags: readonly number[]): void {
    if (tags.length === 0) return;
    const last = Math.max(...tags);
    if (this.#left.size === 0) this.#channel!.ackThrough(last);
    else for (const tag of tags) this.#channel!.ack(tag);
  }

  #learn(batch: readonly Delivery[]): void {
    if (batch.length === 0) return;
    const largest = Math.max(...batch.map(({ body }) => body.length), 1);
    this.#size = Math.max(1, Math.min(MOST, Math.floor(AIM_BYTES / largest)));
  }

  /** What was observed and did not come was taken by somebody else. Once: nothing more is observed while it is held. */
  async #noteDrained(): Promise<void> {
    if (this.#drained || this.#lease.custody !== "hold") return;
    await this.#insist(() => markGone(this.#options.pool, this.#lease, [...this.#left.values()]));
    this.#drained = true;
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
