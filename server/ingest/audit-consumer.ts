import { Backoff, pause } from "@/server/backoff";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import type { QueueState, QueueStatus } from "@/server/processes/process-status";
import { IngestSession, type SessionObserver, type SessionOptions } from "./ingest-session";
import type { StoredPart } from "./store-batch";

export interface AuditConsumerOptions extends Omit<SessionOptions, "observer"> {
  logger: Logger;
  /** Called after each committed batch. */
  onStored?: (parts: StoredPart[], ms: number) => void;
}

/** A session that lasted this long was a good one: the next failure begins with a short wait again. */
const GOOD_SESSION_MS = 10_000;
const RATE_WINDOW_MS = 10_000;

/** Keeps one audit queue flowing into the store: a session, and after each loss another one, until stopped. */
export class AuditConsumer implements SessionObserver {
  readonly #options: AuditConsumerOptions;
  readonly #stopping = new AbortController();
  #session: IngestSession | null = null;
  #state: QueueState = "connecting";
  #since = new Date();
  #error: string | null = null;
  #ready: number | null = null;
  #lastBatch: QueueStatus["lastBatch"] = null;
  #stored = 0;
  #quarantined = 0;
  #recent: { at: number; count: number }[] = [];
  #running: Promise<void> | null = null;

  constructor(options: AuditConsumerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the batch at hand and closes. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#session?.stop();
    await this.#running;
  }

  status(): QueueStatus {
    const now = Date.now();
    const oldest = this.#session?.oldestReceivedAt ?? null;
    this.#recent = this.#recent.filter((batch) => batch.at > now - RATE_WINDOW_MS);
    return {
      vhost: this.#options.vhost,
      state: this.#state,
      since: this.#since.toISOString(),
      error: this.#error,
      ready: this.#ready,
      inHand: this.#session?.inHand ?? 0,
      lagSeconds: oldest === null ? 0 : Math.max(0, now - oldest) / 1000,
      perSecond: this.#recent.reduce((sum, batch) => sum + batch.count, 0) / (RATE_WINDOW_MS / 1000),
      lastBatch: this.#lastBatch,
      stored: this.#stored,
      quarantined: this.#quarantined,
    };
  }

  consuming(): void {
    this.#become("standby", null);
  }

  active(known: number): void {
    this.#become("active", null);
    if (known > 0)
      this.#options.logger.info({ vhost: this.#options.vhost, known }, "redeliveries were stored before");
  }

  stored(parts: StoredPart[], ms: number): void {
    let size = 0;
    for (const part of parts) {
      size += part.records.length;
      if (!part.failure) continue;
      this.#quarantined += part.records.length;
      this.#options.logger.error(
        { vhost: this.#options.vhost, ...part.failure },
        "a message went to quarantine",
      );
    }
    this.#stored += size;
    this.#recent.push({ at: Date.now(), count: size });
    this.#lastBatch = { at: new Date().toISOString(), size, ms: Math.round(ms) };
    if (this.#state !== "active") this.#become("active", null);
    this.#options.onStored?.(parts, ms);
  }

  depth(ready: number): void {
    this.#ready = ready;
  }

  failing(reason: string): void {
    if (this.#state !== "failing" || this.#error !== reason) {
      this.#options.logger.warn(
        { vhost: this.#options.vhost, reason },
        "storing does not work now, trying again",
      );
    }
    this.#become("failing", reason);
  }

  async #run(): Promise<void> {
    const backoff = new Backoff(200, 10_000);
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const started = Date.now();
      let reason: string;
      try {
        this.#session = new IngestSession({ ...this.#options, observer: this });
        reason = await this.#session.run();
      } catch (error) {
        reason = errorText(error);
      }
      this.#session = null;
      this.#ready = null;
      if (signal.aborted) break;
      if (Date.now() - started > GOOD_SESSION_MS) backoff.reset();
      if (this.#error !== reason) this.#tellLoss(reason);
      this.#become("connecting", reason);
      await pause(backoff.next(), signal);
    }
  }

  /** Before the first taps there is no audit queue: that is how every first start begins, and no trouble. */
  #tellLoss(reason: string): void {
    const { logger, vhost } = this.#options;
    if (reason.includes("NOT_FOUND")) logger.info({ vhost }, "no audit queue yet, waiting for the taps");
    else logger.warn({ vhost, reason }, "not consuming, trying again");
  }

  #become(state: QueueState, error: string | null): void {
    if (state !== this.#state) this.#since = new Date();
    this.#state = state;
    this.#error = error;
  }
}
