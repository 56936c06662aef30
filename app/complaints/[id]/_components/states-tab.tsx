"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { MermaidView } from "@/components/diagrams/mermaid-view";
import { complaintStates } from "@/server/complaints/complaint-states";
import type { ComplaintView } from "@/server/complaints/view-schemas";
import { STATUSES } from "@/server/complaints/words";

/** The states of a complaint, with the one that it is in marked. */
export default function StatesTab({ view }: { view: Pick<ComplaintView, "status" | "assignedTo"> }) {
  const t = useTranslations("complaint");
  const status = useTranslations("complaints.status");
  const { status: now, assignedTo } = view;
  const source = useMemo(
    () =>
      complaintStates(now, assignedTo !== undefined, {
        status: Object.fromEntries(STATUSES.map((id) => [id, status(id)])) as Record<
          ComplaintView["status"],
          string
        >,
        assign: t("action.assign"),
        start: t("action.start"),
        resolve: t("action.resolve"),
        close: t("action.close"),
        reopen: t("action.reopen"),
      }),
    [now, assignedTo, t, status],
  );
  return (
    <div className="h-96">
      <MermaidView
        source={source}
        title={t("diagram.title", { status: status(now) })}
        fileName={t("diagram.file")}
      />
    </div>
  );
}
