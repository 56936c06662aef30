"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionsOf } from "@/app/_actions/actions-of";
import { useTRPC } from "@/app/_trpc/react";
import { SagaCard } from "@/app/sagas/_components/sagas-of";
import { CardSkeleton } from "@/components/event/card";
import { EventHeader } from "@/components/event/event-header";
import { Judgements } from "@/components/event/judgements";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Scrolling } from "@/components/ui/scrolling";
import { ContentCard, EnvelopeCard } from "./message-cards";
import { ArrivalsCard, CausationCard, CorrelationCard, RouteCard, StreamCard } from "./related-cards";

/** One message as a page: what it says, what came, and what it belongs to. Each part is asked for, and may fail, alone. */
export function EventView({ id }: { id: string }) {
  const t = useTranslations("eventPage");
  const trpc = useTRPC();
  const query = useQuery(trpc.audit.message.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY }));

  if (query.isError) {
    const gone = query.error.data?.code === "NOT_FOUND";
    return (
      <Notice
        icon={SearchX}
        role="alert"
        title={t(gone ? "notFound" : "failed")}
        actions={
          <>
            {!gone && <Button onClick={() => query.refetch()}>{t("retry")}</Button>}
            <Link
              href="/events"
              className="inline-flex min-h-8 items-center rounded-md border border-line-strong px-2.5 text-sm font-medium hover:bg-raised"
            >
              {t("toEvents")}
            </Link>
          </>
        }
      >
        {gone ? t("notFoundHint") : query.error.message}
      </Notice>
    );
  }
  if (!query.data) return <CardSkeleton lines={8} />;

  const detail = query.data;
  const { vhost } = detail.item.message;
  return (
    <Scrolling>
      <EventHeader item={detail.item} link={() => new URL(`/events/${id}`, window.location.href).href} />
      <div className="mx-auto grid max-w-[112rem] items-start gap-4 p-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Judgements message={detail.item.message} />
          <EnvelopeCard id={id} event={detail.item.event} />
          <ContentCard detail={detail} />
          <div className="rounded-lg border border-line bg-surface empty:hidden">
            <ActionsOf type="message" id={id} />
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SagaCard of={{ recordId: id }} />
          <CausationCard item={detail.item} />
          <RouteCard id={id} />
          <CorrelationCard id={id} vhost={vhost} />
          <StreamCard id={id} vhost={vhost} />
          <ArrivalsCard id={id} vhost={vhost} />
        </div>
      </div>
    </Scrolling>
  );
}
