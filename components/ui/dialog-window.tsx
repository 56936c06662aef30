"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import clsx from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button } from "./button";
import type { DialogProps } from "./dialog";

const BACKDROP =
  "fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";

const SHAPES: Record<NonNullable<DialogProps["shape"]>, string> = {
  modal:
    "top-[max(1rem,12dvh)] start-1/2 max-h-[calc(100dvh-max(2rem,16dvh))] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg border rtl:translate-x-1/2 data-ending-style:scale-[0.98] data-starting-style:scale-[0.98]",
  wide: "top-[max(1rem,6dvh)] start-1/2 max-h-[calc(100dvh-max(2rem,10dvh))] w-[min(60rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg border rtl:translate-x-1/2 data-ending-style:scale-[0.98] data-starting-style:scale-[0.98]",
  start:
    "inset-y-0 start-0 w-[min(20rem,calc(100vw-3rem))] border-e data-ending-style:-translate-x-4 data-starting-style:-translate-x-4",
  end: "inset-y-0 end-0 w-[min(44rem,calc(100vw-2rem))] border-s data-ending-style:translate-x-4 data-starting-style:translate-x-4",
  bottom:
    "inset-x-0 bottom-0 max-h-[85dvh] rounded-t-lg border-t data-ending-style:translate-y-4 data-starting-style:translate-y-4",
};

const FIELDS = "textarea, select, input:not([type=radio]), input:checked, button[type=submit]";

/** The dialog itself; see dialog.tsx, which loads it. */
export default function DialogWindow({
  shape = "modal",
  title,
  description,
  trigger,
  open,
  onOpenChange,
  focusField = false,
  children,
  footer,
}: DialogProps) {
  const t = useTranslations("ui");
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup
          ref={popup}
          initialFocus={
            focusField ? () => popup.current?.querySelector<HTMLElement>(FIELDS) ?? true : undefined
          }
          className={clsx(
            "fixed z-40 flex flex-col border-line bg-surface text-ink shadow-pop outline-none transition-[opacity,transform,scale,translate] duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0",
            SHAPES[shape],
          )}
        >
          <header className="flex items-start gap-3 px-4 pt-3 pb-2">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold text-balance">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-0.5 text-sm text-muted">{description}</Base.Description>
              )}
            </div>
            <Base.Close render={<Button look="quiet" className="-me-1.5 px-0" aria-label={t("close")} />}>
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
