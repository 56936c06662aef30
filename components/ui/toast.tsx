"use client";

import { Toast as Base } from "@base-ui/react/toast";
import clsx from "clsx";
import { CircleCheck, Info, type LucideIcon, TriangleAlert, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button";

export type ToastTone = "good" | "note" | "bad";

const ICONS: Record<ToastTone, LucideIcon> = { good: CircleCheck, note: Info, bad: TriangleAlert };
const COLOURS: Record<ToastTone, string> = { good: "text-good", note: "text-accent", bad: "text-bad" };

/** Stands once, around the application. F6 brings the keyboard to the messages. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed end-4 bottom-10 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col-reverse gap-2 outline-none">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

/**
 * Says that something was done or was not. Only an acknowledgement: what matters must also be seen on the page, because
 * it goes away. A failure stays until it is closed.
 */
export function useToast(): (text: string, options?: { tone?: ToastTone; detail?: string }) => void {
  const { add } = Base.useToastManager();
  return (text, { tone = "good", detail } = {}) => {
    add({
      title: text,
      description: detail,
      type: tone,
      timeout: tone === "bad" ? 0 : 5_000,
      priority: tone === "bad" ? "high" : "low",
    });
  };
}

function Toasts() {
  const t = useTranslations("ui");
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => {
    const tone = (toast.type ?? "note") as ToastTone;
    const Icon = ICONS[tone];
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        className="rounded-lg border border-line-strong bg-surface text-ink shadow-pop transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
      >
        <Base.Content className="flex items-start gap-2.5 py-2 ps-3 pe-1.5">
          <Icon aria-hidden className={clsx("mt-1.5 size-4 shrink-0", COLOURS[tone])} />
          <div className="min-w-0 flex-1 py-1">
            <Base.Title render={<p />} className="text-sm font-medium break-words" />
            <Base.Description className="mt-0.5 text-xs break-words text-muted" />
          </div>
          <Base.Close render={<Button look="quiet" className="px-0" aria-label={t("close")} />}>
            <X aria-hidden className="size-4" />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    );
  });
}
