"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { OpenNode } from "@/components/topology/binding-list";
import TopologyGraph from "@/components/topology/topology-graph";
import { flowGraph } from "@/server/diagrams/topology-graph";
import { factsOf } from "@/server/topology/topology-facts";
import type { TopologyView } from "@/server/topology/topology-schemas";
import { flowOptionsOf } from "./flow-options";
import type { SetTopologyState, TopologyState } from "./topology-toolbar";

/** The topology to walk through: loaded when it is wanted, drawn in the browser alone. */
export default function GraphTab({
  state,
  setState,
  topology,
  onOpen,
}: {
  state: TopologyState;
  setState: SetTopologyState;
  topology: TopologyView;
  onOpen: OpenNode;
}) {
  const t = useTranslations("topology.chart");
  const { exchange, queue, q, own } = state;
  const graph = useMemo(
    () => flowGraph(factsOf(topology), flowOptionsOf({ exchange, queue, q, own })),
    [topology, exchange, queue, q, own],
  );
  return (
    <TopologyGraph
      graph={graph}
      topology={topology}
      opened={exchange !== null ? `x:${exchange}` : queue !== null ? `q:${queue}` : null}
      summary={t("counts", { exchanges: graph.exchanges.length, queues: graph.queues.length })}
      onOpen={onOpen}
      onAll={() => setState({ exchange: null, queue: null, q: null })}
    />
  );
}
