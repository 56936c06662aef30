"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { SagaLines } from "@/app/sagas/_components/sagas-of";
import { DetailSkeleton } from "@/components/events/detail-skeleton";
import type { FilterField } from "@/components/events/filter-fields";
import { HeadersView } from "@/components/events/headers-view";
import { MessageHead, Tabs } from "@/components/events/message-panel";
import { PayloadView, RawView } from "@/components/events/payload-view";
import { PropertiesView } from "@/components/events/properties-view";
import { RelatedLinks } from "@/components/events/related-links";
import { MaskedFields } from "@/components/masking/masked-notice";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { MessageDetail as Detail } from "@/server/audit/detail-schemas";
import { RouteTab } from "./route-tab";
import { eventsHref, TABS } from "./search-state";

type Tab = (typeof TABS)[number];

interface Props {
  id: string;
  tab: Tab;
  onTab: (tab: Tab) => void;
  /** Null `field`: as free text. */
  onFilter: (field: FilterField | null, value: string) => void;
  onClose?: () => void;
}

/** Names in a payload that are filters of their own. */
const FIELD_OF_NAME: Record<string, FilterField | undefined> = {
  eventId: "eventId",
  eventType: "eventType",
  aggregateId: "aggregateId",
  aggregateType: "aggregateType",
  correlationId: "correlationId",
  causationId: "causationId",
  traceId: "traceId",
  userId: "userId",
  producer: "producer",
};

/** An opened message: fetched, then drawn under tabs. */
export function MessageDetail({ id, tab, onTab, onFilter, onClose }: Props) {
  const trpc = useTRPC();
  const t = useTranslations("detail");
  const query = useQuery(trpc.audit.message.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY }));

  if (query.isError) {
    return (
      <Notice
        icon={SearchX}
        role="alert"
        title={t("failed")}
        actions={
          <>
            <Button onClick={() => query.refetch()}>{t("retry")}</Button>
            {onClose && <Button onClick={onClose}>{t("close")}</Button>}
          </>
        }
      >
        {query.error.message}
      </Notice>
    );
  }
  if (!query.data) return <DetailSkeleton />;

  const detail = query.data;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <MessageHead item={detail.item} onClose={onClose} />
      <Tabs
        label={t("tabs")}
        names={TABS.map((name) => ({ name, text: t(`tab.${name}`) }))}
        current={tab}
        onChoose={onTab}
      >
        <TabContent
          detail={detail}
          tab={tab}
          onFilter={(name, text) =>
            onFilter(Object.hasOwn(FIELD_OF_NAME, name ?? "") ? FIELD_OF_NAME[name!]! : null, text)
          }
        />
      </Tabs>
    </div>
  );
}

function TabContent({
  detail,
  tab,
  onFilter,
}: {
  detail: Detail;
  tab: Tab;
  onFilter: (name: string | null, text: string) => void;
}) {
  const { item, body, properties } = detail;
  const { id, bodySize } = item.message;
  const download = useMay()("messages.export", item.message) ? `/api/audit/messages/${id}/body` : null;
  switch (tab) {
    case "payload":
      return <PayloadView id={id} download={download} body={body} size={bodySize} onFilter={onFilter} />;
    case "raw":
      return <RawView id={id} download={download} body={body} size={bodySize} />;
    case "headers":
      return (
        <>
          <MaskedFields count={detail.maskedFields} />
          <HeadersView entries={properties.headers} />
        </>
      );
    case "properties":
      return <PropertiesView detail={detail} />;
    case "route":
      return <RouteTab id={id} />;
    case "related":
      return (
        <>
          <SagaLines of={{ recordId: id }} />
          <RelatedLinks item={item} href={eventsHref} />
        </>
      );
  }
}
