"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { GitCompareArrows } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { ChangeTable } from "@/components/flows/change-table";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import type { ComparedEdge } from "@/server/flows/compare-flows";
import { CHANGE_THRESHOLDS } from "@/server/flows/words";
import { type FlowsState, filterOf, rangeOf, type SetFlowsState } from "./flows-state";
import { PeriodPicker } from "./period-picker";
import { PERIODS, type Period, periodBefore, periodsOf } from "./periods";
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
  const periods = usePeriods(state, anchor);
  const compared = useQuery(
    trpc.flows.compare.queryOptions(periods === null ? skipToken : { ...periods, ...filterOf(state) }, {
      ...ALONE,
      placeholderData: keepPreviousData,
    }),
  );
  const own = (changed: Partial<Compared>) => periods && setState(ownOf({ ...periods, ...changed }));
  const open = (edge: ComparedEdge) => {
    if (periods === null) return;
    // What is gone is looked at where it was; what is compared stays.
    const { from, to } = edge.after ? periods.after : periods.before;
    const kept = state.periods === "range" ? ownOf(periods) : {};
    setState({ ...kept, at: edge.to, before: edge.from, last: null, from, to });
  };
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2">
        <Segmented
          label={t("compare.periods")}
          value={state.periods}
          options={PERIODS.map((value) => ({ value, label: t(`compare.${value}`) }))}
          onChange={(word) => (word === "own" ? own({}) : setState({ periods: word }))}
        />
        {periods && (
          <>
            <PeriodPicker
              label={t("compare.before")}
              period={periods.before}
              onChange={(before) => own({ before })}
            />
            <PeriodPicker
              label={t("compare.after")}
              period={periods.after}
              onChange={(after) => own({ after })}
            />
          </>
        )}
        <Checkbox
          checked={state.changed}
          onChange={(changed) => setState({ changed })}
          label={t("compare.changedOnly")}
        />
      </div>
      {periods === null ? (
        <Notice icon={GitCompareArrows} title={t("empty.before")}>
          {t("conformance.needsRange")}
        </Notice>
      ) : (
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
      )}
    </div>
  );
}

interface Compared {
  before: Period;
  after: Period;
}

/** Both periods as moments of the address. */
const ownOf = ({ before, after }: Compared) => ({
  periods: "own" as const,
  beforeFrom: before.from,
  beforeTo: before.to,
  afterFrom: after.from,
  afterTo: after.to,
});

/** Both periods of the address: given by moments, or by a word. Null: the range has no beginning, and nothing is before it. */
function usePeriods(state: FlowsState, anchor: string): Compared | null {
  const zone = useTimeZone() ?? "UTC";
  const { periods, beforeFrom, beforeTo, afterFrom, afterTo } = state;
  if (periods === "day" || periods === "week") return periodsOf(periods, anchor, zone);
  if (periods === "own" && beforeFrom !== null && beforeTo !== null && afterFrom !== null && afterTo !== null)
    return { before: { from: beforeFrom, to: beforeTo }, after: { from: afterFrom, to: afterTo } };
  const range = rangeOf(state, anchor);
  const before = periodBefore(range, anchor);
  return before && { before, after: { from: before.to, to: range.to ?? anchor } };
}
