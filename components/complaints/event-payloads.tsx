"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { ComplaintEventLine } from "@/server/complaints/complaint-schemas";
import { When } from "./when";

/** Every event about a complaint in the order of the log, with its payload as it is published. */
export function EventPayloads({ events }: { events: readonly ComplaintEventLine[] }) {
  const t = useTranslations("complaint.events");
  return (
    <ol aria-label={t("list")} className="divide-y divide-line">
      {events.map((event) => (
        <EventPayload key={event.eventId} event={event} />
      ))}
    </ol>
  );
}

function EventPayload({ event }: { event: ComplaintEventLine }) {
  const t = useTranslations("complaint.events");
  const [open, setOpen] = useState(false);
  return (
    <li className="px-4 py-2">
      <div className="flex items-start gap-2">
        <button
          type="button"
          aria-expanded={open}
          aria-label={t(open ? "hide" : "show", { type: event.eventType })}
          onClick={() => setOpen(!open)}
          className="-ms-2 flex min-h-8 min-w-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-ink"
        >
          <ChevronRight
            aria-hidden
            className={`size-4 transition-transform ${open ? "rotate-90" : "rtl:rotate-180"}`}
          />
        </button>
        <div className="min-w-0 flex-1 pt-1">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
            <VisibleText
              value={event.eventType}
              className="font-mono text-xs font-medium [overflow-wrap:anywhere]"
            />
            <When value={event.at} className="ms-auto text-xs text-muted tabular-nums" />
          </div>
          <p className="flex flex-wrap gap-x-3 text-xs text-muted">
            <bdi className="[overflow-wrap:anywhere]">
              {t("version", { stream: event.streamId, version: event.version })}
            </bdi>
            <VisibleText value={event.service} />
            <Link
              href={`/events/${encodeURIComponent(event.recordId)}`}
              className="text-accent hover:underline"
            >
              {t("open")}
            </Link>
          </p>
          {open && <Payload text={event.payload} />}
        </div>
      </div>
    </li>
  );
}

function Payload({ text }: { text: string }) {
  const shown = makeVisible(JSON.stringify(JSON.parse(text), null, 2));
  return (
    <pre className="mt-2 overflow-x-auto rounded-md bg-raised p-3 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
      {shown}
    </pre>
  );
}
