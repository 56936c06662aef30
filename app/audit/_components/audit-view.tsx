"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { DatabaseZap, ScrollText, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useRef, useState } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { useListKeys } from "@/app/_frame/use-list-keys";
import { useAnchor } from "@/app/_range/use-anchor";
import { useTRPC } from "@/app/_trpc/react";
import { ActionFilters } from "@/components/operator-actions/action-filters";
import { ActionColumnMenu, ActionList, ActionListSkeleton } from "@/components/operator-actions/action-list";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SidePanel } from "@/components/ui/side-panel";
import { useMedia } from "@/components/ui/use-media";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import { OUTCOMES } from "@/server/operator-actions/action";
import { ACTION_NAMES } from "@/server/operator-actions/action-names";
import { type AuditState, actionsInputOf, auditParsers } from "./audit-state";
import { OpenedAction } from "./opened-action";

const NO_FILTERS = { who: null, action: null, target: null, outcome: null, q: null } as const;

/** The record of what people, tokens and commands did. All of its state is in the address. */
export function AuditView({ anchor: firstAnchor }: { anchor: string }) {
  const t = useTranslations("actions");
  const trpc = useTRPC();
  const [state, setState] = useQueryStates(auditParsers, { history: "push" });
  const [anchor, refresh] = useAnchor(firstAnchor, state);
  const [active, setActive] = useState(0);
  const list = useRef<VirtualRowsHandle>(null);
  const narrow = useMedia("(width < 64rem)");
  const query = useInfiniteQuery(
    trpc.actions.list.infiniteQueryOptions(actionsInputOf(state, anchor), {
      getNextPageParam: (page) => page.nextCursor,
      // Old rows stay, dimmed, until the new ones are there.
      placeholderData: keepPreviousData,
    }),
  );
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useReportPage({ busy: query.isFetching && !isFetchingNextPage });

  const change = (values: Partial<AuditState>) => {
    setState({ ...values, selected: null });
    setActive(0);
    list.current?.toTop();
    refresh();
  };
  const select = useCallback(
    (id: string | null, index?: number) => {
      if (index !== undefined) setActive(index);
      setState({ selected: id }, { history: "replace" });
    },
    [setState],
  );
  const keys = useMemo(
    () => ({
      move: (step: number) => {
        const next = Math.max(0, Math.min(items.length - 1, active + step));
        setActive(next);
        list.current?.reveal(next);
        // An open panel follows.
        if (state.selected !== null && items[next]) select(items[next].id);
      },
      open: () => items[active] && select(items[active].id),
      close: () => state.selected !== null && select(null),
    }),
    [items, active, state.selected, select],
  );
  useListKeys(keys);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const { who, action, target, outcome, q } = state;
  const filtered = [who, action, target, outcome, q].some((value) => value !== null);
  const columns = {
    columns: state.cols,
    onColumns: (cols: AuditState["cols"]) => setState({ cols }, { history: "replace" }),
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2.5">
        <div className="flex w-full flex-wrap items-baseline gap-x-3">
          <h1 className="text-lg font-semibold">{t("title")}</h1>
          <p className="text-xs text-muted">{t("hint")}</p>
        </div>
        <ActionFilters
          values={{ who, action, target, outcome, q }}
          actions={ACTION_NAMES.map((value) => ({ value, label: t(`action.${value}`) }))}
          outcomes={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
          onChange={(values) => change(values as Partial<AuditState>)}
        />
        <ActionColumnMenu {...columns} />
      </header>
      <div className="flex min-h-0 flex-1">
        <section
          aria-label={t("list")}
          // Where the opened action lies over the list, the focus stays with it.
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
            <ActionListSkeleton columns={state.cols} />
          ) : items.length > 0 ? (
            <ActionList
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
                  <p className="px-4 py-4 text-center text-xs text-muted">{t("end")}</p>
                )
              }
            />
          ) : (
            <Notice
              icon={filtered ? SearchX : ScrollText}
              title={t(filtered ? "noMatch" : "empty")}
              actions={
                <>
                  {(state.range !== "all" || state.from !== null || state.to !== null) && (
                    <Button onClick={() => change({ range: "all", from: null, to: null })}>
                      {t("widen")}
                    </Button>
                  )}
                  {filtered && <Button onClick={() => change(NO_FILTERS)}>{t("clear")}</Button>}
                </>
              }
            >
              {t(filtered ? "noMatchHint" : "emptyHint")}
            </Notice>
          )}
        </section>
        {state.selected !== null && (
          <SidePanel label={t("opened")} name="action">
            <OpenedAction key={state.selected} id={state.selected} onClose={() => select(null)} />
          </SidePanel>
        )}
      </div>
    </div>
  );
}
