"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Moment } from "@/components/events/event-row";
import type { TableColumn } from "@/components/tables/table-column";
import { VisibleText } from "@/components/ui/visible-text";
import type { ActionItem } from "@/server/operator-actions/actions-schemas";
import { ACTION_COLUMNS, type ActionColumnId } from "./action-column-ids";
import { ActionName, ActorName, OutcomeBadge, TargetName } from "./action-facts";

type ActionColumn = Omit<TableColumn<ActionItem>, "id" | "label">;

/** The columns of the record, named in the reader's language. */
export function useActionColumns(): TableColumn<ActionItem>[] {
  const t = useTranslations("actions.column");
  return useMemo(() => ACTION_COLUMNS.map((id) => ({ id, label: t(id), ...COLUMNS[id] })), [t]);
}

const COLUMNS: Record<ActionColumnId, ActionColumn> = {
  time: {
    byDefault: "always",
    narrow: true,
    width: "[flex:0_0_6.75rem] @min-[44rem]/table:[flex:var(--w-time,0_0_9.75rem)]",
    className: "text-muted tabular-nums",
    draw: ({ at }) => <Moment value={at} />,
  },
  who: {
    byDefault: "medium",
    width: "[flex:var(--w-who,1_1_8rem)]",
    className: "truncate",
    draw: ({ actor }) => <ActorName actor={actor} />,
    filter: ({ actor }) => ({ field: "who", value: actor.name }),
  },
  action: {
    byDefault: "always",
    narrow: true,
    width: "[flex:1_1_0%] @min-[44rem]/table:[flex:var(--w-action,1.4_1_11rem)]",
    draw: (item) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-medium">
          <ActionName name={item.action} />
        </span>
        <span className="flex min-w-0 items-center gap-2 text-xs text-muted @min-[44rem]/table:hidden">
          <ActorName actor={item.actor} />
          <TargetName target={item.target} />
          {item.outcome !== "done" && <OutcomeBadge outcome={item.outcome} />}
        </span>
      </span>
    ),
    filter: ({ action }) => ({ field: "action", value: action }),
  },
  target: {
    byDefault: "medium",
    width: "[flex:var(--w-target,1.4_1_11rem)]",
    className: "truncate",
    draw: ({ target }) => <TargetName target={target} />,
    filter: ({ target }) => (target.id === "" ? null : { field: "target", value: target.id }),
  },
  outcome: {
    byDefault: "medium",
    width: "[flex:var(--w-outcome,0_0_6.5rem)]",
    draw: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
    filter: ({ outcome }) => ({ field: "outcome", value: outcome }),
  },
  from: {
    byDefault: "wide",
    width: "[flex:var(--w-from,0_1_9rem)]",
    className: "truncate font-mono text-xs text-muted",
    draw: ({ from }) => from && <VisibleText value={from} />,
  },
  reason: {
    byDefault: "wide",
    width: "[flex:var(--w-reason,1_1_9rem)]",
    className: "truncate text-muted",
    draw: ({ reason }) => reason && <VisibleText value={reason} />,
  },
};
