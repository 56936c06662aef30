"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { GitCompareArrows } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { ChangeTable } from "@/components/flows/change-table";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import type { ComparedEdge } from "@/server/flows/compare-flows";
import { CHANGE_THRESHOLDS } from "@/server/flows/words";
import { type FlowsState, filterOf, type SetFlowsState } from "./flows-state";
import { PeriodPicker } from "./period-picker";
import { PERIODS, type Period, periodsOf } from "./periods";
import { TabState } from "./tab-state";

/** Two periods side by side: before and after a deployment, say. */
export function CompareTab({
  state,
  setState,
  anchor,
}: {
  state: FlowsState;
  setState: SetFlowsState;
  anchor: string;
}) {
  const t = useTranslations("flows");
  const trpc = useTRPC();
  const { before, after } = usePeriods(state, anchor);
  const compared = useQuery(
    trpc.flows.compare.queryOptions(
      { before, after, ...filterOf(state) },
      { ...ALONE, placeholderData: keepPreviousData },
    ),
  );
  const own = (periods: { before: Period; after: Period }) =>
    setState({
      periods: "own",
      beforeFrom: periods.before.from,
      beforeTo: periods.before.to,
      afterFrom: periods.after.from,
      afterTo: periods.after.to,
    });
  const open = (edge: ComparedEdge) => {
    // What is gone is looked at where it was.
    const { from, to } = edge.after ? after : before;
    setState({ at: edge.to, before: edge.from, last: null, from, to });
  };
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2">
        <Segmented
          label={t("compare.periods")}
          value={state.periods}
          options={PERIODS.map((value) => ({ value, label: t(`compare.${value}`) }))}
          onChange={(word) => (word === "own" ? own({ before, after }) : setState({ periods: word }))}
        />
        <PeriodPicker
          label={t("compare.before")}
          period={before}
          onChange={(period) => own({ before: period, after })}
        />
        <PeriodPicker
          label={t("compare.after")}
          period={after}
          onChange={(period) => own({ before, after: period })}
        />
        <Checkbox
          checked={state.changed}
          onChange={(changed) => setState({ changed })}
          label={t("compare.changedOnly")}
        />
      </div>
      <TabState query={compared}>
        {({ edges, events }) => {
          const shown = state.changed ? edges.filter(({ changes }) => changes.length > 0) : edges;
          return (
            <div className="flex flex-col gap-3 p-4">
              <p role="status" className="text-sm tabular-nums">
                {t("compare.summary", {
                  changed: edges.filter(({ changes }) => changes.length > 0).length,
                  all: edges.length,
                  before: events.before,
                  after: events.after,
                })}
              </p>
              {shown.length === 0 ? (
                <Notice
                  icon={GitCompareArrows}
                  title={t(edges.length === 0 ? "empty.compare" : "empty.unchanged")}
                >
                  {t(edges.length === 0 ? "empty.compareHint" : "empty.unchangedHint")}
                </Notice>
              ) : (
                <ChangeTable title={t("compare.table")} edges={shown} onOpen={open} />
              )}
              <p className="text-xs text-muted">{t("compare.thresholds", CHANGE_THRESHOLDS)}</p>
            </div>
          );
        }}
      </TabState>
    </div>
  );
}

/** Both periods of the address: given by moments, or by a word. */
function usePeriods(state: FlowsState, anchor: string): { before: Period; after: Period } {
  const zone = useTimeZone() ?? "UTC";
  const { periods, beforeFrom, beforeTo, afterFrom, afterTo } = state;
  const given =
    beforeFrom !== null && beforeTo !== null && afterFrom !== null && afterTo !== null
      ? { before: { from: beforeFrom, to: beforeTo }, after: { from: afterFrom, to: afterTo } }
      : null;
  if (periods === "own") return given ?? periodsOf("hour", anchor, zone);
  return periodsOf(periods, anchor, zone);
}
