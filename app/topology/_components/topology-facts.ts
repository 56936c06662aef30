import type { TopologyFacts } from "@/server/diagrams/topology-graph";
import type { TopologyView } from "@/server/topology/topology-schemas";

/** The topology as diagrams want it: what is joined to what, without numbers that change. */
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

/** What a diagram shows: around what is opened, else what the text finds, else everything. */
export function flowOptionsOf(state: {
  exchange: string | null;
  queue: string | null;
  q: string | null;
  own: boolean;
}) {
  const focus =
    state.exchange !== null
      ? { kind: "exchange" as const, name: state.exchange }
      : state.queue !== null
        ? { kind: "queue" as const, name: state.queue }
        : null;
  return { focus, text: state.q, plumbing: state.own };
}
