"use client";

import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { CirclePlay, CircleStop } from "lucide-react";
import { useTranslations } from "next-intl";
import { type MouseEvent, useMemo, useRef } from "react";
import { GraphFrame } from "@/components/diagrams/graph-frame";
import { useSize } from "@/components/diagrams/use-size";
import { WalkableGraph } from "@/components/diagrams/walkable-graph";
import type { FlowGraph as FlowGraphFacts } from "@/server/flows/flow";
import { boxesOf, elementsOf, type FlowNodeElement, focusOf, type OpenedWay } from "./flow-elements";
import { layOutFor } from "./flow-layout";
import { Lines, PlaceNode, WayEdge } from "./flow-parts";
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

/** The flow map to walk through. The table beside it says the same. */
export default function FlowGraph(props: Props) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

function Graph({ graph, opened, summary, onOpen }: Props) {
  const { fitView } = useReactFlow();
  const region = useRef<HTMLDivElement>(null);
  const size = useSize(region);
  const { nodes, edges } = useMemo(() => elementsOf(graph, opened), [graph, opened]);
  const structure = JSON.stringify([nodes.map((it) => it.id), edges.map((it) => it.id)]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: places follow the structure, not the numbers; a panel that opens turns nothing round
  const layout = useMemo(() => {
    if (size === null) return null;
    const { laidNodes, laidEdges } = boxesOf(nodes, edges);
    return layOutFor(laidNodes, laidEdges, size);
  }, [structure, size === null]);
  const placed = useMemo(
    () => nodes.map((node) => ({ ...node, position: layout?.nodes.get(node.id) ?? node.position })),
    [nodes, layout],
  );
  const openNode = (event: MouseEvent, { data }: FlowNodeElement) => {
    if (data.kind !== "type") return;
    const of = (event.target as Element).closest("[data-of]")?.getAttribute("data-of");
    const { type } = data;
    onOpen(of === "start" ? { type, before: "" } : of === "end" ? { type, last: true } : { type });
  };
  return (
    <GraphFrame
      summary={summary}
      beside={<Legend />}
      fit={() => void fitView({ padding: 0.04, maxZoom: 1.1 })}
      region={region}
      className="flow-graph"
    >
      {layout !== null && size !== null && (
        <Lines value={layout.edges}>
          <WalkableGraph
            layout={layout}
            size={size}
            focus={focusOf(graph, opened, layout)}
            nodes={placed}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onNodeClick={openNode}
            onEdgeClick={(_, { data }) => data?.way && onOpen(data.way)}
          />
        </Lines>
      )}
    </GraphFrame>
  );
}

/** What the lines mean: told by their strokes. */
function Legend() {
  const t = useTranslations("flows");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted max-lg:hidden">
      {(["start", "end"] as const).map((of) => (
        <li key={of} className="flex items-center gap-1">
          {of === "start" ? (
            <CirclePlay aria-hidden className="size-3.5 text-accent" />
          ) : (
            <CircleStop aria-hidden className="size-3.5" />
          )}
          {t(of)}
        </li>
      ))}
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
