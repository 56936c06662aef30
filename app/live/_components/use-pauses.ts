"use client";

import { type RefObject, useEffect, useState } from "react";

/** Why rows wait: the reader is busy with those that are shown. */
export type Pause = "hover" | "scroll" | "selection" | "text";

/** What the reader is doing in the list, in the order in which it is told. `marked`: a row is opened or marked by keys. */
export function usePauses(list: RefObject<HTMLElement | null>, marked: boolean, scrolled: boolean) {
  const [hover, setHover] = useState(false);
  const [text, setText] = useState(false);
  useEffect(() => {
    const look = () => {
      const selection = document.getSelection();
      setText(
        selection !== null &&
          !selection.isCollapsed &&
          list.current !== null &&
          selection.containsNode(list.current, true),
      );
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [list]);
  const pauses: Record<Pause, boolean> = { selection: marked, text, scroll: scrolled, hover };
  return {
    pause: (Object.keys(pauses) as Pause[]).find((reason) => pauses[reason]) ?? null,
    /** For the element around the list. A finger does not hover. */
    hovering: {
      onPointerEnter: (event: { pointerType: string }) => setHover(event.pointerType !== "touch"),
      onPointerLeave: () => setHover(false),
    },
  };
}
