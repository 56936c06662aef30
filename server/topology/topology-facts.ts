import type { TopologyFacts } from "@/server/diagrams/topology-graph";
import type { TopologyView } from "./topology-schemas";

/** The topology as diagrams want it: what is joined to what, without numbers that change. Pure. */
export function factsOf({ exchanges, queues, bindings }: TopologyView): TopologyFacts {
  return {
    exchanges: exchanges.map(({ name, type, alternate, own, coverage }) => ({
      name,
      type,
      alternate,
      own,
      observed: coverage?.coverage === "complete" || coverage?.coverage === "partial",
    })),
    queues: (queues ?? []).map(({ name, own, deadLetterExchange, deadLetterKey }) => ({
      name,
      own,
      deadLetterExchange,
      deadLetterKey,
    })),
    bindings: (bindings ?? []).map(({ source, destination, toExchange, key }) => ({
      source,
      destination,
      toExchange,
      key,
    })),
  };
}
