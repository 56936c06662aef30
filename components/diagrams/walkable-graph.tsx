"use client";

import { type Edge, type Node, ReactFlow, type ReactFlowProps, useReactFlow } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { firstView, type Point, type Size } from "./first-view";
import { SmallMap } from "./small-map";

/**
 * A graph that was laid out, looked at first from where it begins, to walk through by wheel, keys and a small map. Another
 * layout, or other room for it, is looked at anew. Stands inside a `ReactFlowProvider` and a `GraphFrame`.
 */
export function WalkableGraph<N extends Node, E extends Edge>({
  layout,
  size,
  focus,
  ...flow
}: {
  layout: Size;
  /** Pixels that there are. */
  size: Size;
  /** The middle of what must be in sight. */
  focus: Point;
} & ReactFlowProps<N, E>) {
  const { setViewport } = useReactFlow();
  const view = firstView(layout, size, focus);
  const latest = useRef(view);
  latest.current = view;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another focus alone moves nothing under somebody's eyes
  useEffect(() => {
    const frame = requestAnimationFrame(() => void setViewport(latest.current));
    return () => cancelAnimationFrame(frame);
  }, [layout, size, setViewport]);
  return (
    <ReactFlow
      {...flow}
      defaultViewport={view}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      panOnScroll
      minZoom={0.05}
      maxZoom={2}
      disableKeyboardA11y
    >
      <SmallMap graph={layout} view={size} />
    </ReactFlow>
  );
}
