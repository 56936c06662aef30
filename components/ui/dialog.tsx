"use client";

import type { ReactElement, ReactNode } from "react";
import { useLoadedOnUse } from "./use-loaded-on-use";

export interface DialogProps {
  /** In the middle (`modal`, `wide`), or a sheet at a side of the window: what a narrow screen wants. */
  shape?: "modal" | "wide" | "start" | "end" | "bottom";
  title: string;
  /** Shown under the title and read out with it. */
  description?: ReactNode;
  /** What opens it; without one, `open` and `onOpenChange` do. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The focus starts in the first field, or where there is none on the button that sends; else on the way out. */
  focusField?: boolean;
  children: ReactNode;
  /** Buttons, at the foot, always in sight. */
  footer?: ReactNode;
}

const load = () => import("./dialog-window");

/**
 * A window of its own: the rest waits, focus stays inside and goes back to where it came from, Esc closes. Its code
 * comes when it is first wanted.
 */
export function Dialog(props: DialogProps) {
  const { Window, trigger, open, setOpen } = useLoadedOnUse(load, props);
  if (!Window) return trigger;
  return <Window {...props} open={open} onOpenChange={setOpen} />;
}
