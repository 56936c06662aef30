"use client";

import { Popover as Base } from "@base-ui/react/popover";
import clsx from "clsx";
import type { ReactElement, ReactNode } from "react";

interface Props {
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

/** Something small beside its button: the page goes on, Esc and a click elsewhere close it. It stays inside the window. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  side = "bottom",
  align = "start",
  className,
  children,
}: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-40">
          <Base.Popup
            aria-label={label}
            className={clsx(
              "max-h-(--available-height) max-w-(--available-width) overflow-y-auto rounded-lg border border-line bg-surface p-3 text-ink shadow-pop outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0",
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button inside a popover that closes it. */
export const PopoverClose = Base.Close;
