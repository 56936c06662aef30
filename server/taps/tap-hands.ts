import type { BrokerTarget } from "@/server/broker/connection";
import { AUDIT_QUEUE, type AuditQueueLimits, TAP_EXCHANGE } from "@/server/broker/plumbing";
import { TapLink } from "@/server/broker/tap-link";
import type { Clock } from "@/server/clock";
import { SillageError } from "@/server/errors";
import type { Logger } from "@/server/logger";
import type { ExchangePlan } from "./tap-plan";
import type { TopologyCache } from "./topology-cache";

export interface TapHandsOptions {
  vhost: string;
  target: BrokerTarget;
  limits: AuditQueueLimits;
  clock: Clock;
  logger: Logger;
  onLost(why: string): void;
  /** A tap that was in force was missing and has been put back. */
  onRepaired(exchange: string): void;
}

/** Carries plans out: binds and unbinds on its own connection, and remembers what is in force and what was refused. */
export class TapHands {
  readonly #options: TapHandsOptions;
  readonly #cache: TopologyCache;
  readonly #inForce = new Map<string, { since: Date; catchAll: boolean }>();
  readonly refused = new Map<string, string>();
  #link: TapLink | null = null;
  #warnings: string[] = [];

  constructor(options: TapHandsOptions, cache: TopologyCache) {
    this.#options = options;
    this.#cache = cache;
  }

  /** What a person should know about the audit queue. */
  get warnings(): string[] {
    const policy = this.#cache.queue(AUDIT_QUEUE)?.policyDefinition ?? {};
    const harmful = ["message-ttl", "expires", "max-length", "max-length-bytes"].filter(
      (key) => key in policy,
    );
    if (harmful.length === 0) return this.#warnings;
    return [
      ...this.#warnings,
      `A policy of this virtual host also applies to ${AUDIT_QUEUE} (${harmful.join(", ")}) and may drop messages before they are stored.`,
    ];
  }

  get tapped(): number {
    return this.#inForce.size;
  }

  /** Since when the tap of an exchange is in force; null when it is not. */
  tappedAt(exchange: string): Date | null {
    return this.#inForce.get(exchange)?.since ?? null;
  }

  /** The exchange was deleted, and its tap with it. */
  forget(exchange: string): void {
    this.#inForce.delete(exchange);
  }

  /** Messages that wait in the audit queue; null when it cannot be asked. */
  async waiting(): Promise<number | null> {
    return this.#link && !this.#link.closed ? this.#link.waiting() : null;
  }

  async close(): Promise<void> {
    await this.#link?.close();
  }

  /** Declares our exchange and queue, so that what somebody binds to them by hand is recorded. */
  async prepare(): Promise<void> {
    await this.#connected();
  }

  /**
   * Makes the broker as planned. Returns whether it should be looked at again soon, because it changed meanwhile.
   * @throws SillageError UNAVAILABLE when the connection is lost.
   */
  async carryOut(plans: readonly ExchangePlan[]): Promise<"done" | "look again"> {
    const link = await this.#connected();
    let again = false;
    if (!this.#cache.isPlumbed(AUDIT_QUEUE)) {
      this.#warnings = (await link.plumb(this.#options.vhost, this.#options.limits)).warnings;
      again = true;
    }
    for (const plan of plans) {
      const before = this.#options.clock();
      const result = await this.#carryOutOne(link, plan);
      again ||= result === "gone";
      this.#note(plan, result === "done", before);
    }
    return again ? "look again" : "done";
  }

  #note(plan: ExchangePlan, done: boolean, before: Date): void {
    const observed = plan.coverage === "complete" || (plan.coverage === "partial" && plan.name !== "");
    const catchAll = plan.reason.code === "every_message";
    const was = this.#inForce.get(plan.name);
    if (!done || !observed) {
      this.#inForce.delete(plan.name);
      return;
    }
    if (was?.catchAll && catchAll && plan.add.length > 0) this.#options.onRepaired(plan.name);
    this.#inForce.set(plan.name, { since: was?.since ?? before, catchAll });
  }

  /** First what is missing, then what is too much: in between a message matches both, and still arrives once. */
  async #carryOutOne(link: TapLink, plan: ExchangePlan): Promise<"done" | "refused" | "gone"> {
    if (this.refused.has(plan.name)) return "refused";
    try {
      for (const key of plan.add) {
        await link.bind(plan.name, key);
        this.#cache.bound(plan.name, key);
      }
      for (const key of plan.remove) {
        await link.unbind(plan.name, key);
        this.#cache.unbound(plan.name, key);
      }
      return "done";
    } catch (error) {
      if (!(error instanceof SillageError) || error.code === "UNAVAILABLE") throw error;
      // It was deleted in the meantime, or our own exchange was.
      if (error.code === "NOT_FOUND") return "gone";
      this.refused.set(plan.name, error.message);
      this.#options.logger.warn(
        { vhost: this.#options.vhost, exchange: plan.name, error: error.message },
        "An exchange cannot be tapped",
      );
      return "refused";
    }
  }

  async #connected(): Promise<TapLink> {
    if (this.#link && !this.#link.closed) return this.#link;
    const { target, vhost, limits, onLost } = this.#options;
    this.#link = await TapLink.open(target, vhost, onLost);
    this.#warnings = (await this.#link.plumb(vhost, limits)).warnings;
    this.#cache.bound(TAP_EXCHANGE, { routingKey: "", arguments: {} });
    return this.#link;
  }
}
