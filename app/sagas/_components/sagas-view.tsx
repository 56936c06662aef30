"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { useAnchor } from "@/app/_range/use-anchor";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { LagLine } from "@/components/complaints/lag-line";
import { NowProvider } from "@/components/complaints/now";
import { isOpen } from "@/components/sagas/list/saga-cells";
import { SagaFilters } from "@/components/sagas/list/saga-filters";
import { SagaColumnMenu, type SagaListKind } from "@/components/sagas/list/saga-list";
import { SagasHead } from "@/components/sagas/list/sagas-head";
import { DurationsPanel } from "./durations-panel";
import { SagaTable } from "./saga-table";
import { CHIPS, filterOf, NO_FILTERS, type SagasState, sagasParsers } from "./sagas-state";
import { useLiveSagas } from "./use-live-sagas";
import { useSagaList } from "./use-saga-list";

/** More pages than these are not asked for again while sagas change: nobody reads a thousand rows as they move. */
const LIVE_PAGES = 3;

/** Sagas, or requests with their replies: filters, durations over time, and the list. All of it is in the address. */
export function SagasView({ kind, anchor: first }: { kind: SagaListKind; anchor: string }) {
  const t = useTranslations("sagas");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [state, setState] = useQueryStates(sagasParsers, { history: "push" });
  const [anchor, refresh] = useAnchor(first, state);
  const filter = useMemo(() => filterOf(kind, state, anchor), [kind, state, anchor]);
  const list = useSagaList(kind, state, anchor);
  const { query } = list;
  const counts = useQuery(
    trpc.sagas.counts.queryOptions(filter, { ...ALONE, placeholderData: keepPreviousData }),
  );
  const live = useLiveSagas(state.live, () => {
    if (list.pages <= LIVE_PAGES) void queries.invalidateQueries(trpc.sagas.list.infiniteQueryFilter());
    void queries.invalidateQueries(trpc.sagas.counts.queryFilter());
  });
  useReportPage({ live, busy: query.isFetching && !query.isFetchingNextPage });

  const change = (values: Partial<SagasState>) => {
    setState(values);
    refresh();
  };
  const chips = CHIPS.flatMap((name) => {
    const value = state[name];
    if (value === null) return [];
    const text = name === "deviation" ? t(`deviation.${state.deviation!}`) : value;
    return [{ name, label: t(`filter.chip.${name}`), value: text }];
  });
  const columns = {
    kind,
    columns: state.cols,
    onColumns: (cols: string[] | null) =>
      setState({ cols: cols as SagasState["cols"] }, { history: "replace" }),
  };
  return (
    <NowProvider anchor={first}>
      <div className="flex min-h-0 flex-1 flex-col">
        <SagasHead place={kind} search={searchOf(state)}>
          <SagaFilters
            kind={kind}
            values={state}
            counts={counts.data}
            chips={chips}
            onChange={change}
            onRemove={(name) => change({ [name]: null })}
          />
          <span className="ms-auto">
            <SagaColumnMenu {...columns} />
          </span>
        </SagasHead>
        <LagLine of="sagas" lag={counts.data?.lag} />
        {/* What goes on has no duration yet. */}
        {(state.status === null || !isOpen({ status: state.status })) && (
          <DurationsPanel
            filter={filter}
            live={state.live}
            wait={query.isFetching && !query.isFetchingNextPage}
            onRange={(from, to) => change({ from, to })}
          />
        )}
        <SagaTable
          {...columns}
          list={list}
          state={state}
          onFilter={({ field, value }) => change({ [field]: value })}
          onClear={() => change(NO_FILTERS as unknown as Partial<SagasState>)}
          onWiden={() => change({ range: "all", from: null, to: null })}
        />
      </div>
    </NowProvider>
  );
}

/** What goes along to the other list. */
function searchOf({ range, from, to, vhost }: SagasState): string {
  const search = new URLSearchParams();
  if (range !== sagasParsers.range.defaultValue) search.set("range", range);
  for (const [name, value] of Object.entries({ from, to, vhost }))
    if (value !== null) search.set(name, value);
  return search.size > 0 ? `?${search}` : "";
}
