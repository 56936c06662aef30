"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useStored } from "./use-stored";

const MIN_WIDTH = 340;
/** Room that is left to what stands beside the panel. */
const REST = 320;
const STEP = 32;

/**
 * Something opened beside a list. Its edge is dragged, or moved by arrow keys; the width is kept in this browser. Where
 * there is no room for both (below 1024 px) it lies over the whole page.
 */
export function SidePanel({ label, name, children }: { label: string; name: string; children: ReactNode }) {
  const t = useTranslations("ui");
  const panel = useRef<HTMLElement>(null);
  const [width, setWidth] = useStored(`panel.${name}`, readWidth);
  const [dragging, setDragging] = useState(false);
  const [shown, setShown] = useState<number | null>(null);

  // The server's HTML may not carry a style.
  useLayoutEffect(() => {
    const element = panel.current;
    const around = element?.parentElement;
    if (!element || !around) return;
    const settle = () => {
      const fitting = width === null ? null : Math.max(MIN_WIDTH, Math.min(around.offsetWidth - REST, width));
      if (fitting === null) element.style.removeProperty("--panel");
      else element.style.setProperty("--panel", `${fitting}px`);
      setShown(element.offsetWidth);
    };
    settle();
    const observer = new ResizeObserver(settle);
    observer.observe(around);
    return () => observer.disconnect();
  }, [width]);

  const resize = (next: number) => {
    const most = (panel.current?.parentElement?.offsetWidth ?? 0) - REST;
    setWidth(Math.round(Math.max(MIN_WIDTH, Math.min(most, next))));
  };
  return (
    <aside
      ref={panel}
      aria-label={label}
      className="relative flex min-h-0 flex-col border-line bg-surface max-lg:fixed max-lg:inset-0 max-lg:z-30 lg:w-(--panel,44%) lg:shrink-0 lg:border-s"
    >
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t("panelWidth")}
        aria-valuemin={MIN_WIDTH}
        aria-valuenow={shown ?? MIN_WIDTH}
        tabIndex={0}
        title={t("panelWidthHint")}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragging(true);
        }}
        onPointerMove={(event) => {
          if (!dragging) return;
          const box = panel.current!.getBoundingClientRect();
          resize(document.dir === "rtl" ? event.clientX - box.left : box.right - event.clientX);
        }}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
        onDoubleClick={() => setWidth(null)}
        onKeyDown={(event) => {
          const step = event.key === "ArrowLeft" ? STEP : event.key === "ArrowRight" ? -STEP : null;
          if (step === null && event.key !== "Home") return;
          event.preventDefault();
          event.stopPropagation();
          if (step === null) setWidth(null);
          else resize((panel.current?.offsetWidth ?? MIN_WIDTH) + step);
        }}
        className="group absolute inset-y-0 -start-1.5 z-10 flex w-3 cursor-col-resize touch-none justify-center max-lg:hidden"
      >
        <span
          className={clsx("w-px group-hover:w-0.5 group-hover:bg-accent", dragging && "w-0.5 bg-accent")}
        />
      </div>
      {children}
    </aside>
  );
}

function readWidth(text: string | null): number | null {
  const width = Number(text);
  return text !== null && Number.isFinite(width) && width >= MIN_WIDTH ? width : null;
}
