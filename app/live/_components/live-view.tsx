"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Radio } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useRef, useState } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { useListKeys } from "@/app/_frame/use-list-keys";
import { useTRPC } from "@/app/_trpc/react";
import { EventColumnMenu, EventList, EventListSkeleton } from "@/components/events/event-list";
import { FailedList } from "@/components/events/list-states";
import { LiveLine } from "@/components/events/live-line";
import { WaitingPill } from "@/components/events/waiting-pill";
import { Notice } from "@/components/ui/notice";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import { SearchFrame } from "../../events/_components/search-frame";
import { filtersOf, NO_FILTERS } from "../../events/_components/search-state";
import { useHidden } from "../../events/_components/use-hidden";
import { useLiveMessages } from "../../events/_components/use-live-messages";
import { latestOf, liveFilterOf, liveParsers } from "./live-state";
import { usePauses } from "./use-pauses";

/** Messages as they arrive, newest first. Rows come by themselves while nobody is busy with those that are there. */
export function LiveView({ anchor }: { anchor: string }) {
  const t = useTranslations("live");
  const trpc = useTRPC();
  const [state, setState] = useQueryStates(liveParsers, { history: "push" });
  const [marked, setMarked] = useState<string | null>(null);
  const [scrolled, setScrolled] = useState(false);
  const list = useRef<VirtualRowsHandle>(null);
  const area = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const hidden = useHidden();

  const latest = useQuery({
    ...trpc.audit.search.queryOptions(latestOf(state, anchor)),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { pause, hovering } = usePauses(area, marked !== null || state.selected !== null, scrolled);
  const live = useLiveMessages({
    enabled: state.live,
    filter: useMemo(() => liveFilterOf(state), [state]),
    head: latest.isPlaceholderData ? null : (latest.data?.head ?? null),
    hold: pause !== null || !state.live,
  });
  const shownState =
    live.state === "live" || live.state === "behind" ? (pause ? "paused" : live.state) : live.state;
  useReportPage({ live: shownState, busy: latest.isFetching });

  const items = useMemo(() => {
    const known = new Set(live.shown.map((item) => item.message.id));
    return [...live.shown, ...(latest.data?.items ?? []).filter((item) => !known.has(item.message.id))];
  }, [live.shown, latest.data]);
  const active = items.findIndex((item) => item.message.id === marked);

  const select = useCallback(
    (id: string | null) => {
      setMarked(id);
      setState({ selected: id }, { history: "replace" });
    },
    [setState],
  );
  const actions = useMemo(
    () => ({
      move: (step: number) => {
        const next = Math.max(0, Math.min(items.length - 1, active + step));
        const id = items[next]?.message.id;
        if (id === undefined) return;
        list.current?.reveal(next);
        if (state.selected === null) setMarked(id);
        else select(id);
      },
      open: () => marked !== null && select(marked),
      // First the opened message, then the mark: then rows come again.
      close: () =>
        state.selected === null ? setMarked(null) : setState({ selected: null }, { history: "replace" }),
    }),
    [items, active, marked, state.selected, select, setState],
  );
  useListKeys(actions);

  const clear = () => setState(NO_FILTERS);
  const filters = filtersOf(state);
  return (
    <SearchFrame
      title={t("title")}
      list={t("list")}
      state={state}
      searchBox={searchBox}
      onSearch={(values) => setState(values)}
      onClear={clear}
      onOpened={(values) => setState(values, { history: "replace" })}
    >
      <LiveLine state={shownState} reason={hidden ? "hidden" : pause} dropped={live.dropped}>
        <EventColumnMenu
          columns={state.cols}
          onColumns={(cols) => setState({ cols }, { history: "replace" })}
        />
      </LiveLine>
      <div ref={area} {...hovering} className="relative min-h-0 flex-1">
        <WaitingPill
          count={live.waiting}
          onTake={() => {
            live.take();
            setMarked(null);
            list.current?.toTop();
          }}
        />
        {latest.isError && items.length === 0 ? (
          <FailedList message={latest.error.message} onRetry={() => latest.refetch()} onClear={clear} />
        ) : latest.isPending ? (
          <EventListSkeleton columns={state.cols} />
        ) : items.length === 0 ? (
          <Notice icon={Radio} title={t("quiet")}>
            {t(Object.keys(filters).length > 0 || state.q ? "quietFiltered" : "quietHint")}
          </Notice>
        ) : (
          <EventList
            handle={list}
            items={items}
            columns={state.cols}
            onColumns={(cols) => setState({ cols }, { history: "replace" })}
            onFilter={(field, value) => setState({ [field]: value })}
            total={null}
            active={active}
            selected={state.selected}
            stale={latest.isPlaceholderData}
            onSelect={select}
            onScrolled={(top) => setScrolled(top > 0)}
            foot={<p className="px-4 py-4 text-center text-xs text-muted">{t("end")}</p>}
          />
        )}
      </div>
    </SearchFrame>
  );
}
