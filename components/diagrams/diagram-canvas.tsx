"use client";

import {
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { DrawnDiagram } from "./render-mermaid";
import { imageAddress } from "./save-file";

export interface DiagramCanvasHandle {
  zoomIn(): void;
  zoomOut(): void;
  /** As large as it can be and be seen whole. */
  fit(): void;
}

const STEP = 1.25;
const SMALLEST = 0.05;
const LARGEST = 4;
const READABLE = 0.9;

/** A picture in a box that scrolls: by its bars, by arrow keys, or drawn along with the mouse. */
export function DiagramCanvas({
  drawn,
  title,
  hint,
  handle,
  onKeyDown,
}: {
  drawn: DrawnDiagram;
  title: string;
  hint: string;
  handle: Ref<DiagramCanvasHandle>;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const { width, height, beginsAt } = drawn;
  const address = useMemo(() => imageAddress(drawn), [drawn]);
  const [zoom, setZoom] = useState<number | null>(null);
  const whole = useCallback(() => {
    const { clientWidth, clientHeight } = box.current!;
    return Math.min(1, (clientWidth - 32) / width, (clientHeight - 32) / height);
  }, [width, height]);
  // A large diagram begins where its names can be read, and is scrolled.
  const readable = useCallback(() => Math.max(READABLE, whole()), [whole]);
  const change = (factor: number) =>
    setZoom((old) => Math.min(LARGEST, Math.max(SMALLEST, (old ?? readable()) * factor)));
  useImperativeHandle(handle, () => ({
    zoomIn: () => change(STEP),
    zoomOut: () => change(1 / STEP),
    fit: () => setZoom(whole()),
  }));
  useLayoutEffect(() => {
    const element = box.current!;
    // What is in the middle stays there; what was not looked at yet begins at its top.
    const [x, y] =
      zoom === null
        ? [beginsAt, 0]
        : [
            (element.scrollLeft + element.clientWidth / 2) / Math.max(1, element.scrollWidth),
            (element.scrollTop + element.clientHeight / 2) / Math.max(1, element.scrollHeight),
          ];
    const shown = zoom ?? readable();
    image.current!.style.width = `${width * shown}px`;
    image.current!.style.height = `${height * shown}px`;
    element.scrollLeft = x * element.scrollWidth - element.clientWidth / 2;
    element.scrollTop = y * element.scrollHeight - element.clientHeight / 2;
  }, [zoom, readable, width, height, beginsAt]);

  return (
    <div
      ref={box}
      role="region"
      aria-label={title}
      title={hint}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={drag}
      className="grid min-h-0 flex-1 cursor-grab touch-auto place-content-center-safe overflow-auto p-4 -outline-offset-2 active:cursor-grabbing"
    >
      {/* biome-ignore lint/performance/noImgElement: it is made in the browser, there is nothing to optimise */}
      <img ref={image} src={address} alt={title} draggable={false} className="max-w-none" />
    </div>
  );
}

/** Moves the box along with the mouse; fingers scroll by themselves. */
function drag(event: PointerEvent<HTMLDivElement>): void {
  if (event.pointerType !== "mouse" || event.button !== 0) return;
  const box = event.currentTarget;
  const move = ({ movementX, movementY }: globalThis.PointerEvent) => box.scrollBy(-movementX, -movementY);
  const end = () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
}
