"use client";

import { SearchX, Waypoints } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { OpenNode } from "@/components/topology/binding-list";
import { ExchangeTable } from "@/components/topology/exchange-table";
import { QueueTable } from "@/components/topology/queue-table";
import { parseSort, type Sort } from "@/components/topology/topology-table";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { makeVisible } from "@/components/ui/visible-text";
import type { TopologyView } from "@/server/topology/topology-schemas";
import { DiagramTab } from "./diagram-tab";
import type { SetTopologyState, TopologyState } from "./topology-toolbar";

/** React Flow is large, and writes style attributes that the server's HTML may not have. */
const GraphTab = dynamic(() => import("./graph-tab"), { ssr: false, loading: () => <Drawing /> });

function Drawing() {
  const t = useTranslations("topology.chart");
  return (
    <p role="status" className="py-16 text-center text-sm text-muted">
      {t("drawing")}
    </p>
  );
}

/** The chosen view, narrowed as the toolbar says. */
export function TopologyTab({
  state,
  setState,
  topology,
  onOpen,
}: {
  state: TopologyState;
  setState: SetTopologyState;
  topology: TopologyView;
  onOpen: OpenNode;
}) {
  const t = useTranslations("topology");
  const sort = parseSort(state.sort);
  const onSort = ({ column, descending }: Sort) =>
    setState({ sort: `${column}.${descending ? "desc" : "asc"}` }, { history: "replace" });
  const wanted = wantedBy(state);
  const foot = (left: number) =>
    left > 0 ? (
      <p className="px-4 py-3 text-center text-xs text-warn">{t("leftOut", { count: left })}</p>
    ) : null;
  const clear = () => setState({ q: null, coverage: null });

  if (state.tab === "graph") {
    return <GraphTab state={state} setState={setState} topology={topology} onOpen={onOpen} />;
  }
  if (state.tab === "diagram") return <DiagramTab state={state} topology={topology} />;
  if (state.tab === "queues") {
    if (!topology.queues) {
      return (
        <Notice icon={Waypoints} title={t("empty.queuesUnknown")}>
          {t("empty.queuesUnknownHint")}
        </Notice>
      );
    }
    const queues = topology.queues.filter(wanted);
    if (queues.length === 0) return <Nothing state={state} vhost={topology.vhost} onClear={clear} />;
    return (
      <QueueTable
        queues={queues}
        sort={sort}
        onSort={onSort}
        selected={state.queue}
        onSelect={(name) => onOpen("queue", name)}
        foot={foot(topology.leftOut.queues)}
      />
    );
  }
  const exchanges = topology.exchanges.filter(
    (it) => wanted(it) && (state.coverage === null || it.coverage?.coverage === state.coverage),
  );
  if (exchanges.length === 0) return <Nothing state={state} vhost={topology.vhost} onClear={clear} />;
  return (
    <ExchangeTable
      exchanges={exchanges}
      sort={sort}
      onSort={onSort}
      selected={state.exchange}
      onSelect={(name) => onOpen("exchange", name)}
      foot={foot(topology.leftOut.exchanges)}
    />
  );
}

/** Whether the filter box and the switch for our own let something through. */
function wantedBy({ q, own }: TopologyState) {
  const text = q?.toLowerCase() ?? "";
  return (it: { name: string; type: string | null; policy: string | null; own: boolean }) =>
    (own || !it.own) &&
    (text === "" || [it.name, it.type, it.policy].some((part) => part?.toLowerCase().includes(text)));
}

function Nothing({ state, vhost, onClear }: { state: TopologyState; vhost: string; onClear: () => void }) {
  const t = useTranslations("topology.empty");
  if (state.q === null && state.coverage === null) {
    return (
      <Notice icon={Waypoints} title={t("title")}>
        {t("hint", { vhost: makeVisible(vhost) })}
      </Notice>
    );
  }
  return (
    <Notice icon={SearchX} title={t("noMatch")} actions={<Button onClick={onClear}>{t("clear")}</Button>}>
      {t("noMatchHint")}
    </Notice>
  );
}
