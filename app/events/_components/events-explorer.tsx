"use client";

import { useTranslations } from "next-intl";
import { debounce, useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { useListKeys } from "@/app/_frame/use-list-keys";
import { useAnchor } from "@/app/_range/use-anchor";
import { CountLine } from "@/components/events/count-line";
import { EventColumnMenu, EventList, EventListSkeleton } from "@/components/events/event-list";
import { EmptyList, FailedList, ListFoot } from "@/components/events/list-states";
import { WaitingPill } from "@/components/events/waiting-pill";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import { EventsHistogram } from "./events-histogram";
import { SearchFrame } from "./search-frame";
import { filterInputOf, filtersOf, NO_FILTERS, type SearchState, searchParsers } from "./search-state";
import { useEventSearch } from "./use-event-search";
import { useLiveMessages } from "./use-live-messages";

/** A new address makes the router draw the page again: after the rows, not before them. */
const ADDRESS_LATER = debounce(200);

/** The events page: filters above, the list, and the opened message beside it. All of its state is in the address. */
export function EventsExplorer({ anchor: firstAnchor }: { anchor: string }) {
  const t = useTranslations("events");
  const [state, setState] = useQueryStates(searchParsers, { history: "push" });
  // A preset range ends at this moment. It moves when the reader searches, not while they read.
  const [anchor, refresh] = useAnchor(firstAnchor, state);
  const [active, setActive] = useState(0);
  const list = useRef<VirtualRowsHandle>(null);
  const searchBox = useRef<HTMLInputElement>(null);

  const search = useEventSearch(state, anchor);
  const { query } = search;
  const filter = useMemo(() => {
    // Live rows are newer than the anchor: a preset's beginning does not concern them, an absolute range does.
    const { from, ...rest } = filterInputOf(state, anchor);
    return state.from === null ? rest : { ...rest, from };
  }, [state, anchor]);
  const seriesInput = useMemo(() => filterInputOf(state, anchor), [state, anchor]);
  const live = useLiveMessages({
    enabled: state.live,
    filter,
    head: search.head,
    hold: true,
    onSkipped: useCallback(() => refresh(), [refresh]),
  });

  const items = useMemo(() => {
    if (live.shown.length === 0) return search.items;
    const known = new Set(live.shown.map((item) => item.message.id));
    return [...live.shown, ...search.items.filter((item) => !known.has(item.message.id))];
  }, [live.shown, search.items]);

  const { ask } = search;
  const shown = useRef(state);
  shown.current = state;
  const change = useCallback(
    (values: Partial<SearchState>) => {
      const moment = new Date().toISOString();
      // Another preset begins at a moment of its own.
      if (values.range === undefined) ask({ ...shown.current, ...values }, moment);
      setState(values, { limitUrlUpdates: ADDRESS_LATER });
      refresh(moment);
    },
    [setState, refresh, ask],
  );
  const zoom = useCallback((from: string, to: string) => change({ from, to }), [change]);
  const pick = useCallback((exchange: string) => change({ exchange }), [change]);
  const select = useCallback(
    (id: string | null, index?: number) => {
      if (index !== undefined) setActive(index);
      setState({ selected: id }, { history: "replace" });
    },
    [setState],
  );
  const actions = useMemo(
    () => ({
      move: (step: number) => {
        const next = Math.max(0, Math.min(items.length - 1, active + step));
        setActive(next);
        list.current?.reveal(next);
        // An open panel follows.
        if (state.selected !== null && items[next]) select(items[next].message.id);
      },
      open: () => items[active] && select(items[active].message.id),
      close: () => state.selected !== null && select(null),
    }),
    [items, active, state.selected, select],
  );
  useListKeys(actions);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another end of the range means other rows
  useEffect(() => {
    setActive(0);
    list.current?.toTop();
  }, [anchor]);

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  // A search that stopped at its limit, or that failed, goes on when asked, not by itself.
  const onNearEnd = useCallback(() => {
    if (!search.partial && !isFetchNextPageError) more();
  }, [search.partial, isFetchNextPageError, more]);

  useReportPage({ live: live.state, busy: query.isFetching && !isFetchingNextPage });

  const filters = filtersOf(state);
  const clear = () => change(NO_FILTERS);
  const widen = () => change({ range: "all", from: null, to: null });
  return (
    <SearchFrame
      title={t("title")}
      list={t("list")}
      state={state}
      searchBox={searchBox}
      onSearch={change}
      onClear={clear}
      onOpened={(values) => setState(values, { history: "replace" })}
    >
      <EventsHistogram
        filter={seriesInput}
        live={state.live}
        wait={query.isFetching && !query.isFetchingNextPage}
        onRange={zoom}
        onExchange={pick}
      />
      <div className="flex min-h-8 items-center gap-2 ps-4 pe-2">
        <CountLine count={search.count} loaded={items.length} failed={query.isError || search.countFailed} />
        <EventColumnMenu
          columns={state.cols}
          onColumns={(cols) => setState({ cols }, { history: "replace" })}
        />
      </div>
      <div className="relative min-h-0 flex-1">
        <WaitingPill
          count={live.waiting}
          dropped={live.dropped}
          onTake={() => {
            live.take();
            setActive(0);
            list.current?.toTop();
          }}
        />
        {query.isError && items.length === 0 ? (
          <FailedList message={query.error.message} onRetry={() => query.refetch()} onClear={clear} />
        ) : query.isPending ? (
          <EventListSkeleton columns={state.cols} />
        ) : items.length === 0 && !hasNextPage ? (
          <EmptyList
            filters={filters}
            text={state.q}
            range={{ preset: state.range, from: state.from, to: state.to }}
            stored={search.head}
            onWiden={widen}
            onClear={clear}
          />
        ) : (
          <EventList
            handle={list}
            items={items}
            columns={state.cols}
            onColumns={(cols) => setState({ cols }, { history: "replace" })}
            onFilter={(field, value) => change({ [field]: value })}
            total={search.count?.exact ? search.count.value : null}
            active={active}
            selected={state.selected}
            stale={query.isPlaceholderData}
            onSelect={select}
            onNearEnd={onNearEnd}
            foot={
              <ListFoot
                more={hasNextPage}
                loading={isFetchingNextPage}
                failed={isFetchNextPageError}
                partial={search.partial}
                searchedTo={search.searchedTo}
                onMore={more}
              />
            }
          />
        )}
      </div>
    </SearchFrame>
  );
}
