"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { DatabaseZap, SearchX, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { useListKeys } from "@/app/_frame/use-list-keys";
import { useTRPC } from "@/app/_trpc/react";
import { NowProvider } from "@/components/complaints/now";
import { RoomHead } from "@/components/dead-letters/room-head";
import { RedriveList } from "@/components/redrives/redrive-list";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { ListSkeleton } from "../../_components/list-skeleton";
import { REDRIVE_CHOICES, redrivesInputOf, redrivesParsers } from "./redrives-state";

/** How often the list is asked for again while somebody looks. */
const EVERY_MS = 3_000;

/** Every redrive, newest first, with how far it has come. */
export function RedrivesView({ anchor }: { anchor: string }) {
  const t = useTranslations("redrives");
  const room = useTranslations("deadLetters");
  const trpc = useTRPC();
  const router = useRouter();
  const [state, setState] = useQueryStates(redrivesParsers, { history: "push" });
  const [active, setActive] = useState(0);
  const list = useInfiniteQuery(
    trpc.redrives.list.infiniteQueryOptions(redrivesInputOf(state), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
      refetchInterval: EVERY_MS,
    }),
  );
  useReportPage({ busy: list.isFetching && !list.isFetchingNextPage });
  const redrives = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const keys = useMemo(
    () => ({
      move: (step: number) => {
        const next = Math.max(0, Math.min(redrives.length - 1, active + step));
        setActive(next);
        document.getElementById(`redrive-${redrives[next]?.id}`)?.scrollIntoView({ block: "nearest" });
      },
      open: () => redrives[active] && router.push(`/dead-letters/redrives/${redrives[active].id}`),
      close: () => {},
    }),
    [redrives, active, router],
  );
  useListKeys(keys);
  return (
    <NowProvider anchor={anchor}>
      <div className="flex min-h-0 flex-1 flex-col">
        <RoomHead place="redrives" about={room("place.redrives.about")}>
          <Select
            label={t("which")}
            value={state.which}
            options={REDRIVE_CHOICES.map((value) => ({
              value,
              label: value === "all" || value === "open" ? t(`choice.${value}`) : t(`status.${value}`),
            }))}
            onChange={(which) => setState({ which })}
          />
        </RoomHead>
        <section
          aria-label={t("list")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
        >
          {list.isError && redrives.length === 0 ? (
            <Notice
              icon={DatabaseZap}
              role="alert"
              title={t("failed")}
              actions={<Button onClick={() => list.refetch()}>{room("retry")}</Button>}
            >
              {list.error.message}
            </Notice>
          ) : list.isPending ? (
            <ListSkeleton />
          ) : redrives.length > 0 ? (
            <>
              <RedriveList redrives={redrives} active={active} />
              {list.hasNextPage && (
                <div className="flex justify-center border-t border-line px-4 py-3">
                  <Button disabled={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                    {room(list.isFetchingNextPage ? "loading" : "more")}
                  </Button>
                </div>
              )}
            </>
          ) : (
            <Notice
              icon={state.which === "all" ? Undo2 : SearchX}
              title={t(state.which === "all" ? "none" : "noneSuch")}
            >
              {state.which === "all" && t("noneHint")}
            </Notice>
          )}
        </section>
      </div>
    </NowProvider>
  );
}
