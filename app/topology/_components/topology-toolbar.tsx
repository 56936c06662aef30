"use client";

import { Search } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { UseQueryStatesReturn } from "nuqs";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { makeVisible } from "@/components/ui/visible-text";
import type { TopologyView } from "@/server/topology/topology-schemas";
import { COVERAGE_CHOICES, type topologyParsers } from "./topology-state";

export type TopologyState = UseQueryStatesReturn<typeof topologyParsers>[0];
export type SetTopologyState = UseQueryStatesReturn<typeof topologyParsers>[1];

/** What narrows a view: text, coverage, virtual host; and how old it is. */
export function TopologyToolbar({
  state,
  setState,
  topology,
  failed,
}: {
  state: TopologyState;
  setState: SetTopologyState;
  topology: TopologyView;
  /** The last question to our own server failed: what is shown is older than it looks. */
  failed: boolean;
}) {
  const t = useTranslations("topology");
  const counted = COVERAGE_CHOICES.map((coverage) => ({
    value: coverage,
    label: t("coverageCount", {
      coverage: t(`coverage.${coverage}`),
      count: topology.exchanges.filter((it) => (state.own || !it.own) && it.coverage?.coverage === coverage)
        .length,
    }),
  }));
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
      <label className="relative min-w-0 max-sm:w-full sm:w-72">
        <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted" />
        <input
          type="search"
          aria-label={t("filter")}
          placeholder={t("filter")}
          className="field w-full ps-8"
          value={state.q ?? ""}
          onChange={(event) => setState({ q: event.target.value || null }, { history: "replace" })}
        />
      </label>
      {state.tab === "exchanges" && (
        <Select
          label={t("column.coverage")}
          value={state.coverage ?? "all"}
          options={[{ value: "all", label: t("everyCoverage") }, ...counted]}
          onChange={(value) => setState({ coverage: value === "all" ? null : value })}
        />
      )}
      {topology.vhosts.length > 1 && (
        <Select
          label={t("vhost")}
          value={topology.vhost}
          options={topology.vhosts.map((vhost) => ({ value: vhost, label: makeVisible(vhost) }))}
          onChange={(vhost) => setState({ vhost, exchange: null, queue: null })}
        />
      )}
      <Checkbox checked={state.own} onChange={(own) => setState({ own: own || null })} label={t("own")} />
      <Age topology={topology} failed={failed} />
    </div>
  );
}

function Age({ topology: { broker, rateSeconds }, failed }: { topology: TopologyView; failed: boolean }) {
  const t = useTranslations("topology");
  const format = useFormatter();
  const time = broker.readAt && format.dateTime(new Date(broker.readAt), { timeStyle: "medium" });
  return (
    <p className="ms-auto text-xs text-muted tabular-nums">
      {failed && <span className="me-2 font-medium text-bad">{t("failed.title")}</span>}
      {time ? t("asOf", { time, seconds: rateSeconds }) : t("storedOnly")}
    </p>
  );
}
