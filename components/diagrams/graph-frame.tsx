"use client";

import { useReactFlow } from "@xyflow/react";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import type { KeyboardEvent, ReactNode, Ref } from "react";
import { Button } from "@/components/ui/button";
import "@xyflow/react/dist/base.css";
import "./graph-frame.css";

const MOVES = new Map<string, readonly [x: number, y: number]>([
  ["ArrowLeft", [80, 0]],
  ["ArrowRight", [-80, 0]],
  ["ArrowUp", [0, 80]],
  ["ArrowDown", [0, -80]],
]);

/** What stands around a graph that one walks through: what it shows in words, buttons to zoom, and the same by keys. */
export function GraphFrame({
  summary,
  beside,
  fit,
  region,
  className,
  children,
}: {
  /** What is drawn, in words. */
  summary: string;
  /** What comes after these words: a legend. */
  beside: ReactNode;
  /** Shows all of it. */
  fit: () => void;
  region?: Ref<HTMLDivElement>;
  className: string;
  children: ReactNode;
}) {
  const t = useTranslations("diagram");
  const { zoomIn, zoomOut, getViewport, setViewport } = useReactFlow();
  const move = ([x, y]: readonly [x: number, y: number]) => {
    const view = getViewport();
    void setViewport({ ...view, x: view.x + x, y: view.y + y });
  };
  const acts = new Map<string, () => unknown>([
    ["+", zoomIn],
    ["=", zoomIn],
    ["-", zoomOut],
    ["0", fit],
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = MOVES.get(event.key);
    const act = step ? () => move(step) : acts.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  };
  const buttons = [
    { icon: ZoomOut, label: t("zoomOut"), act: () => zoomOut() },
    { icon: ZoomIn, label: t("zoomIn"), act: () => zoomIn() },
    { icon: Maximize, label: t("fit"), act: fit },
  ];
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1">
        <p role="status" className="text-xs text-muted tabular-nums">
          {summary}
        </p>
        {beside}
        <div className="ms-auto flex gap-1">
          {buttons.map(({ icon: Icon, label, act }) => (
            <Button key={label} look="quiet" aria-label={label} title={label} onClick={act}>
              <Icon aria-hidden className="size-4" />
            </Button>
          ))}
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
        className={`graph-frame ${className} min-h-0 flex-1 -outline-offset-2`}
      >
        {children}
      </div>
    </div>
  );
}
