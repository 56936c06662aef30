"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { CardFailed, CardSkeleton } from "@/components/event/card";
import { StateList } from "@/components/sagas/state-list";
import { streamsThen } from "@/components/sagas/streams-then";
import type { TimelineEvent, TimelineModel } from "@/components/sagas/timeline/timeline-model";

/** How all streams of a saga stood after an event, and what that changed. */
export function StatesThen({
  vhost,
  model,
  event,
}: {
  vhost: string;
  model: TimelineModel;
  event: TimelineEvent;
}) {
  const t = useTranslations("saga.state");
  const trpc = useTRPC();
  const { streams, changed, left } = useMemo(() => streamsThen(model.events, event.place), [model, event]);
  const query = useQuery(
    trpc.sagas.state.queryOptions(
      { vhost, streams, changed },
      // What was then does not change; the old one stays while the playhead moves.
      { ...ALONE, staleTime: Number.POSITIVE_INFINITY, placeholderData: keepPreviousData },
    ),
  );
  if (query.isError) return <CardFailed message={query.error.message} onRetry={() => query.refetch()} />;
  if (!query.data) return <CardSkeleton lines={6} />;
  return (
    <div className={query.isPlaceholderData ? "opacity-60 transition-opacity delay-200" : undefined}>
      <StateList streams={query.data.streams} changed={changed} />
      {left > 0 && <p className="px-4 py-2 text-xs text-muted">{t("moreStreams", { count: left })}</p>}
    </div>
  );
}
