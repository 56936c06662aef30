import type { Pool } from "pg";
import { Backoff, pause } from "@/server/backoff";
import type { BrokerChange } from "@/server/broker/broker-events";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Management } from "@/server/broker/management";
import { type AuditQueueLimits, OWN_PREFIX, TAP_EXCHANGE } from "@/server/broker/plumbing";
import type { Clock } from "@/server/clock";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import type { Leadership } from "./leadership";
import { SettingsWatcher } from "./settings-watcher";
import { TapHands } from "./tap-hands";
import { TapJournal } from "./tap-journal";
import { type ExchangePlan, planTaps } from "./tap-plan";
import type { TapStatus } from "./taps-schemas";
import type { ExchangeState } from "./taps-store";
import { type KnownTopology, TopologyCache } from "./topology-cache";
import { Wake } from "./wake";

export interface TapperOptions {
  vhost: string;
  target: BrokerTarget;
  management: Management;
  pool: Pool;
  leadership: Leadership;
  logger: Logger;
  clock: Clock;
  limits: AuditQueueLimits;
  /** `consent`: bind only after somebody agreed. */
  binding: "always" | "consent" | "never";
}

/** Full readings of the broker, in milliseconds apart: a safety net while events come, else the way to notice. */
const FULL_LOOK = { events: 30_000, polling: 5_000 };
const QUEUES_AT_MOST_EVERY = 1_000;
const LOOK_AGAIN_AFTER = 500;
const MANY_CHANGES = 50;
/** Names that cannot stand in a path of the management API: the list has them. */
const UNADDRESSABLE = new Set([".", ".."]);

/**
 * Keeps one virtual host tapped: looks at it, plans (tap-plan.ts), carries out (tap-hands.ts), again and again.
 * Several workers may do so at once. A broker that is down, refuses or closes channels makes it fail, wait and try
 * again; it never throws out of its loop.
 */
export class Tapper {
  readonly vhost: string;
  readonly #journal: TapJournal;
  readonly #options: TapperOptions;
  readonly #cache: TopologyCache;
  readonly #hands: TapHands;
  readonly #settings: SettingsWatcher;
  readonly #wake = new Wake();
  readonly #stopping = new AbortController();
  #runs: Promise<void>[] = [];

  #changed = new Set<string>();
  #queuesDue = false;
  #lastQueues = 0;
  /** When to read everything anew, at the latest. */
  #fullAt = 0;

  #plans: ExchangePlan[] = [];
  #deadLetter: ReadonlySet<string> = new Set();
  #following: "events" | "polling" = "polling";
  #followingProblem: string | null = "not connected yet";
  #missing: TapStatus["missing"] = [];
  #phase: TapStatus["phase"] = "starting";
  #since: Date;
  #problem: string | null = null;
  #lastLookAt: Date | null = null;

  constructor(options: TapperOptions) {
    const { vhost, pool, leadership, clock, logger } = options;
    this.#options = options;
    this.vhost = vhost;
    this.#journal = new TapJournal(leadership, vhost, clock, logger);
    this.#cache = new TopologyCache(options.management, vhost);
    this.#hands = new TapHands(
      {
        ...options,
        onRepaired: (exchange) => this.#journal.retapped(exchange),
        onLost: (why) => {
          if (this.#stopping.signal.aborted) return;
          this.#fail(new Error(`The connection to the broker was lost: ${why}`));
          this.#readAllSoon();
        },
      },
      this.#cache,
    );
    this.#settings = new SettingsWatcher(pool, vhost, logger, () => this.#readAllSoon());
    this.#since = clock();
  }

  start(): void {
    this.#runs = [this.#loop(), this.#settings.follow(this.#stopping.signal)];
  }

  /** Stops looking; the taps stay. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.now();
    await Promise.all(this.#runs);
    await this.#hands.close();
    await this.#journal.close();
  }

  /** Something changed in the broker. */
  notice(change: BrokerChange): void {
    if (change.vhost !== this.vhost) return;
    if ("exchange" in change && UNADDRESSABLE.has(change.exchange)) {
      this.#readAllSoon();
      return;
    }
    switch (change.what) {
      case "policy":
        this.#fullAt = 0;
        break;
      case "queue.created":
      case "queue.deleted":
        this.#queuesDue = true;
        break;
      case "exchange.deleted":
        this.#forget(change.exchange);
        this.#changed.add(change.exchange);
        break;
      case "binding.created":
        if (change.destination === TAP_EXCHANGE) return;
        this.#changed.add(change.exchange);
        break;
      default:
        this.#changed.add(change.exchange);
    }
    this.#wake.now();
  }

  /** Events of the broker come (null), or why they do not. */
  follow(problem: string | null): void {
    this.#following = problem === null ? "events" : "polling";
    this.#followingProblem = problem;
    // For what changed while nobody told us.
    this.#readAllSoon();
  }

  /** Rights that are missing, for the status. */
  report(missing: TapStatus["missing"]): void {
    this.#missing = missing;
    this.#recordStatus();
  }

  isDeadLetterExchange(name: string): boolean {
    return this.#deadLetter.has(name);
  }

  /** What the virtual host looks like, as last read; null before it was. */
  topology(): KnownTopology | null {
    return this.#lastLookAt === null ? null : this.#cache.topology();
  }

  /** Messages that wait in the audit queue; null when it cannot be asked. */
  waiting(): Promise<number | null> {
    return this.#hands.waiting();
  }

  status(): TapStatus {
    return {
      vhost: this.vhost,
      phase: this.#phase,
      since: this.#since.toISOString(),
      following: this.#following,
      followingProblem: this.#followingProblem,
      problem: this.#problem,
      warnings: this.#hands.warnings,
      refused: [...this.#hands.refused].map(([exchange, detail]) => ({ exchange, detail })),
      missing: this.#missing,
      exchanges: this.#plans.length,
      tapped: this.#hands.tapped,
      lastLookAt: this.#lastLookAt?.toISOString() ?? null,
    };
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    // Before the first tap: an excluded exchange must not be bound for a moment.
    await this.#settings.read();
    const backoff = new Backoff(250, 10_000);
    while (!signal.aborted) {
      this.#wake.reset();
      try {
        await this.#look();
        backoff.reset();
        await this.#wake.wait(this.#untilNextLook());
      } catch (error) {
        this.#fullAt = 0;
        this.#fail(error);
        await this.#makeDo();
        await pause(backoff.next(), signal);
      }
    }
  }

  /** One round: read what changed, plan, carry out, record. */
  async #look(): Promise<void> {
    if (!(await this.#read())) return;
    const own = { prefix: OWN_PREFIX, tap: TAP_EXCHANGE };
    this.#plans = planTaps(this.#cache.topology(), own, this.#settings.excluded);
    this.#deadLetter = new Set(this.#plans.filter((plan) => plan.deadLetter).map((plan) => plan.name));
    const { binding, clock } = this.#options;
    const mayBind = this.#mayBind();
    if (mayBind && (await this.#hands.carryOut(this.#plans)) === "look again") {
      this.#fullAt = Math.min(this.#fullAt, Date.now() + LOOK_AGAIN_AFTER);
    }
    this.#lastLookAt = clock();
    this.#enter(mayBind ? "tapping" : binding === "never" ? "off" : "awaiting_consent", null);
    this.#journal.record({
      status: this.status(),
      exchanges: this.#plans.map((plan) => this.#stateOf(plan)),
    });
  }

  /**
   * Without the management API nothing is bound: a catch-all on an exchange whose alternate exchange we cannot know
   * would take its messages. Our queue can still be declared, for those who bind to it by hand.
   */
  async #makeDo(): Promise<void> {
    if (!this.#mayBind() || this.#stopping.signal.aborted) return;
    await this.#hands.prepare().catch(() => {});
  }

  #mayBind(): boolean {
    const { binding } = this.#options;
    return binding === "always" || (binding === "consent" && this.#settings.consent);
  }

  /** Returns whether there was anything to read. */
  async #read(): Promise<boolean> {
    const changed = [...this.#changed];
    this.#changed.clear();
    if (Date.now() >= this.#fullAt || changed.length > MANY_CHANGES) {
      this.#queuesDue = false;
      this.#hands.refused.clear();
      this.#fullAt = Date.now() + FULL_LOOK[this.#following];
      for (const name of await this.#cache.readAll()) this.#forget(name);
      this.#lastQueues = Date.now();
      return true;
    }
    for (const name of changed) {
      if (!(await this.#cache.readExchange(name))) this.#forget(name);
    }
    const queues = this.#queuesDue && Date.now() - this.#lastQueues >= QUEUES_AT_MOST_EVERY;
    if (queues) {
      this.#queuesDue = false;
      await this.#cache.readQueues();
      this.#lastQueues = Date.now();
    }
    return changed.length > 0 || queues;
  }

  #forget(name: string): void {
    this.#cache.forget(name);
    this.#hands.forget(name);
    this.#journal.ended(name);
  }

  #readAllSoon(): void {
    this.#fullAt = 0;
    this.#wake.now();
  }

  #untilNextLook(): number {
    const queuesAt = this.#queuesDue ? this.#lastQueues + QUEUES_AT_MOST_EVERY : this.#fullAt;
    return Math.max(0, Math.min(this.#fullAt, queuesAt) - Date.now());
  }

  #fail(error: unknown): void {
    const text = errorText(error);
    if (this.#problem !== text) {
      this.#options.logger.warn({ vhost: this.vhost, error: text }, "Taps cannot be kept now; trying again");
    }
    this.#enter("failing", text);
    this.#recordStatus();
  }

  #recordStatus(): void {
    this.#journal.record({ status: this.status(), exchanges: null });
  }

  #enter(phase: TapStatus["phase"], problem: string | null): void {
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#since = this.#options.clock();
    }
    this.#problem = problem;
  }

  /** A plan that is not in force observes nothing yet. */
  #stateOf({ desired: _, add: __, remove: ___, ...plan }: ExchangePlan): ExchangeState {
    const tappedAt = this.#hands.tappedAt(plan.name);
    const untappable = plan.coverage === "excluded" || plan.coverage === "not_observed" || plan.name === "";
    if (tappedAt || untappable) return { ...plan, tappedAt };
    const detail = this.#hands.refused.get(plan.name);
    const reason = detail ? { code: "refused" as const, detail } : { code: "awaiting_consent" as const };
    return { ...plan, coverage: "not_observed", reason, tappedAt };
  }
}
