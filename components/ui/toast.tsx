"use client";

import clsx from "clsx";
import { CircleCheck, Info, type LucideIcon, TriangleAlert, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import { Button } from "./button";

export type ToastTone = "good" | "note" | "bad";

interface Message {
  id: number;
  text: string;
  tone: ToastTone;
  detail?: string;
}

type Say = (text: string, options?: { tone?: ToastTone; detail?: string }) => void;

const ICONS: Record<ToastTone, LucideIcon> = { good: CircleCheck, note: Info, bad: TriangleAlert };
const COLOURS: Record<ToastTone, string> = { good: "text-good", note: "text-accent", bad: "text-bad" };
const MOST = 4;
const GOES_AFTER_MS = 6_000;

const Context = createContext<Say | null>(null);

/** Stands once, around the application. Small and our own: it is in the first load of every page. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const say = useCallback<Say>((text, { tone = "good", detail } = {}) => {
    setMessages((known) => {
      const id = (known.at(-1)?.id ?? 0) + 1;
      return [...known, { id, text, tone, detail }].slice(-MOST);
    });
  }, []);
  const remove = useCallback((id: number) => setMessages((known) => known.filter((it) => it.id !== id)), []);
  return (
    <Context value={say}>
      {children}
      {/* The region is there before its messages: only then are they read out. */}
      <div
        aria-live="polite"
        className="pointer-events-none fixed end-4 bottom-10 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2"
      >
        {messages.map((message) => (
          <Toast key={message.id} {...message} onClose={remove} />
        ))}
      </div>
    </Context>
  );
}

/**
 * Says that something was done or was not. Only an acknowledgement: what matters must also be seen on the page, because
 * it goes away. A failure stays until it is closed.
 */
export function useToast(): Say {
  const say = useContext(Context);
  if (!say) throw new Error("There is no ToastProvider around this component.");
  return say;
}

function Toast({ id, text, tone, detail, onClose }: Message & { onClose: (id: number) => void }) {
  const t = useTranslations("ui");
  // Nobody loses a message that they point at or have the focus in.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (tone === "bad" || held) return;
    const timer = setTimeout(() => onClose(id), GOES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [id, tone, held, onClose]);
  const Icon = ICONS[tone];
  return (
    <div
      role="group"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line-strong bg-surface py-2 ps-3 pe-1.5 text-ink shadow-pop"
    >
      <Icon aria-hidden className={clsx("mt-1.5 size-4 shrink-0", COLOURS[tone])} />
      <div role={tone === "bad" ? "alert" : undefined} className="min-w-0 flex-1 py-1">
        <p className="text-sm font-medium break-words">{text}</p>
        {detail && <p className="mt-0.5 text-xs break-words text-muted">{detail}</p>}
      </div>
      <Button look="quiet" className="px-0" aria-label={t("close")} onClick={() => onClose(id)}>
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
