"use client";

import { Rows3, Waypoints, Workflow } from "lucide-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { MermaidView } from "@/components/diagrams/mermaid-view";
import { DetailSlider } from "@/components/flows/detail-slider";
import type { OpenedWay } from "@/components/flows/flow-elements";
import { FlowTable } from "@/components/flows/flow-table";
import { Segmented } from "@/components/ui/segmented";
import { useMedia } from "@/components/ui/use-media";
import { DIAGRAM_WORDS } from "@/server/diagrams/diagram-words";
import { flowFlowchart } from "@/server/diagrams/flow-flowchart";
import type { FlowAnswer } from "@/server/flows/flow-schemas";
import { type Simplified, simplifyFlow } from "@/server/flows/simplify-flow";
import { ControlRow } from "./control-row";
import { type FlowsState, type SetFlowsState, VIEWS } from "./flows-state";
import { CountedFrom, NothingThere, TabState } from "./tab-state";
import type { useFlow } from "./use-flow";

/** React Flow is large, and writes style attributes that the server's HTML may not have. */
const FlowGraph = dynamic(() => import("@/components/flows/flow-graph"), {
  ssr: false,
  loading: () => <Drawing />,
});

function Drawing() {
  const t = useTranslations("topology.chart");
  return (
    <p role="status" className="py-16 text-center text-sm text-muted">
      {t("drawing")}
    </p>
  );
}

/** So many types and ways can be read in one picture. */
const READABLE = { types: 18, ways: 40 };
const ICONS = { graph: Waypoints, table: Rows3, diagram: Workflow };

interface Props {
  state: FlowsState;
  setState: SetFlowsState;
  flow: ReturnType<typeof useFlow>;
  opened: OpenedWay | null;
  /** What narrows every tab. */
  filters: ReactNode;
}

/** The flow map: as a graph to walk through, as a table, as a diagram to take along. */
export function MapTab({ state, setState, flow, opened, filters }: Props) {
  const t = useTranslations("flows");
  return (
    <TabState query={flow} above={<ControlRow>{filters}</ControlRow>}>
      {(answer) =>
        answer.nodes.length === 0 ? (
          <>
            <ControlRow>{filters}</ControlRow>
            <NothingThere
              icon={Waypoints}
              title={t("empty.map")}
              hint={t("empty.mapHint")}
              filtered={[state.saga, state.variant, state.eventType, state.exchange].some(
                (it) => it !== null,
              )}
              onClear={() => setState({ saga: null, variant: null, eventType: null, exchange: null })}
              onWiden={
                state.range === "all" && state.from === null && state.to === null
                  ? null
                  : () => setState({ range: "all", from: null, to: null })
              }
            />
          </>
        ) : (
          <div className="flex h-full min-h-0 flex-col">
            <CountedFrom moment={answer.countedFrom} />
            <MapView state={state} setState={setState} answer={answer} opened={opened} filters={filters} />
          </div>
        )
      }
    </TabState>
  );
}

function MapView({ state, setState, answer, opened, filters }: Omit<Props, "flow"> & { answer: FlowAnswer }) {
  const t = useTranslations("flows");
  const wide = useMedia("(min-width: 768px)");
  const view = state.view ?? (wide ? "graph" : "table");
  const types = state.types ?? shareOf(READABLE.types, answer.nodes.length);
  const ways = state.ways ?? shareOf(READABLE.ways, answer.edges.length);
  const simple = useMemo(
    () => simplifyFlow(answer, { activities: types / 100, connections: ways / 100 }),
    [answer, types, ways],
  );
  const open = ({ type, before, last }: OpenedWay) =>
    setState({ at: type, before: before ?? null, last: last ?? null });
  const summary = t("summary", { types: simple.nodes.length, ways: simple.edges.length });
  return (
    <>
      <ControlRow>
        {filters}
        <Segmented
          label={t("views")}
          value={view}
          options={VIEWS.map((value) => ({ value, label: t(`view.${value}`), icon: ICONS[value] }))}
          onChange={(value) => setState({ view: value })}
        />
        <DetailSlider
          label={t("slider.types")}
          value={types}
          shown={t("of", { shown: simple.nodes.length, all: answer.nodes.length })}
          onChange={(value) => setState({ types: value }, { history: "replace" })}
        />
        <DetailSlider
          label={t("slider.ways")}
          value={ways}
          shown={t("of", { shown: simple.edges.length, all: answer.edges.length })}
          onChange={(value) => setState({ ways: value }, { history: "replace" })}
        />
      </ControlRow>
      <div className="min-h-0 flex-1 overflow-auto">
        {view === "graph" && <FlowGraph graph={simple} opened={opened} summary={summary} onOpen={open} />}
        {view === "table" && <FlowTable graph={simple} opened={opened} onOpen={open} />}
        {view === "diagram" && <FlowDiagram graph={simple} title={summary} />}
      </div>
    </>
  );
}

const shareOf = (readable: number, all: number) =>
  all <= readable ? 100 : Math.max(5, Math.floor(((readable / all) * 100) / 5) * 5);

function FlowDiagram({ graph, title }: { graph: Simplified; title: string }) {
  const locale = useLocale();
  const source = useMemo(
    () => flowFlowchart(graph, { words: DIAGRAM_WORDS[locale === "fr" ? "fr" : "en"] }),
    [graph, locale],
  );
  return <MermaidView source={source} title={title} fileName="flows" />;
}
