"use client";

import clsx from "clsx";
import {
  ArrowUpDown,
  CircleDot,
  HandHelping,
  type LucideIcon,
  MessageSquareText,
  RotateCcw,
  Undo2,
  UserCheck,
} from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { VisibleText } from "@/components/ui/visible-text";
import type { ComplaintView, TimelineEntry } from "@/server/complaints/view-schemas";
import { PriorityBadge, STATUS_ICONS, StatusBadge } from "./complaint-badges";
import { useDuration } from "./duration";
import { useEventName } from "./event-name";
import { nameOf } from "./name-of";
import { useNow } from "./now";
import { Person } from "./person";
import { When } from "./when";

const ICONS: Record<string, LucideIcon> = {
  COMPLAINT_REASSIGNED: UserCheck,
  COMPLAINT_COMMENTED: MessageSquareText,
  COMPLAINT_REOPENED: RotateCcw,
  COMPLAINT_PRIORITY_CHANGED: ArrowUpDown,
  COMPLAINT_COMPENSATION_REQUIRED: Undo2,
  COMPLAINT_COMPENSATED: Undo2,
  COMPLAINT_COMPENSATION_FAILED: HandHelping,
};

interface Props {
  view: Pick<ComplaintView, "timeline">;
  people: Readonly<Record<string, string>>;
  me: string | undefined;
}

/** What happened to a complaint, newest first: who, when, what they said, and how long each status lasted. */
export function Timeline({ view, people, me }: Props) {
  const t = useTranslations("complaint.timeline");
  return (
    <ol aria-label={t("list")} className="flex flex-col px-4 py-3">
      {view.timeline.toReversed().map((entry) => (
        <Entry key={entry.eventId} entry={entry} people={people} me={me} />
      ))}
    </ol>
  );
}

function Entry({ entry, people, me }: { entry: TimelineEntry } & Pick<Props, "people" | "me">) {
  const t = useTranslations("complaint.timeline");
  const eventName = useEventName();
  const begins = entry.status !== entry.previousStatus;
  const Icon = ICONS[entry.eventType] ?? (begins ? STATUS_ICONS[entry.status] : CircleDot);
  return (
    <li className="group relative flex gap-3 pb-4 last:pb-0">
      <span aria-hidden className="absolute start-3 top-6 bottom-0 w-px bg-line group-last:hidden" />
      <span
        aria-hidden
        className={clsx(
          "relative flex size-6 shrink-0 items-center justify-center rounded-full",
          begins ? "bg-accent-soft text-accent" : "bg-raised text-muted",
        )}
      >
        <Icon className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
          <h3 className="font-medium">
            {entry.eventType === "COMPLAINT_PROCESSED" && begins
              ? t(entry.status === "RESOLVED" ? "resolved" : "begun")
              : eventName(entry.eventType)}
          </h3>
          <When value={entry.at} className="ms-auto text-xs whitespace-nowrap text-muted tabular-nums" />
        </div>
        <div className="mt-0.5 flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
          {entry.by !== null && <Person id={entry.by} people={people} me={me} />}
          <Detail entry={entry} people={people} />
        </div>
        {begins && <Lasted entry={entry} />}
        <Said entry={entry} />
      </div>
    </li>
  );
}

/** To whom, from what to what. */
function Detail({ entry, people }: { entry: TimelineEntry; people: Props["people"] }): ReactNode {
  const t = useTranslations("complaint.timeline");
  const priority = useTranslations("complaints.priority");
  const name = (id: string) => nameOf(people, id);
  const { assignedTo, previousAssignee, previousPriority } = entry;
  if (assignedTo !== undefined && previousAssignee !== undefined)
    return <bdi>{t("fromTo", { before: name(previousAssignee), after: name(assignedTo) })}</bdi>;
  if (assignedTo !== undefined) return <bdi>{t("to", { who: name(assignedTo) })}</bdi>;
  if (entry.priority !== undefined && previousPriority !== undefined)
    return t("fromTo", { before: priority(previousPriority), after: priority(entry.priority) });
  return entry.priority !== undefined ? <PriorityBadge priority={entry.priority} /> : null;
}

function Lasted({ entry }: { entry: TimelineEntry }) {
  const duration = useDuration();
  const now = useNow();
  const t = useTranslations("complaint.timeline");
  const status = useTranslations("complaints.status");
  const ms = entry.lastedMs ?? Math.max(0, now - Date.parse(entry.at));
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-muted tabular-nums">
      {entry.lastedMs === null && <StatusBadge status={entry.status} />}
      {t(entry.lastedMs === null ? "lasts" : "lasted", { status: status(entry.status), time: duration(ms) })}
    </p>
  );
}

/** What somebody wrote. */
function Said({ entry: { resolution, comment, reason } }: { entry: TimelineEntry }) {
  const text = resolution ?? comment ?? reason;
  if (text === undefined) return null;
  return (
    <blockquote className="mt-1.5 border-s-2 border-line ps-3 text-sm">
      <VisibleText value={text} title={false} className="whitespace-pre-wrap [overflow-wrap:anywhere]" />
    </blockquote>
  );
}
