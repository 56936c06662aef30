"use client";

import { useQuery } from "@tanstack/react-query";
import { Braces, Link2, Mails, ScrollText, Workflow } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMe } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { AuditTrail } from "@/components/complaints/audit-trail";
import { NotificationList } from "@/components/complaints/notification-list";
import { CardFailed, CardSkeleton } from "@/components/event/card";
import { Tabs } from "@/components/ui/tabs";
import type { ComplaintOutput } from "@/server/complaints/complaint-schemas";
import { MailButton } from "./mail-button";

const TABS = ["notifications", "audit", "events", "correlation", "diagram"] as const;
const ICONS = {
  notifications: Mails,
  audit: ScrollText,
  events: Braces,
  correlation: Link2,
  diagram: Workflow,
};

const EventPayloads = dynamic(() =>
  import("@/components/complaints/event-payloads").then((module) => module.EventPayloads),
);
const CorrelationTab = dynamic(() => import("./correlation-tab"));
const StatesTab = dynamic(() => import("./states-tab"), { ssr: false });

/** Everything else about a complaint. The tab is in the address. */
export function ComplaintTabs({
  complaint: { view, people },
}: {
  complaint: Pick<ComplaintOutput, "view" | "people">;
}) {
  const t = useTranslations("complaint.tab");
  const me = useMe()?.id;
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("notifications"));
  return (
    <Tabs
      label={t("label")}
      value={tab}
      onChange={setTab}
      tabs={TABS.map((id) => ({
        id,
        label: t(id),
        icon: ICONS[id],
        ...(id === "notifications" ? { count: view.notifications.length } : {}),
        ...(id === "audit" ? { count: view.auditTrail.length } : {}),
      }))}
      className="min-h-96 overflow-hidden rounded-lg border border-line bg-surface"
    >
      {tab === "notifications" && (
        <NotificationList notifications={view.notifications}>
          {(entry) => <MailButton entry={entry} />}
        </NotificationList>
      )}
      {tab === "audit" && <AuditTrail trail={view.auditTrail} people={people} me={me} />}
      {tab === "events" && <EventsTab id={view.id} />}
      {tab === "correlation" && <CorrelationTab id={view.id} />}
      {tab === "diagram" && <StatesTab view={view} />}
    </Tabs>
  );
}

function EventsTab({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.complaints.events.queryOptions({ id }));
  if (query.isError) return <CardFailed message={query.error.message} onRetry={() => query.refetch()} />;
  return query.data ? <EventPayloads events={query.data.items} /> : <CardSkeleton lines={6} />;
}
