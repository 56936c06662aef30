"use client";

import { ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { FlowGraph as FlowGraphFacts } from "@/server/flows/flow";
import { boxesOf, elementsOf, type FlowNodeElement, type OpenedWay } from "./flow-elements";
import { layOutFlow } from "./flow-layout";
import { Lines, PlaceNode, WayEdge } from "./flow-parts";
import "@xyflow/react/dist/base.css";
import "./flow-graph.css";

interface Props {
  graph: FlowGraphFacts;
  opened: OpenedWay | null;
  /** What is drawn, in words. */
  summary: string;
  onOpen: (way: OpenedWay) => void;
}

const NODE_TYPES = { place: PlaceNode };
const EDGE_TYPES = { way: WayEdge };
const FIT = { padding: 0.06, minZoom: 0.45, maxZoom: 1.1 };

const MOVES = new Map<string, readonly [x: number, y: number]>([
  ["ArrowLeft", [80, 0]],
  ["ArrowRight", [-80, 0]],
  ["ArrowUp", [0, 80]],
  ["ArrowDown", [0, -80]],
]);

/** The flow map to walk through. The table beside it says the same. */
export default function FlowGraph(props: Props) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

function Graph({ graph, opened, summary, onOpen }: Props) {
  const t = useTranslations("diagram");
  const { zoomIn, zoomOut, fitView, getViewport, setViewport } = useReactFlow();
  const region = useRef<HTMLDivElement>(null);
  const { nodes, edges } = useMemo(() => elementsOf(graph, opened), [graph, opened]);
  const structure = JSON.stringify([nodes.map((it) => it.id), edges.map((it) => it.id)]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: places follow the structure, not the numbers
  const layout = useMemo(() => {
    const { laidNodes, laidEdges } = boxesOf(nodes, edges);
    return layOutFlow(laidNodes, laidEdges);
  }, [structure]);
  const placed = useMemo(
    () => nodes.map((node) => ({ ...node, position: layout.nodes.get(node.id) ?? node.position })),
    [nodes, layout],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another structure is looked at from the start
  useEffect(() => {
    let frame = 0;
    const fit = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => void fitView(FIT));
    };
    // A panel that opens beside it takes room away.
    const observer = new ResizeObserver(fit);
    if (region.current) observer.observe(region.current);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
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
            ? () => fitView(FIT)
            : null;
    if (!act) return;
    event.preventDefault();
    void act();
  };
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1">
        <p role="status" className="text-xs text-muted tabular-nums">
          {summary}
        </p>
        <Legend />
        <div className="ms-auto flex gap-1">
          <Button look="quiet" aria-label={t("zoomOut")} title={t("zoomOut")} onClick={() => zoomOut()}>
            <ZoomOut aria-hidden className="size-4" />
          </Button>
          <Button look="quiet" aria-label={t("zoomIn")} title={t("zoomIn")} onClick={() => zoomIn()}>
            <ZoomIn aria-hidden className="size-4" />
          </Button>
          <Button look="quiet" aria-label={t("fit")} title={t("fit")} onClick={() => fitView(FIT)}>
            <Maximize aria-hidden className="size-4" />
          </Button>
        </div>
      </div>
      <div
        ref={region}
        role="region"
        aria-label={summary}
        title={t("keys")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it must be reachable by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="flow-graph min-h-0 flex-1 -outline-offset-2"
      >
        <Lines value={layout.edges}>
          <ReactFlow
            nodes={placed}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onNodeClick={(_, { data }: FlowNodeElement) =>
              data.kind === "type" && onOpen({ type: data.type })
            }
            onEdgeClick={(_, { data }) => data?.way && onOpen(data.way)}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            minZoom={0.05}
            maxZoom={2}
            disableKeyboardA11y
          />
        </Lines>
      </div>
    </div>
  );
}

/** What the lines mean: told by their strokes. */
function Legend() {
  const t = useTranslations("flows");
  return (
    <ul className="flex flex-wrap gap-3 text-xs text-muted max-lg:hidden">
      {(["causation", "inferred"] as const).map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 24 6" className={`flow-legend flow-legend-${kind} h-1.5 w-6`}>
            <line x1="1" y1="3" x2="23" y2="3" />
          </svg>
          {t(`link.${kind}`)}
        </li>
      ))}
      <li>{t("legend")}</li>
    </ul>
  );
}
