import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What the address of the topology page says: the same screen for whoever opens the link. */

export const TABS = ["exchanges", "queues", "graph", "diagram"] as const;
export type TopologyTab = (typeof TABS)[number];
export const COVERAGE_CHOICES = ["complete", "partial", "not_observed", "excluded"] as const;

export const topologyParsers = {
  tab: parseAsStringLiteral(TABS).withDefault("exchanges"),
  vhost: parseAsString,
  q: parseAsString,
  /** The exchange or queue that is opened, in every tab. */
  exchange: parseAsString,
  queue: parseAsString,
  coverage: parseAsStringLiteral(COVERAGE_CHOICES),
  /** Column and direction: `in.desc`. */
  sort: parseAsString,
  /** Also Sillage's own exchanges and queues. */
  own: parseAsBoolean.withDefault(false),
};

export const loadTopologyState = createLoader(topologyParsers);
