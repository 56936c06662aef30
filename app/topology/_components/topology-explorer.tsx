"use client";

import { ArrowRightLeft, CircleAlert, Rows3, Waypoints, Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useRefusal } from "@/app/_access/me";
import { TopologyBanners } from "@/components/topology/banners";
import type { OpenNode } from "@/components/topology/binding-list";
import { TopologyTableSkeleton } from "@/components/topology/topology-table";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Tabs } from "@/components/ui/tabs";
import { OpenedNode } from "./opened-node";
import { type TopologyTab as Tab, topologyParsers } from "./topology-state";
import { TopologyTab } from "./topology-tab";
import { TopologyToolbar } from "./topology-toolbar";
import { useTopology } from "./use-topology";

/** The topology page: views of one virtual host, and what is opened beside them. All of its state is in the address. */
export function TopologyExplorer() {
  const t = useTranslations("topology");
  const [state, setState] = useQueryStates(topologyParsers, { history: "push" });
  const { query, decide, consent } = useTopology(state.vhost);
  const refusal = useRefusal();
  const topology = query.data;
  if (!topology) {
    return query.isError ? (
      <Notice
        icon={CircleAlert}
        role="alert"
        title={t("failed.title")}
        actions={
          <Button look="primary" onClick={() => query.refetch()}>
            {t("failed.retry")}
          </Button>
        }
      >
        <p className="text-ink">{query.error.message}</p>
        <p className="mt-1">{t("failed.stillWorks")}</p>
      </Notice>
    ) : (
      <TopologyTableSkeleton />
    );
  }
  const open: OpenNode = (kind, name) =>
    setState({ exchange: kind === "exchange" ? name : null, queue: kind === "queue" ? name : null });
  const opened = state.exchange !== null || state.queue !== null;
  const tabs: { id: Tab; label: string; icon: typeof Rows3; count?: number }[] = [
    {
      id: "exchanges",
      label: t("tab.exchanges"),
      icon: ArrowRightLeft,
      count: topology.exchanges.filter((it) => state.own || !it.own).length,
    },
    {
      id: "queues",
      label: t("tab.queues"),
      icon: Rows3,
      ...(topology.queues && { count: topology.queues.filter((it) => state.own || !it.own).length }),
    },
    { id: "graph", label: t("tab.graph"), icon: Waypoints },
    { id: "diagram", label: t("tab.diagram"), icon: Workflow },
  ];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{t("title")}</h1>
      <TopologyBanners
        topology={topology}
        refusal={refusal("taps.manage")}
        onConsent={(reason) => consent(topology.vhost, reason)}
      />
      <div className="flex min-h-0 flex-1">
        <Tabs
          label={t("tabs")}
          value={state.tab}
          onChange={(tab) => setState({ tab, sort: null })}
          tabs={tabs}
          className="min-w-0 flex-1 bg-surface"
        >
          <div className="flex h-full min-h-0 flex-col">
            <TopologyToolbar state={state} setState={setState} topology={topology} failed={query.isError} />
            <div className="min-h-0 flex-1 bg-ground">
              <TopologyTab state={state} setState={setState} topology={topology} onOpen={open} />
            </div>
          </div>
        </Tabs>
        {opened && (
          <OpenedNode
            topology={topology}
            exchange={state.exchange}
            queue={state.queue}
            onDecide={(exchange, excluded, reason) =>
              decide({ vhost: topology.vhost, exchange, reason }, excluded)
            }
            onOpen={open}
            onGraph={state.tab === "graph" ? null : () => setState({ tab: "graph" })}
            onClose={() => setState({ exchange: null, queue: null })}
          />
        )}
      </div>
    </div>
  );
}
