"use client";

import { ExternalLink, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { EventBadges } from "./event-badges";
import { Moment } from "./event-row";
import { useUnreadableReason } from "./unreadable-reason";

/** Head of an opened message: what it is, when and where. */
export function MessageHead({ item, onClose }: { item: AuditItem; onClose?: (() => void) | undefined }) {
  const t = useTranslations("detail");
  const { message, event } = item;
  const reason = useUnreadableReason();
  const heading = event ? event.eventType : reason(message);
  return (
    <header className="flex shrink-0 items-start gap-2 px-4 pt-3 pb-2">
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-lg font-semibold">
          <VisibleText value={heading} />
        </h2>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted tabular-nums">
          <Moment value={message.receivedAt} />
          <EventBadges message={message} />
        </div>
      </div>
      {onClose && (
        <>
          <Link
            href={`/events/${message.id}`}
            aria-label={t("open")}
            title={t("open")}
            className="inline-flex min-h-8 min-w-8 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-ink"
          >
            <ExternalLink aria-hidden className="size-4" />
          </Link>
          <Button
            look="quiet"
            aria-label={t("close")}
            title={t("close")}
            onClick={onClose}
            className="px-1.5"
          >
            <X aria-hidden className="size-4" />
          </Button>
        </>
      )}
    </header>
  );
}

/** A row of tabs and the panel of the chosen one. Arrow keys go from tab to tab. */
export function Tabs<Name extends string>({
  names,
  current,
  label,
  onChoose,
  children,
}: {
  names: readonly { name: Name; text: string }[];
  current: Name;
  label: string;
  onChoose: (name: Name) => void;
  children: ReactNode;
}) {
  return (
    <>
      <div
        role="tablist"
        aria-label={label}
        className="flex shrink-0 gap-4 overflow-x-auto border-b border-line px-4"
        onKeyDown={(event) => {
          const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
          if (step === 0) return;
          const at = names.findIndex(({ name }) => name === current);
          const next = names[(at + step + names.length) % names.length]!;
          onChoose(next.name);
          event.currentTarget.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
        }}
      >
        {names.map(({ name, text }) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === current}
            aria-controls="tab-panel"
            tabIndex={name === current ? 0 : -1}
            onClick={() => onChoose(name)}
            className="min-h-8 border-b-2 border-transparent text-sm whitespace-nowrap text-muted hover:text-ink aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
          >
            {text}
          </button>
        ))}
      </div>
      <div
        id="tab-panel"
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reached by keyboard
        tabIndex={0}
        aria-labelledby={`tab-${current}`}
        className="min-h-0 flex-1 overflow-auto"
      >
        {children}
      </div>
    </>
  );
}
