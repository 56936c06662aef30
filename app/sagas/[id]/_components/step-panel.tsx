"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMay } from "@/app/_access/me";
import { ActionsOf } from "@/app/_actions/actions-of";
import { useTRPC } from "@/app/_trpc/react";
import { CardFailed, CardSkeleton } from "@/components/event/card";
import { HeadersView } from "@/components/events/headers-view";
import { MessageHead, Tabs } from "@/components/events/message-panel";
import { PayloadView } from "@/components/events/payload-view";
import { PropertiesView } from "@/components/events/properties-view";
import { MaskedFields } from "@/components/masking/masked-notice";
import { StepFacts } from "@/components/sagas/step-facts";
import type { TimelineEvent, TimelineModel } from "@/components/sagas/timeline/timeline-model";
import type { SagaDetail } from "@/server/sagas/saga-schemas";
import { PANEL_TABS, type PanelTab } from "./saga-state";
import { StatesThen } from "./states-then";

interface Props {
  detail: SagaDetail;
  model: TimelineModel;
  event: TimelineEvent;
  tab: PanelTab;
  onTab: (tab: PanelTab) => void;
  /** Opens another event of the saga. */
  onShow: (id: string) => void;
  onClose: () => void;
}

/** The opened event of a saga: where it stands in it, what it says, and how things stood after it. */
export default function StepPanel({ detail, model, event, tab, onTab, onShow, onClose }: Props) {
  const t = useTranslations("saga.panel");
  const trpc = useTRPC();
  const router = useRouter();
  const { id } = event.step;
  const query = useQuery(trpc.audit.message.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY }));
  const mayTake = useMay();
  const search = (_name: string | null, text: string) =>
    router.push(`/events?${new URLSearchParams({ q: text.slice(0, 200), range: "all" })}`);
  if (query.isError) return <CardFailed message={query.error.message} onRetry={() => query.refetch()} />;
  if (!query.data) return <CardSkeleton lines={8} />;
  const { item, body, properties, maskedFields } = query.data;
  const download = mayTake("messages.export", item.message) ? `/api/audit/messages/${id}/body` : null;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <MessageHead item={item} onClose={onClose} />
      <div className="max-h-[40%] shrink-0 overflow-y-auto border-b border-line">
        <StepFacts event={event} model={model} deadLetters={detail.deadLetters} onShow={onShow} />
      </div>
      <Tabs
        label={t("tabs")}
        names={PANEL_TABS.map((name) => ({ name, text: t(`tab.${name}`) }))}
        current={tab}
        onChoose={onTab}
      >
        {tab === "payload" && (
          <PayloadView
            id={id}
            download={download}
            body={body}
            size={item.message.bodySize}
            onFilter={search}
          />
        )}
        {tab === "headers" && (
          <>
            <MaskedFields count={maskedFields} />
            <HeadersView entries={properties.headers} />
          </>
        )}
        {tab === "facts" && (
          <>
            <PropertiesView detail={query.data} />
            <ActionsOf type="message" id={id} />
          </>
        )}
        {tab === "state" && <StatesThen vhost={detail.saga.vhost} model={model} event={event} />}
      </Tabs>
    </div>
  );
}
