"use client";

import { MarkerType, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo } from "react";
import { GraphFrame } from "@/components/diagrams/graph-frame";
import { Button } from "@/components/ui/button";
import type { FlowGraph } from "@/server/diagrams/topology-graph";
import type { TopologyView } from "@/server/topology/topology-schemas";
import type { OpenNode } from "./binding-list";
import { elementsOf, type GraphNode } from "./graph-elements";
import { layOut } from "./graph-layout";
import { PlaceNode } from "./graph-node";
import "@xyflow/react/dist/base.css";
import "./topology-graph.css";

interface Props {
  graph: FlowGraph;
  topology: TopologyView;
  /** Id of the node that is opened. */
  opened: string | null;
  /** What is drawn, in words. */
  summary: string;
  onOpen: OpenNode;
  /** Goes back to everything. */
  onAll: () => void;
}

const NODE_TYPES = { place: PlaceNode };
const MARKER = { markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: "currentColor" } };

/** The interactive graph: exchange → queue → consumer. The tabs beside it have the same as lists. */
export default function TopologyGraph(props: Props) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

function Graph({ graph, topology, opened, summary, onOpen, onAll }: Props) {
  const chart = useTranslations("topology.chart");
  const { fitView } = useReactFlow();
  const { nodes, edges } = useMemo(() => elementsOf(graph, topology, opened), [graph, topology, opened]);
  const structure = JSON.stringify([nodes.map((it) => it.id), edges.map((it) => it.id)]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: places follow the structure, not the numbers on the nodes
  const places = useMemo(
    () =>
      layOut(
        nodes.map((it) => ({ id: it.id, width: it.width!, height: it.height! })),
        // Dead letters lead back: they are drawn, and do not decide who stands where.
        edges
          .filter((it) => it.className !== "edge-deadLetter")
          .map((it) => ({ from: it.source, to: it.target })),
      ),
    [structure],
  );
  const placed = useMemo(
    () => nodes.map((node) => ({ ...node, position: places.get(node.id) ?? node.position })),
    [nodes, places],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another structure is looked at from the start
  useEffect(() => {
    const frame = requestAnimationFrame(() => void fitView({ padding: 0.08, minZoom: 0.35, maxZoom: 1.1 }));
    return () => cancelAnimationFrame(frame);
  }, [structure, fitView]);

  const open = (_: unknown, node: GraphNode) => {
    if (node.data.kind !== "consumer") onOpen(node.data.kind, node.data.name);
  };
  return (
    <GraphFrame
      summary={summary}
      beside={
        <>
          {opened !== null && <Button onClick={onAll}>{chart("all")}</Button>}
          <Legend />
        </>
      }
      fit={() => void fitView({ padding: 0.08 })}
      className="topology-graph"
    >
      <ReactFlow
        nodes={placed}
        edges={edges}
        nodeTypes={NODE_TYPES}
        defaultEdgeOptions={MARKER}
        onNodeClick={open}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        onlyRenderVisibleElements
        minZoom={0.05}
        maxZoom={2}
        disableKeyboardA11y
      />
    </GraphFrame>
  );
}

/** What the lines mean: told by their strokes, not by colour alone. */
function Legend() {
  const chart = useTranslations("topology.chart");
  return (
    <ul className="flex flex-wrap gap-3 text-xs text-muted max-sm:hidden">
      {(["binding", "alternate", "deadLetter"] as const).map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 24 6" className={`h-1.5 w-6 legend-${kind}`}>
            <line x1="0" y1="3" x2="24" y2="3" />
          </svg>
          {chart(kind)}
        </li>
      ))}
    </ul>
  );
}
