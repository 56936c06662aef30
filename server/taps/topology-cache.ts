import type {
  BindingInfo,
  ExchangeInfo,
  Management,
  PolicyInfo,
  QueueInfo,
} from "@/server/broker/management";
import { TAP_EXCHANGE } from "@/server/broker/plumbing";
import { SillageError } from "@/server/errors";
import { sameKey, type TapKey } from "./tap-key";
import type { Topology } from "./tap-plan";

export type KnownTopology = Topology & { queues: readonly QueueInfo[] };

/** What we know of a virtual host between two looks at it: a full reading, mended piece by piece as events come. */
export class TopologyCache {
  readonly #management: Management;
  readonly #vhost: string;
  #exchanges = new Map<string, ExchangeInfo>();
  #bindings = new Map<string, BindingInfo[]>();
  #queues: QueueInfo[] = [];
  #policies: PolicyInfo[] | null = null;
  #made: KnownTopology | null = null;

  constructor(management: Management, vhost: string) {
    this.#management = management;
    this.#vhost = vhost;
  }

  /** Reads everything anew. Returns the names of exchanges that were known and are gone. */
  async readAll(): Promise<string[]> {
    const [exchanges, bindings, queues, policies] = await Promise.all([
      this.#management.exchanges(this.#vhost),
      this.#management.bindings(this.#vhost),
      this.#management.queues(this.#vhost),
      this.#readPolicies(),
    ]);
    const before = this.#exchanges;
    this.#exchanges = new Map(exchanges.map((x) => [x.name, x]));
    this.#bindings = new Map();
    for (const binding of bindings) {
      const list = this.#bindings.get(binding.source);
      if (list) list.push(binding);
      else this.#bindings.set(binding.source, [binding]);
    }
    this.#queues = queues;
    this.#policies = policies;
    this.#made = null;
    return [...before.keys()].filter((name) => !this.#exchanges.has(name));
  }

  /** Reads one exchange and its bindings anew. Returns whether it exists. */
  async readExchange(name: string): Promise<boolean> {
    const [exchange, bindings] = await Promise.all([
      this.#management.exchange(this.#vhost, name),
      this.#management.bindingsFrom(this.#vhost, name).catch((error): BindingInfo[] => {
        if (error instanceof SillageError && error.code === "NOT_FOUND") return [];
        throw error;
      }),
    ]);
    if (exchange === null) {
      this.forget(name);
      return false;
    }
    const unknownPolicy =
      exchange.policy !== null && !this.#policies?.some((p) => p.name === exchange.policy);
    if (unknownPolicy) this.#policies = await this.#readPolicies();
    this.#exchanges.set(name, exchange);
    this.#bindings.set(name, bindings);
    this.#made = null;
    return true;
  }

  /** Reads the queues anew: they say which exchanges take dead letters. */
  async readQueues(): Promise<void> {
    this.#queues = await this.#management.queues(this.#vhost);
    this.#made = null;
  }

  forget(name: string): void {
    this.#exchanges.delete(name);
    this.#bindings.delete(name);
    this.#made = null;
  }

  /** Notes a binding that we made. */
  bound(exchange: string, key: TapKey): void {
    const list = this.#bindings.get(exchange) ?? [];
    list.push({ source: exchange, destination: TAP_EXCHANGE, destinationType: "exchange", ...key });
    this.#bindings.set(exchange, list);
    this.#made = null;
  }

  /** Notes a binding of ours that we removed. */
  unbound(exchange: string, key: TapKey): void {
    const list = this.#bindings.get(exchange) ?? [];
    this.#bindings.set(
      exchange,
      list.filter((binding) => binding.destination !== TAP_EXCHANGE || !sameKey(binding, key)),
    );
    this.#made = null;
  }

  /** Whether the tap exchange and the audit queue stand and are joined. */
  isPlumbed(auditQueue: string): boolean {
    return (
      this.#exchanges.has(TAP_EXCHANGE) &&
      (this.#bindings.get(TAP_EXCHANGE) ?? []).some((binding) => binding.destination === auditQueue)
    );
  }

  queue(name: string): QueueInfo | undefined {
    return this.#queues.find((queue) => queue.name === name);
  }

  /** The same object until something is read or changed. */
  topology(): KnownTopology {
    this.#made ??= {
      exchanges: [...this.#exchanges.values()],
      bindings: [...this.#bindings.values()].flat(),
      queues: this.#queues,
      policies: this.#policies,
    };
    return this.#made;
  }

  async #readPolicies(): Promise<PolicyInfo[] | null> {
    try {
      return await this.#management.policies(this.#vhost);
    } catch (error) {
      if (error instanceof SillageError && error.code === "FORBIDDEN") return null;
      throw error;
    }
  }
}
