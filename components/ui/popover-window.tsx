"use client";

import { Popover as Base } from "@base-ui/react/popover";
import clsx from "clsx";
import type { PopoverProps } from "./popover";

/** The popover itself; see popover.tsx, which loads it. */
export default function PopoverWindow({
  trigger,
  label,
  open,
  onOpenChange,
  side = "bottom",
  align = "start",
  className,
  children,
}: PopoverProps) {
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
