"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { DatabaseZap, MessagesSquare, SearchX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useRef, useState } from "react";
import { useMe } from "@/app/_access/me";
import { useListKeys } from "@/app/_frame/use-list-keys";
import { useTRPC } from "@/app/_trpc/react";
import { ComplaintList, ComplaintListSkeleton } from "@/components/complaints/complaint-list";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import { type ComplaintsState, tableInputOf } from "./complaints-state";

interface Props {
  state: ComplaintsState;
  columns: Pick<Parameters<typeof ComplaintList>[0], "columns" | "onColumns">;
  /** Whether what is not there may be hidden by a filter. */
  filtered: boolean;
  onFilter: (filter: { field: string; value: string }) => void;
  onClear: () => void;
}

/** The table of complaints, loaded as it is scrolled. Enter opens the one that the keys are at. */
export function ComplaintTable({ state, columns, filtered, onFilter, onClear }: Props) {
  const t = useTranslations("complaints");
  const trpc = useTRPC();
  const router = useRouter();
  const me = useMe()?.id;
  const list = useRef<VirtualRowsHandle>(null);
  const [active, setActive] = useState(0);
  const query = useInfiniteQuery(
    trpc.complaints.list.infiniteQueryOptions(tableInputOf(state), {
      getNextPageParam: (page) => page.nextCursor,
      // Old rows stay, dimmed, until the new ones are there.
      placeholderData: keepPreviousData,
    }),
  );
  const items = useMemo(
    () =>
      query.data?.pages.flatMap((page) =>
        page.items.map((complaint) => ({ complaint, people: page.people, me })),
      ) ?? [],
    [query.data, me],
  );
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const open = useCallback((id: string) => router.push(`/complaints/${encodeURIComponent(id)}`), [router]);
  const keys = useMemo(
    () => ({
      move: (step: number) => {
        const next = Math.max(0, Math.min(items.length - 1, active + step));
        setActive(next);
        list.current?.reveal(next);
      },
      open: () => items[active] && open(items[active].complaint.id),
      close: () => {},
    }),
    [items, active, open],
  );
  useListKeys(keys);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <section aria-label={t("list")} className="relative min-h-0 flex-1">
      {query.isError && items.length === 0 ? (
        <Notice
          icon={DatabaseZap}
          role="alert"
          title={t("failed")}
          actions={<Button onClick={() => query.refetch()}>{t("retry")}</Button>}
        >
          {query.error.message}
        </Notice>
      ) : query.isPending ? (
        <ComplaintListSkeleton columns={state.cols} />
      ) : items.length > 0 ? (
        <ComplaintList
          {...columns}
          handle={list}
          items={items}
          complete={!hasNextPage && !query.isPlaceholderData}
          active={active}
          stale={query.isPlaceholderData}
          onOpen={open}
          onFilter={onFilter}
          onNearEnd={() => !isFetchNextPageError && more()}
          foot={
            // Old rows say nothing about where the new ones end.
            query.isPlaceholderData ? null : hasNextPage ? (
              <div className="flex flex-wrap items-center justify-center gap-3 px-4 py-3 text-xs text-muted">
                {isFetchNextPageError && <span className="text-bad">{t("moreFailed")}</span>}
                <Button onClick={more} disabled={isFetchingNextPage}>
                  {t(isFetchingNextPage ? "loadingMore" : "more")}
                </Button>
              </div>
            ) : (
              <p className="px-4 py-4 text-center text-xs text-muted">{t("end")}</p>
            )
          }
        />
      ) : (
        <Notice
          icon={filtered ? SearchX : MessagesSquare}
          title={t(filtered ? "noMatch" : "empty")}
          actions={filtered && <Button onClick={onClear}>{t("clear")}</Button>}
        >
          {t(filtered ? "noMatchHint" : "emptyHint")}
        </Notice>
      )}
    </section>
  );
}
