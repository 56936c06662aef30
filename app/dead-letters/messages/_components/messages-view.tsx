"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { DatabaseZap, PartyPopper, SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useRef } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { useListKeys } from "@/app/_frame/use-list-keys";
import { useTRPC } from "@/app/_trpc/react";
import { NowProvider } from "@/components/complaints/now";
import { ChosenProvider } from "@/components/dead-letters/chosen";
import { LetterList, LetterListSkeleton } from "@/components/dead-letters/letter-list";
import { RoomHead } from "@/components/dead-letters/room-head";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useMedia } from "@/components/ui/use-media";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { DeadLettersPage } from "@/server/dead-letters/dead-letter-schemas";
import { LetterFilters } from "./letter-filters";
import { filterOf, lettersInputOf, type MessagesState, messagesParsers } from "./messages-state";
import { useActive } from "./use-active";
import { useChosen } from "./use-chosen";
import { useTriage } from "./use-triage";

/** A message is opened after the list is there: its code comes then. */
const OpenedLetter = dynamic(() => import("../../_components/opened-letter"));

const GroupBanner = dynamic(() => import("./group-banner"), {
  ssr: false,
  loading: () => <div className="skeleton h-20 shrink-0" />,
});
/** Nobody acts on many before the rows are there. */
const ListTools = dynamic(() => import("./list-tools"), {
  ssr: false,
  loading: () => <span className="h-8" />,
});

/** A list with messages that a redrive has in hand is asked for again this often, as long as it is short. */
const WATCHED_MS = 2_000;
const SHORT_PAGES = 3;
const isMoving = (pages: readonly DeadLettersPage[] = []) =>
  pages.length <= SHORT_PAGES && pages.some((page) => page.items.some(({ claim }) => claim !== null));

/** Dead letters one by one: chosen, opened beside the list, and dealt with. All but the choice is in the address. */
export function MessagesView({ anchor }: { anchor: string }) {
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const [state, setState] = useQueryStates(messagesParsers, { history: "push" });
  const choice = useChosen();
  const list = useRef<VirtualRowsHandle>(null);
  const narrow = useMedia("(width < 64rem)");
  const query = useInfiniteQuery(
    trpc.deadLetters.list.infiniteQueryOptions(lettersInputOf(state), {
      getNextPageParam: (page) => page.nextCursor,
      // Old rows stay, dimmed, until the new ones are there.
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (isMoving(state.data?.pages) ? WATCHED_MS : false),
    }),
  );
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [active, setActive] = useActive(items);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useReportPage({ busy: query.isFetching && !isFetchingNextPage });

  const change = (values: Partial<MessagesState>) => {
    setState({ ...values, selected: null });
    setActive(0);
    choice.clear();
    list.current?.toTop();
  };
  const select = useCallback(
    (id: string | null, index?: number) => {
      if (index !== undefined) setActive(index);
      setState({ selected: id }, { history: "replace" });
    },
    [setState, setActive],
  );
  const move = useCallback(
    (step: number) => {
      const next = Math.max(0, Math.min(items.length - 1, active + step));
      setActive(next);
      list.current?.reveal(next);
      // An open panel follows.
      if (state.selected !== null && items[next]) select(items[next].id);
    },
    [items, active, setActive, state.selected, select],
  );
  const keys = useMemo(
    () => ({
      move,
      open: () => items[active] && select(items[active].id),
      close: () => {
        if (state.selected !== null) select(null);
        else choice.clear();
      },
    }),
    [items, active, state.selected, select, move, choice.clear],
  );
  useListKeys(keys);
  const filter = filterOf(state);
  const triage = useTriage({ items, current: items[active], choice, filter, next: () => move(1) });
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const { selected: _, cols: __, state: ___, ...others } = state;
  const filtered = Object.values(others).some((value) => value !== null) || state.state !== "waiting";
  const columns = {
    columns: state.cols,
    onColumns: (cols: MessagesState["cols"]) => setState({ cols }, { history: "replace" }),
  };
  return (
    <NowProvider anchor={anchor}>
      <div className="flex min-h-0 flex-1 flex-col">
        <RoomHead place="messages" about={<span className="max-md:hidden">{t("place.messages.about")}</span>}>
          <LetterFilters state={state} onChange={change} />
          <span className="ms-auto flex flex-wrap items-center justify-end gap-1 max-sm:col-span-2">
            <ListTools {...triage.bar} chosen={choice.ids.size} filter={filter} columns={columns} />
          </span>
        </RoomHead>
        {state.group !== null && <GroupBanner id={state.group} onClose={() => change({ group: null })} />}
        <div className="flex min-h-0 flex-1">
          <section
            aria-label={t("place.messages.title")}
            // Where the opened message lies over the list, the focus stays with it.
            inert={narrow && state.selected !== null}
            className="relative min-w-0 flex-1"
          >
            {query.isError && items.length === 0 ? (
              <Notice
                icon={DatabaseZap}
                role="alert"
                title={t("failed")}
                actions={<Button onClick={() => query.refetch()}>{t("retry")}</Button>}
              >
                <p className="text-ink">{query.error.message}</p>
                <p className="mt-1">{t("failedHint")}</p>
              </Notice>
            ) : query.isPending ? (
              <LetterListSkeleton columns={state.cols} />
            ) : items.length > 0 ? (
              <ChosenProvider value={choice.chosen}>
                <LetterList
                  {...columns}
                  handle={list}
                  items={items}
                  complete={!hasNextPage && !query.isPlaceholderData}
                  active={active}
                  selected={state.selected}
                  stale={query.isPlaceholderData}
                  onSelect={select}
                  onFilter={({ field, value }) => change({ [field]: value })}
                  onNearEnd={() => !isFetchNextPageError && more()}
                  foot={
                    // Old rows say nothing about where the new ones end.
                    query.isPlaceholderData ? null : hasNextPage ? (
                      <div className="flex flex-wrap items-center justify-center gap-3 px-4 py-3 text-xs text-muted">
                        {isFetchNextPageError && <span className="text-bad">{t("moreFailed")}</span>}
                        <Button onClick={more} disabled={isFetchingNextPage}>
                          {t(isFetchingNextPage ? "loading" : "more")}
                        </Button>
                      </div>
                    ) : (
                      <p className="px-4 py-4 text-center text-xs text-muted">
                        {t("endOfLetters", { count: items.length })}
                      </p>
                    )
                  }
                />
              </ChosenProvider>
            ) : filtered ? (
              <Notice
                icon={SearchX}
                title={t("noLetter")}
                actions={<Button onClick={() => setState(null)}>{t("clear")}</Button>}
              >
                {t("noLetterHint")}
              </Notice>
            ) : (
              <Notice icon={PartyPopper} title={t("nothingWaits")}>
                {t("nothingWaitsHint")}
              </Notice>
            )}
          </section>
          {state.selected !== null && <OpenedLetter id={state.selected} onClose={() => select(null)} />}
        </div>
      </div>
      {triage.dialogs}
    </NowProvider>
  );
}
