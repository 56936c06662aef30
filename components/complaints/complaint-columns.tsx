"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { TableColumn } from "@/components/tables/table-column";
import { VisibleText } from "@/components/ui/visible-text";
import type { ComplaintSummary } from "@/server/complaints/view-schemas";
import { CompensationBadge, PriorityBadge, StatusBadge } from "./complaint-badges";
import { COMPLAINT_COLUMNS, type ComplaintColumnId } from "./complaint-column-ids";
import { Due } from "./due";
import { Person } from "./person";

/** A complaint with the names of those whom it names. */
export interface ComplaintLine {
  complaint: ComplaintSummary;
  people: Readonly<Record<string, string>>;
  me: string | undefined;
}

type ComplaintColumn = Omit<TableColumn<ComplaintLine>, "id" | "label">;

/** The columns of the list, named in the reader's language. */
export function useComplaintColumns(): TableColumn<ComplaintLine>[] {
  const t = useTranslations("complaints.column");
  return useMemo(() => COMPLAINT_COLUMNS.map((id) => ({ id, label: t(id), ...COLUMNS[id] })), [t]);
}

const COLUMNS: Record<ComplaintColumnId, ComplaintColumn> = {
  priority: {
    byDefault: "always",
    width: "[flex:var(--w-priority,0_0_6rem)]",
    draw: ({ complaint }) => <PriorityBadge priority={complaint.priority} />,
    filter: ({ complaint }) => ({ field: "priority", value: complaint.priority }),
  },
  complaint: {
    byDefault: "always",
    narrow: true,
    width: "[flex:1_1_0%] @min-[44rem]/table:[flex:var(--w-complaint,2.4_1_16rem)]",
    draw: ({ complaint, people, me }) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">
            <VisibleText value={complaint.title} />
          </span>
          <CompensationBadge compensation={complaint.compensation} />
        </span>
        <span className="flex min-w-0 items-center gap-2 text-xs text-muted @min-[44rem]/table:hidden">
          <PriorityBadge priority={complaint.priority} />
          <Person id={complaint.assignedTo} people={people} me={me} short />
        </span>
      </span>
    ),
  },
  status: {
    byDefault: "always",
    width: "[flex:var(--w-status,0_0_7.5rem)]",
    draw: ({ complaint }) => <StatusBadge status={complaint.status} />,
    filter: ({ complaint }) => ({ field: "status", value: complaint.status }),
  },
  assignedTo: {
    byDefault: "medium",
    width: "[flex:var(--w-assignedTo,1_1_8rem)]",
    draw: ({ complaint, people, me }) => <Person id={complaint.assignedTo} people={people} me={me} short />,
  },
  due: {
    byDefault: "always",
    narrow: true,
    width: "[flex:0_0_7.5rem] @min-[44rem]/table:[flex:var(--w-due,0_0_9rem)]",
    draw: ({ complaint }) => (
      <span className="flex flex-col items-start gap-0.5">
        <span className="@min-[44rem]/table:hidden">
          <StatusBadge status={complaint.status} />
        </span>
        <Due complaint={complaint} />
      </span>
    ),
  },
  category: {
    byDefault: "wide",
    width: "[flex:var(--w-category,0.8_1_7rem)]",
    className: "truncate text-muted",
    draw: ({ complaint }) => <VisibleText value={complaint.category} />,
    filter: ({ complaint }) => ({ field: "category", value: complaint.category }),
  },
  userId: {
    byDefault: "wide",
    width: "[flex:var(--w-userId,0.8_1_7rem)]",
    className: "truncate text-muted",
    draw: ({ complaint }) => <VisibleText value={complaint.userId} />,
    filter: ({ complaint }) => ({ field: "q", value: complaint.userId }),
  },
  createdAt: {
    byDefault: "wide",
    width: "[flex:var(--w-createdAt,0_0_8.5rem)]",
    className: "text-muted tabular-nums",
    draw: ({ complaint }) => <ShortMoment value={complaint.createdAt} />,
  },
  updatedAt: {
    width: "[flex:var(--w-updatedAt,0_0_8.5rem)]",
    className: "text-muted tabular-nums",
    draw: ({ complaint }) => <ShortMoment value={complaint.updatedAt} />,
  },
  id: {
    width: "[flex:var(--w-id,1_1_9rem)]",
    className: "truncate font-mono text-xs text-muted",
    draw: ({ complaint }) => <VisibleText value={complaint.id} />,
  },
};

function ShortMoment({ value }: { value: string }) {
  const format = useFormatter();
  return (
    <time dateTime={value} title={value} className="whitespace-nowrap">
      {format.dateTime(new Date(value), {
        month: "short",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      })}
    </time>
  );
}
