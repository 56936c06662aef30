import { OWN_PREFIX } from "@/server/broker/plumbing";
import type { GapTotals } from "@/server/taps/taps-queries";
import type { ListCoverageOutput, TapStatus } from "@/server/taps/taps-schemas";
import type { TapSettings } from "@/server/taps/taps-store";
import type { KnownBroker } from "./broker-reader";
import { consumerCounter } from "./consumer-counter";
import { previewConsent } from "./preview-consent";
import { type BrokerReading, RATE_SECONDS } from "./read-broker";
import type {
  TopologyBinding,
  TopologyConsumer,
  TopologyExchange,
  TopologyQueue,
  TopologyView,
} from "./topology-schemas";

/** What the store knows of a virtual host. */
export interface StoredFacts {
  coverage: ListCoverageOutput;
  gaps: ReadonlyMap<string, GapTotals>;
  settings: TapSettings;
  tap: { status: TapStatus; at: string } | null;
}

/** More than a person reads on a page, and as much as a browser draws with ease. The rest is counted and said. */
export const MOST = { exchanges: 2_000, queues: 3_000, bindings: 10_000 };

const NO_GAPS: GapTotals = { missing: 0, beforeTap: 0, uncounted: false, gaps: 0 };
/** No tap is ever bound there, so there is nothing to leave out. */
const NEVER_TAPPED = new Set(["default_exchange", "tap_would_steal", "broker_internal", "own_plumbing"]);

/** Joins what the broker says with what the store knows. Pure. */
export function describeTopology(
  vhost: string,
  vhosts: readonly string[],
  known: KnownBroker,
  stored: StoredFacts,
): TopologyView {
  const { reading, readAt, problem } = known;
  const exchanges = describeExchanges(reading, stored);
  const countOf = consumerCounter(reading?.consumers);
  const queues = reading?.queues?.map((queue) => describeQueue(queue, countOf)).sort(byName) ?? null;
  const bindings = reading?.bindings?.map(describeBinding) ?? null;
  const over = (list: readonly unknown[] | null, most: number) => Math.max(0, (list?.length ?? 0) - most);
  return {
    vhost,
    vhosts: [...vhosts],
    broker: {
      state: reading === null ? "unknown" : problem === null ? "current" : "stale",
      readAt: readAt?.toISOString() ?? null,
      problem,
    },
    rateSeconds: RATE_SECONDS,
    refused: reading?.refused ?? [],
    exchanges: exchanges.slice(0, MOST.exchanges),
    queues: queues?.slice(0, MOST.queues) ?? null,
    bindings: bindings?.slice(0, MOST.bindings) ?? null,
    consumers: describeConsumers(reading),
    leftOut: {
      exchanges: over(exchanges, MOST.exchanges),
      queues: over(queues, MOST.queues),
      bindings: over(bindings, MOST.bindings),
    },
    tap: stored.tap,
    consent:
      stored.tap?.status.phase === "awaiting_consent" ? previewConsent(reading, stored.settings) : null,
  };
}

/** The broker's exchanges; while it never answered, those that the store remembers. */
function describeExchanges(
  reading: BrokerReading | null,
  { coverage, gaps, settings }: StoredFacts,
): TopologyExchange[] {
  const stored = new Map(coverage.map((item) => [item.exchange, item]));
  const living = reading?.exchanges ?? null;
  const feeds = new Set(reading?.queues?.map((queue) => deadLetterOf(queue).exchange));
  const base = living
    ? living.map((exchange) => ({
        ...exchange,
        alternate: stringOf(exchange.arguments["alternate-exchange"]),
      }))
    : coverage.map((item) => ({
        ...item,
        name: item.exchange,
        policy: null,
        inPerSecond: null,
        outPerSecond: null,
      }));
  return base
    .map(({ name, type, durable, autoDelete, internal, policy, alternate, inPerSecond, outPerSecond }) => {
      const item = stored.get(name);
      return {
        name,
        type,
        durable,
        autoDelete,
        internal,
        policy,
        // A policy may give it one: the worker reads policies.
        alternate: alternate ?? item?.alternate ?? null,
        deadLetter: feeds.has(name) || (item?.deadLetter ?? false),
        own: name.startsWith(OWN_PREFIX),
        inPerSecond,
        outPerSecond,
        coverage: item
          ? {
              coverage: item.coverage,
              reason: item.reason,
              sideEffects: item.sideEffects,
              tappedAt: item.tappedAt,
            }
          : null,
        completeness: item?.completeness ?? null,
        gaps: gaps.get(name) ?? NO_GAPS,
        exclusion: exclusionOf(item, settings.excluded.has(name)),
      };
    })
    .sort(byName);
}

function exclusionOf(
  item: ListCoverageOutput[number] | undefined,
  excluded: boolean,
): TopologyExchange["exclusion"] {
  const inForce = item?.reason.code === "excluded_by_operator";
  return {
    excluded,
    pending: item !== undefined && inForce !== excluded,
    possible: item !== undefined && !NEVER_TAPPED.has(item.reason.code),
  };
}

type QueueReading = NonNullable<BrokerReading["queues"]>[number];

function describeQueue(
  { arguments: args, policyDefinition, ...queue }: QueueReading,
  countOf: (queue: QueueReading) => number | null,
): TopologyQueue {
  const dead = deadLetterOf({ arguments: args, policyDefinition });
  return {
    ...queue,
    consumers: countOf({ ...queue, arguments: args, policyDefinition }),
    own: queue.name.startsWith(OWN_PREFIX),
    deadLetterExchange: dead.exchange,
    deadLetterKey: dead.key,
  };
}

/** The queue's own argument wins over the policy's, as in the broker. */
function deadLetterOf(queue: Pick<QueueReading, "arguments" | "policyDefinition">): {
  exchange: string | null;
  key: string | null;
} {
  const pick = (name: string) =>
    stringOf(queue.arguments[`x-${name}`]) ?? stringOf(queue.policyDefinition[name]);
  const exchange = pick("dead-letter-exchange");
  return { exchange, key: exchange === null ? null : pick("dead-letter-routing-key") };
}

function describeBinding(binding: NonNullable<BrokerReading["bindings"]>[number]): TopologyBinding {
  const hasArguments = Object.keys(binding.arguments).length > 0;
  return {
    source: binding.source,
    destination: binding.destination,
    toExchange: binding.destinationType === "exchange",
    key: binding.routingKey,
    arguments: hasArguments ? JSON.stringify(binding.arguments) : null,
  };
}

/** Consumers of one queue that belong together: those of connections with the same name, else user and host. */
function describeConsumers(reading: BrokerReading | null): TopologyConsumer[] | null {
  if (!reading?.consumers) return null;
  const titles = new Map(reading.connections?.map((connection) => [connection.name, connection.title]));
  const groups = new Map<string, TopologyConsumer>();
  for (const { queue, connection, user, host, active } of reading.consumers) {
    const title = connection === null ? null : titles.get(connection);
    const service = title ?? (user || host ? `${user ?? "?"}@${host ?? "?"}` : "?");
    const key = JSON.stringify([queue, service]);
    const group = groups.get(key) ?? { queue, service, count: 0, active: 0 };
    group.count += 1;
    if (active) group.active += 1;
    groups.set(key, group);
  }
  return [...groups.values()];
}

const stringOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
