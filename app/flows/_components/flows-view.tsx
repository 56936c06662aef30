"use client";

import { useQuery } from "@tanstack/react-query";
import { CheckCheck, GitCompareArrows, Route, Waypoints, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useReportPage } from "@/app/_frame/page-report";
import { useAnchor } from "@/app/_range/use-anchor";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { LagLine } from "@/components/complaints/lag-line";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Tabs } from "@/components/ui/tabs";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import { CompareTab } from "./compare-tab";
import { ConformanceTab } from "./conformance-tab";
import { ControlRow } from "./control-row";
import {
  CLOSED,
  type FlowsState,
  flowsParsers,
  graphInputOf,
  openedOf,
  type SetFlowsState,
} from "./flows-state";
import { MapTab } from "./map-tab";
import { OpenedPanel } from "./opened-panel";
import { useFlow } from "./use-flow";
import { VariantsTab } from "./variants-tab";

/** The flows page: the map, the ways, two periods compared, and what departs. All of its state is in the address. */
export function FlowsView({ anchor: first }: { anchor: string }) {
  const t = useTranslations("flows");
  const trpc = useTRPC();
  const [state, setState] = useQueryStates(flowsParsers, { history: "push" });
  const [anchor] = useAnchor(first, state);
  const flow = useFlow(graphInputOf(state, anchor));
  // Types that sagas begin with, whatever is chosen of them.
  const { saga: _, variant: __, ...unchosen } = state;
  const all = useQuery(
    trpc.flows.graph.queryOptions(
      graphInputOf({ ...unchosen, saga: null, variant: null, eventType: null, exchange: null }, anchor),
      ALONE,
    ),
  );
  useReportPage({ busy: flow.isFetching });
  const opened = openedOf(state);
  const shared = { state, setState, anchor };
  const filters = <Filters {...shared} types={all.data?.starts.map(({ type }) => type) ?? []} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="shrink-0 bg-surface px-4 pt-2.5">
        <h1 className="text-lg font-semibold">{t("title")}</h1>
        <p className="text-xs text-muted max-sm:hidden">{t("about")}</p>
      </header>
      <LagLine of="sagas" lag={flow.data?.lag} />
      <div className="flex min-h-0 flex-1">
        <Tabs
          label={t("tabs")}
          value={state.tab}
          onChange={(tab) => setState({ tab, ...CLOSED })}
          tabs={[
            { id: "map", label: t("tab.map"), icon: Waypoints },
            { id: "variants", label: t("tab.variants"), icon: Route },
            { id: "compare", label: t("tab.compare"), icon: GitCompareArrows },
            { id: "conformance", label: t("tab.conformance"), icon: CheckCheck },
          ]}
          className="min-w-0 flex-1 bg-surface"
        >
          <div className="flex h-full min-h-0 flex-col">
            {state.tab !== "map" && <ControlRow>{filters}</ControlRow>}
            <div className="min-h-0 flex-1 overflow-auto bg-ground">
              {state.tab === "map" && <MapTab {...shared} flow={flow} opened={opened} filters={filters} />}
              {state.tab === "variants" && <VariantsTab {...shared} />}
              {state.tab === "compare" && <CompareTab {...shared} />}
              {state.tab === "conformance" && <ConformanceTab {...shared} />}
            </div>
          </div>
        </Tabs>
        {opened && <OpenedPanel key={JSON.stringify(opened)} {...shared} opened={opened} graph={flow.data} />}
      </div>
    </div>
  );
}

const CHIPS = ["eventType", "exchange", "variant"] as const;

/** What narrows every tab: the type that sagas begin with, and what was chosen elsewhere. */
function Filters({
  state,
  setState,
  types,
}: {
  state: FlowsState;
  setState: SetFlowsState;
  types: readonly string[];
}) {
  const t = useTranslations("flows");
  const known = [...new Set([...types, ...(state.saga ? [state.saga] : [])])].sort();
  const chips = CHIPS.filter((name) => state[name] !== null);
  return (
    <>
      <Select
        label={t("filter.saga")}
        value={state.saga ?? ""}
        options={[
          { value: "", label: t("filter.everySaga") },
          ...known.map((type) => ({ value: type, label: makeVisible(type) })),
        ]}
        onChange={(saga) => setState({ saga: saga || null, variant: null, ...CLOSED })}
        className="max-w-72 max-sm:w-full max-sm:max-w-none"
      />
      {chips.map((name) => (
        <span
          key={name}
          className="flex max-w-full min-w-0 items-center rounded-md bg-accent-soft ps-2.5 text-sm text-accent"
        >
          <span className="me-1.5 shrink-0">{t(`filter.${name}`)}</span>
          {name === "variant" ? (
            <span className="font-mono text-xs">{state.variant?.slice(0, 8)}</span>
          ) : (
            <VisibleText
              value={state[name] || t("filter.defaultExchange")}
              className="truncate font-medium"
            />
          )}
          <Button
            look="quiet"
            className="px-0"
            aria-label={t("filter.remove", { name: t(`filter.${name}`) })}
            onClick={() => setState({ [name]: null })}
          >
            <X aria-hidden className="size-4" />
          </Button>
        </span>
      ))}
    </>
  );
}
