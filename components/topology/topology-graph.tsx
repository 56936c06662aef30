"use client";

import { MarkerType, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useTranslations } from "next-intl";
import { useMemo, useRef } from "react";
import { READABLE } from "@/components/diagrams/first-view";
import { GraphFrame } from "@/components/diagrams/graph-frame";
import { useSize } from "@/components/diagrams/use-size";
import { WalkableGraph } from "@/components/diagrams/walkable-graph";
import { Button } from "@/components/ui/button";
import type { FlowGraph } from "@/server/diagrams/topology-graph";
import type { TopologyView } from "@/server/topology/topology-schemas";
import type { OpenNode } from "./binding-list";
import { elementsOf, type GraphNode, isFew } from "./graph-elements";
import { type Layout, layOut } from "./graph-layout";
import { PlaceNode } from "./graph-node";
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
  const region = useRef<HTMLDivElement>(null);
  const size = useSize(region);
  const { nodes, edges } = useMemo(() => elementsOf(graph, topology, opened), [graph, topology, opened]);
  const few = isFew(graph);
  const structure = JSON.stringify([nodes.map((it) => it.id), edges.map((it) => it.id)]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: places follow the structure, not the numbers on the nodes; a panel that opens moves nothing
  const layout = useMemo(() => {
    if (size === null) return null;
    return layOut(
      nodes.map((it) => ({ id: it.id, width: it.width!, height: it.height! })),
      // One dead-letter exchange for hundreds of queues is drawn, and does not decide who stands where.
      edges
        .filter((it) => few || it.className !== "edge-deadLetter")
        .map((it) => ({ from: it.source, to: it.target, label: widthOf(it.label) })),
      size.width / READABLE,
    );
  }, [structure, size === null]);
  const placed = useMemo(
    () => nodes.map((node) => ({ ...node, position: layout?.places.get(node.id) ?? node.position })),
    [nodes, layout],
  );
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
      fit={() => void fitView({ padding: 0.04, maxZoom: 1.1 })}
      region={region}
      className="topology-graph"
    >
      {layout !== null && size !== null && (
        <WalkableGraph
          layout={layout}
          size={size}
          focus={focusOf(layout, opened)}
          nodes={placed}
          edges={edges}
          nodeTypes={NODE_TYPES}
          defaultEdgeOptions={MARKER}
          onNodeClick={open}
          onlyRenderVisibleElements
        />
      )}
    </GraphFrame>
  );
}

/** Pixels of what is written on a line, about: nothing can be measured before it is drawn. */
const widthOf = (label: unknown) => (typeof label === "string" ? [...label].length * 5.5 : 0);

/** The middle of what must be in sight: the node that is opened, else the first. */
function focusOf({ places }: Layout, opened: string | null) {
  const corners = [...places.values()].sort((a, b) => a.x + a.y - (b.x + b.y));
  const place = (opened === null ? undefined : places.get(opened)) ?? corners[0];
  return place ? { x: place.x + 104, y: opened === null ? 0 : place.y + 23 } : { x: 0, y: 0 };
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
