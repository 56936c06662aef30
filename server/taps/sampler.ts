import type { ClientBase } from "pg";
import { pause } from "@/server/backoff";
import type { ExchangeInfo, Management, QueueInfo } from "@/server/broker/management";
import { AUDIT_QUEUE } from "@/server/broker/plumbing";
import type { Clock } from "@/server/clock";
import { storable } from "@/server/envelopes/text";
import { errorText, SillageError } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { type Gap, type GapCause, judge, type Verdict } from "./completeness";
import {
  dropOldSamples,
  type LedgerRow,
  loadLedgers,
  loadSamplingState,
  type SampledExchange,
  type SampleRow,
  type SamplingState,
  type StoredCounts,
  saveGaps,
  saveLedgers,
  saveSamples,
  saveSamplingState,
  storedBeforeTap,
  storedCounts,
  tappedExchanges,
} from "./completeness-store";
import type { Leadership } from "./leadership";
import { judgeQueue, noMemory } from "./queue-judge";

export interface SamplerOptions {
  vhost: string;
  management: Management;
  leadership: Leadership;
  logger: Logger;
  clock: Clock;
  /** Messages that wait in the audit queue, asked over AMQP; null when it cannot be asked. */
  waiting: () => Promise<number | null>;
  everyMs?: number;
}

interface BrokerLook {
  asked: { at: number; waiting: number | null };
  queue: QueueInfo | null;
  nodes: Record<string, number> | null;
  statsDisabled: boolean;
  exchanges: Map<string, ExchangeInfo>;
}

/** The statistics of the management API cost the broker time that publishers feel (docs/decisions/0008). */
const EVERY_MS = 15_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const KEEP_SAMPLES_MS = 7 * 24 * HOUR;
/** Sums over the minutes since the origin stay small: it is moved up from time to time. */
const MOVE_ORIGIN_AFTER_MS = 2 * HOUR;
/** What reached us shortly before the tap was noted may still have come through it. */
const TAP_SLACK_MS = 10_000;
/** A verdict that only grows older is saved this often. */
const SAVE_QUIET_MS = 60_000;

/**
 * Samples the broker's counters and the store every few seconds and states what is complete and what is missing.
 * Only the worker that leads the virtual host does; what it remembers is saved, so another one goes on from there.
 */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #stopping = new AbortController();
  #run: Promise<void> = Promise.resolve();
  #state: SamplingState | null = null;
  #ledgers = new Map<string, LedgerRow>();
  #lastSample = new Map<string, string>();
  #savedAt = new Map<string, number>();
  #cleanedAt = 0;
  #term = 0;

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#run = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#run;
  }

  async #loop(): Promise<void> {
    const { vhost, logger, everyMs = EVERY_MS } = this.#options;
    const { signal } = this.#stopping;
    let problem: string | null = null;
    while (!signal.aborted) {
      await pause(everyMs, signal);
      if (signal.aborted) return;
      try {
        await this.sample();
        problem = null;
      } catch (error) {
        const text = errorText(error);
        if (text !== problem) logger.warn({ vhost, error: text }, "Could not sample what is complete");
        problem = text;
      }
    }
  }

  /** Takes one sample and judges it, if this process leads the virtual host. Returns whether it does. */
  async sample(): Promise<boolean> {
    const { leadership, vhost, clock } = this.#options;
    try {
      // The order matters: the store is read before the counters, see completeness.ts.
      const store = await leadership.transaction(vhost, (client, term) => this.#readStore(client, term));
      if (!store || store.exchanges.length === 0) return store !== null;
      const askedAt = clock().getTime();
      const broker = await this.#askBroker();
      const done = await leadership.transaction(vhost, (client, term) =>
        this.#conclude(client, term, store, broker, askedAt),
      );
      return done !== null;
    } catch (error) {
      // What was judged was not saved: begin again from what is.
      this.#term = 0;
      throw error;
    }
  }

  async #readStore(client: ClientBase, term: number) {
    const { vhost } = this.#options;
    if (term !== this.#term) await this.#load(client);
    this.#term = term;
    const exchanges = await tappedExchanges(client, vhost);
    this.#state ??= exchanges.length > 0 ? beginAt(exchanges) : null;
    const stored = this.#state && (await storedCounts(client, vhost, this.#state.since));
    return { exchanges, stored };
  }

  async #conclude(
    client: ClientBase,
    term: number,
    { exchanges, stored }: { exchanges: SampledExchange[]; stored: StoredCounts | null },
    broker: BrokerLook,
    askedAt: number,
  ): Promise<void> {
    const { vhost, clock } = this.#options;
    const state = this.#state;
    if (term !== this.#term || !stored || !state) return;
    const at = clock().getTime();
    const queue = judgeQueue(state.queue, {
      at,
      queue: broker.queue,
      nodes: broker.nodes,
      deadLettered: state.deadLetteredBase + stored.deadLettered,
      asked: broker.asked,
      lastStoredAt: stored.lastStoredAt,
    });
    const samples: SampleRow[] = [];
    const gaps: (Gap & { exchange: string })[] = [];
    const changed = new Map<string, LedgerRow>();
    for (const exchange of exchanges) {
      const { name } = exchange;
      const before = this.#ledgers.get(name);
      const storedBase = before?.storedBase ?? -(await this.#notOurs(client, exchange, state.since));
      const counts = stored.accounted.get(name) ?? { stored: 0, quarantined: 0 };
      const epoch = queue.memory.epoch;
      const published = publishedOf(broker, name, before, epoch);
      const { ledger, verdict, ...judged } = judge(before?.ledger ?? null, {
        askedAt,
        at,
        published,
        accounted: storedBase + counts.stored + counts.quarantined,
        drainedUpTo: queue.memory.drainedUpTo,
        epoch,
        life: exchange.life,
        tappedAt: exchange.tappedAt,
        suspects: suspectsOf(exchange, queue.dropsPossible, before),
      });
      this.#ledgers.set(name, { ledger, verdict, storedBase });
      gaps.push(...judged.gaps.map((gap) => ({ ...gap, exchange: name })));
      const sample = { published, stored: storedBase + counts.stored, quarantined: counts.quarantined };
      const moved = this.#lastSample.get(name) !== JSON.stringify(sample);
      this.#lastSample.set(name, JSON.stringify(sample));
      if (moved) samples.push({ exchange: name, ...sample });
      const news = moved || judged.gaps.length > 0 || !sameVerdict(before?.verdict, verdict);
      if (news || at - (this.#savedAt.get(name) ?? 0) >= SAVE_QUIET_MS) {
        changed.set(name, { ledger, verdict, storedBase });
        this.#savedAt.set(name, at);
      }
    }
    this.#state = await this.#moveOrigin(client, { ...state, queue: queue.memory }, at, changed);
    await saveGaps(client, vhost, gaps, at);
    await saveLedgers(client, vhost, changed, at);
    await saveSamples(client, vhost, samples, broker.queue, broker.asked.waiting, at);
    await saveSamplingState(client, vhost, this.#state, at);
    if (at - this.#cleanedAt > HOUR) {
      this.#cleanedAt = at;
      await dropOldSamples(client, vhost, at - KEEP_SAMPLES_MS);
    }
  }

  async #load(client: ClientBase): Promise<void> {
    this.#state = await loadSamplingState(client, this.#options.vhost);
    this.#ledgers = await loadLedgers(client, this.#options.vhost);
    this.#lastSample.clear();
    this.#savedAt.clear();
  }

  async #askBroker(): Promise<BrokerLook> {
    const { management, vhost, waiting, clock } = this.#options;
    const askedAt = clock().getTime();
    const inQueue = await waiting().catch(() => null);
    const [exchanges, queue, nodes, overview] = await Promise.all([
      management.exchanges(vhost),
      management.queue(vhost, AUDIT_QUEUE),
      this.#nodes(),
      management.overview(),
    ]);
    return {
      asked: { at: askedAt, waiting: inQueue },
      queue,
      nodes,
      statsDisabled: overview.statsDisabled,
      exchanges: new Map(exchanges.map((x) => [storable(x.name), x])),
    };
  }

  /** When each running node started, to the second; null where we may not ask. */
  async #nodes(): Promise<Record<string, number> | null> {
    const { management, clock } = this.#options;
    try {
      const nodes = await management.nodes();
      const now = clock().getTime();
      const running = nodes.filter((node) => node.running && node.uptime != null);
      return Object.fromEntries(running.map((node) => [node.name, now - node.uptime!]));
    } catch (error) {
      if (error instanceof SillageError && error.code === "FORBIDDEN") return null;
      throw error;
    }
  }

  /** Of a new exchange: what stands in the store under its name and cannot have come through its tap. */
  async #notOurs(client: ClientBase, exchange: SampledExchange, since: number): Promise<number> {
    if (exchange.life !== 1) return 0;
    const { vhost } = this.#options;
    return storedBeforeTap(client, vhost, exchange.name, since, exchange.tappedAt - TAP_SLACK_MS);
  }

  /** Moves the origin of the sums up to an hour ago, when everything before that is certainly stored. */
  async #moveOrigin(
    client: ClientBase,
    state: SamplingState,
    at: number,
    changed: Map<string, LedgerRow>,
  ): Promise<SamplingState> {
    const since = Math.floor((at - HOUR) / MINUTE) * MINUTE;
    if (at - state.since < MOVE_ORIGIN_AFTER_MS || state.queue.drainedUpTo < since + MINUTE) return state;
    const passed: StoredCounts = await storedCounts(client, this.#options.vhost, state.since, since);
    for (const [name, row] of this.#ledgers) {
      const counts = passed.accounted.get(name);
      if (!counts) continue;
      const moved = { ...row, storedBase: row.storedBase + counts.stored + counts.quarantined };
      this.#ledgers.set(name, moved);
      changed.set(name, moved);
    }
    return { ...state, since, deadLetteredBase: state.deadLetteredBase + passed.deadLettered };
  }
}

/** Null where the broker does not say. Statistics are missing until something is published, which is zero. */
function publishedOf(
  { statsDisabled, exchanges }: BrokerLook,
  name: string,
  before: LedgerRow | undefined,
  epoch: number,
): number | null {
  const exchange = exchanges.get(name);
  if (statsDisabled || !exchange) return null;
  if (exchange.publishIn !== null) return exchange.publishIn;
  const last = before?.ledger.window.at(-1)?.published ?? 0;
  return last === 0 || before?.ledger.epoch !== epoch ? 0 : null;
}

/** Apart from growing older. */
function sameVerdict(a: Verdict | undefined, b: Verdict): boolean {
  return a?.state === b.state && a.certainty === b.certainty && a.missing === b.missing;
}

function beginAt(exchanges: readonly SampledExchange[]): SamplingState {
  const first = Math.min(...exchanges.map((exchange) => exchange.tappedAt));
  return { since: Math.floor(first / MINUTE) * MINUTE, queue: noMemory, deadLetteredBase: 0 };
}

function suspectsOf(
  exchange: SampledExchange,
  dropsPossible: boolean,
  before: LedgerRow | undefined,
): GapCause[] {
  const suspects: GapCause[] = [];
  if (dropsPossible) suspects.push("dropped_by_queue");
  // A direct exchange counts keys that nobody binds, and a partial tap does not see everything.
  if (exchange.type === "direct" || exchange.coverage === "partial") suspects.push("not_bound");
  const base = before?.ledger.base?.at ?? exchange.tappedAt;
  if (exchange.retappedAt !== null && exchange.retappedAt > base) suspects.push("tap_interrupted");
  return suspects;
}
