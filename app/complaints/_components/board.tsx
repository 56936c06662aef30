"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useTranslations } from "next-intl";
import { useMe } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { STATUS_ICONS } from "@/components/complaints/complaint-badges";
import { ComplaintCard } from "@/components/complaints/complaint-card";
import { Button } from "@/components/ui/button";
import { Scrolling } from "@/components/ui/scrolling";
import type { ComplaintCounts } from "@/server/complaints/list-schemas";
import { STATUSES } from "@/server/complaints/words";
import { type ComplaintsState, columnInputOf } from "./complaints-state";

/** Complaints in a column for each status. Each column is asked for, and goes on, alone. */
export function Board({ state, counts }: { state: ComplaintsState; counts: ComplaintCounts | undefined }) {
  const t = useTranslations("complaints");
  return (
    <section
      aria-label={t("board")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="flex min-h-0 flex-1 snap-x snap-mandatory gap-3 overflow-x-auto p-3 -outline-offset-2 sm:snap-none"
    >
      {STATUSES.map((status) => (
        <Column key={status} status={status} state={state} count={counts?.byStatus[status]} />
      ))}
    </section>
  );
}

function Column({
  status,
  state,
  count,
}: {
  status: (typeof STATUSES)[number];
  state: ComplaintsState;
  count: number | undefined;
}) {
  const t = useTranslations("complaints");
  const trpc = useTRPC();
  const me = useMe()?.id;
  const query = useInfiniteQuery(
    trpc.complaints.list.infiniteQueryOptions(columnInputOf(state, status), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const Icon = STATUS_ICONS[status];
  const pages = query.data?.pages ?? [];
  return (
    <section
      aria-label={t(`status.${status}`)}
      className="flex min-h-0 w-[min(20rem,85vw)] shrink-0 snap-center flex-col rounded-lg bg-raised xl:w-auto xl:min-w-56 xl:flex-1"
    >
      <h2 className="flex min-h-10 shrink-0 items-center gap-2 px-3 text-sm font-semibold">
        <Icon aria-hidden className="size-4 text-muted" />
        {t(`status.${status}`)}
        {count !== undefined && <span className="ms-auto font-normal text-muted tabular-nums">{count}</span>}
      </h2>
      <Scrolling className="px-2 pb-2">
        {query.isError && pages.length === 0 ? (
          <div role="alert" className="flex flex-col items-start gap-2 p-2 text-sm">
            <p>{query.error.message}</p>
            <Button onClick={() => query.refetch()}>{t("retry")}</Button>
          </div>
        ) : query.isPending ? (
          <div role="status" aria-label={t("loading")} className="flex flex-col gap-2">
            <div className="skeleton h-24 bg-surface" />
            <div className="skeleton h-24 bg-surface" />
          </div>
        ) : (
          <ul className={clsx("flex flex-col gap-2", query.isPlaceholderData && "opacity-60")}>
            {pages.flatMap((page) =>
              page.items.map((complaint) => (
                <li key={complaint.id}>
                  <ComplaintCard complaint={complaint} people={page.people} me={me} />
                </li>
              )),
            )}
          </ul>
        )}
        {query.hasNextPage && (
          <div className="flex flex-col items-center gap-1 pt-2">
            {query.isFetchNextPageError && <p className="text-xs text-bad">{t("moreFailed")}</p>}
            <Button
              look="quiet"
              disabled={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t(query.isFetchingNextPage ? "loadingMore" : "more")}
            </Button>
          </div>
        )}
      </Scrolling>
    </section>
  );
}
