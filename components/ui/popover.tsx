"use client";

import type { ReactElement, ReactNode } from "react";
import { useLoadedOnUse } from "./use-loaded-on-use";

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  /** Name of the popup for who cannot see it. */
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
}

const load = () => import("./popover-window");

/**
 * Something small beside its button: the page goes on, Esc and a click elsewhere close it. It stays inside the window.
 * Its code comes when it is first wanted.
 */
export function Popover(props: PopoverProps) {
  const { Window, trigger, open, setOpen } = useLoadedOnUse(load, props);
  if (!Window) return trigger;
  return <Window {...props} open={open} onOpenChange={setOpen} />;
}
