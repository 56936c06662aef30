"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { MermaidView } from "@/components/diagrams/mermaid-view";
import { makeVisible } from "@/components/ui/visible-text";
import { topologyFlowchart } from "@/server/diagrams/topology-flowchart";
import { factsOf } from "@/server/topology/topology-facts";
import type { TopologyView } from "@/server/topology/topology-schemas";
import { flowOptionsOf } from "./flow-options";
import type { TopologyState } from "./topology-toolbar";

/** The topology as a Mermaid flowchart. It is drawn again only when what is joined to what has changed. */
export function DiagramTab({ state, topology }: { state: TopologyState; topology: TopologyView }) {
  const t = useTranslations("topology.chart");
  const { exchange, queue, q, own } = state;
  const source = useMemo(
    () =>
      topologyFlowchart(factsOf(topology), {
        ...flowOptionsOf({ exchange, queue, q, own }),
        words: {
          defaultExchange: t("defaultExchange"),
          alternate: t("alternate"),
          deadLetter: t("deadLetter"),
          queues: t("queues"),
          more: t("more"),
        },
      }),
    [topology, exchange, queue, q, own, t],
  );
  const name = exchange ?? queue;
  return (
    <MermaidView
      source={source}
      title={
        name ? t("focused", { name: makeVisible(name) }) : t("title", { vhost: makeVisible(topology.vhost) })
      }
      fileName="topology"
      address={addressOf(state, topology.vhost)}
    />
  );
}

/** Where the text of what is in sight stands. Our own exchanges and queues are not in it. */
function addressOf({ exchange, queue, q }: TopologyState, vhost: string): string {
  const query = new URLSearchParams({
    vhost,
    ...(exchange !== null ? { exchange } : queue !== null ? { queue } : q ? { q } : {}),
  });
  return `/api/diagrams/topology?${query}`;
}
