"use client";

import { MarkerType, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useMemo } from "react";
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

const MOVES = new Map<string, readonly [x: number, y: number]>([
  ["ArrowLeft", [80, 0]],
  ["ArrowRight", [-80, 0]],
  ["ArrowUp", [0, 80]],
  ["ArrowDown", [0, -80]],
]);

/** The interactive graph: exchange → queue → consumer. The tabs beside it have the same as lists. */
export default function TopologyGraph(props: Props) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

function Graph({ graph, topology, opened, summary, onOpen, onAll }: Props) {
  const t = useTranslations("diagram");
  const chart = useTranslations("topology.chart");
  const { zoomIn, zoomOut, fitView, getViewport, setViewport } = useReactFlow();
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

  const move = (x: number, y: number) => {
    const view = getViewport();
    void setViewport({ ...view, x: view.x + x, y: view.y + y });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = MOVES.get(event.key);
    const act = step
      ? () => move(...step)
      : event.key === "+" || event.key === "="
        ? () => zoomIn()
        : event.key === "-"
          ? () => zoomOut()
          : event.key === "0"
            ? () => fitView({ padding: 0.08 })
            : null;
    if (!act) return;
    event.preventDefault();
    void act();
  };
  const open = (_: unknown, node: GraphNode) => {
    if (node.data.kind !== "consumer") onOpen(node.data.kind, node.data.name);
  };
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1">
        <p role="status" className="text-xs text-muted tabular-nums">
          {summary}
        </p>
        {opened !== null && <Button onClick={onAll}>{chart("all")}</Button>}
        <Legend />
        <div className="ms-auto flex gap-1">
          <Button look="quiet" aria-label={t("zoomOut")} title={t("zoomOut")} onClick={() => zoomOut()}>
            <ZoomOut aria-hidden className="size-4" />
          </Button>
          <Button look="quiet" aria-label={t("zoomIn")} title={t("zoomIn")} onClick={() => zoomIn()}>
            <ZoomIn aria-hidden className="size-4" />
          </Button>
          <Button
            look="quiet"
            aria-label={t("fit")}
            title={t("fit")}
            onClick={() => fitView({ padding: 0.08 })}
          >
            <Maximize aria-hidden className="size-4" />
          </Button>
        </div>
      </div>
      <div
        role="region"
        aria-label={summary}
        title={t("keys")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it must be reachable by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="topology-graph min-h-0 flex-1 -outline-offset-2"
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
      </div>
    </div>
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
