"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowRight, CircleOff, CirclePlay, Filter, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { BehindList } from "@/components/flows/behind-list";
import type { OpenedWay } from "@/components/flows/flow-elements";
import { TypeName } from "@/components/flows/type-name";
import { useSpan } from "@/components/sagas/timeline/use-span";
import { Facts } from "@/components/topology/detail-panel";
import { Button } from "@/components/ui/button";
import { SidePanel } from "@/components/ui/side-panel";
import type { FlowAnswer } from "@/server/flows/flow-schemas";
import { CLOSED, type FlowsState, graphInputOf, type SetFlowsState } from "./flows-state";
import { TabState } from "./tab-state";

interface Props {
  state: FlowsState;
  setState: SetFlowsState;
  anchor: string;
  opened: OpenedWay;
  graph: FlowAnswer | undefined;
}

/** What is opened of the flow map: its numbers, and the events and sagas behind it. */
export function OpenedPanel({ state, setState, anchor, opened, graph }: Props) {
  const t = useTranslations("flows");
  const close = () => setState(CLOSED);
  const { type, before, last } = opened;
  return (
    <SidePanel label={t("opened")} name="flows">
      <header className="flex items-start gap-2 border-b border-line px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <p className="text-xs text-muted">
            {t(
              last
                ? "kind.end"
                : before === ""
                  ? "kind.start"
                  : before === undefined
                    ? "kind.type"
                    : "kind.way",
            )}
          </p>
          <h2 className="flex flex-wrap items-center gap-1.5 text-base font-semibold">
            {before === "" && <CirclePlay aria-hidden className="size-4 text-muted" />}
            {before !== undefined && before !== "" && (
              <>
                <TypeName type={before} />
                <ArrowRight role="img" aria-label={t("then")} className="size-4 shrink-0 text-muted" />
              </>
            )}
            <TypeName type={type} />
            {last && <CircleOff aria-hidden className="size-4 text-muted" />}
          </h2>
        </div>
        <Button look="quiet" aria-label={t("close")} onClick={close}>
          <X aria-hidden className="size-4" />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        <Numbers opened={opened} graph={graph} />
        {type !== null && before === undefined && !last && state.eventType !== type && (
          <Button className="mt-3" onClick={() => setState({ eventType: type })}>
            <Filter aria-hidden className="size-4" />
            {t("around")}
          </Button>
        )}
        <h3 className="mt-4 text-sm font-medium">{t("behind")}</h3>
        {type === null || before === null ? (
          <p className="mt-1 text-sm text-muted">{t("behindOutside")}</p>
        ) : (
          <Behind state={state} anchor={anchor} way={{ type, before, last }} />
        )}
      </div>
    </SidePanel>
  );
}

function Numbers({ opened: { type, before, last }, graph }: Pick<Props, "opened" | "graph">) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const span = useSpan();
  if (!graph) return null;
  const number = (value: number) => format.number(value);
  const percent = (value: number) => format.number(value, { style: "percent", maximumFractionDigits: 1 });
  const found = (list: FlowAnswer["starts"]) => list.find((it) => it.type === type)?.count ?? 0;
  if (last || before === "")
    return <Facts facts={[[t("column.sagas"), number(found(last ? graph.ends : graph.starts))]]} />;
  if (before === undefined) {
    const node = graph.nodes.find((it) => it.type === type);
    return (
      <Facts
        facts={[
          [t("column.count"), number(node?.count ?? 0)],
          [
            t("column.dead"),
            `${number(node?.dead ?? 0)} (${percent((node?.dead ?? 0) / Math.max(1, node?.count ?? 0))})`,
          ],
          [t("column.starts"), number(found(graph.starts))],
          [t("column.ends"), number(found(graph.ends))],
        ]}
      />
    );
  }
  const edge = graph.edges.find((it) => it.from === before && it.to === type);
  if (!edge) return <p className="text-sm text-muted">{t("notGone")}</p>;
  return (
    <Facts
      facts={[
        [t("column.count"), number(edge.count)],
        [t("column.share"), percent(edge.share)],
        ["p50", edge.p50Ms === null ? "–" : span(edge.p50Ms)],
        ["p95", edge.p95Ms === null ? "–" : span(edge.p95Ms)],
        [t("column.deadRate"), percent(edge.deadLetterRate)],
        [t("column.inferred"), number(edge.inferred)],
      ]}
    />
  );
}

function Behind({
  state,
  anchor,
  way: { type, before, last },
}: Pick<Props, "state" | "anchor"> & {
  way: { type: string; before: string | undefined; last: boolean | undefined };
}) {
  const t = useTranslations("flows");
  const trpc = useTRPC();
  const behind = useInfiniteQuery(
    trpc.flows.behind.infiniteQueryOptions(
      {
        ...graphInputOf({ ...state, eventType: null }, anchor),
        type,
        ...(last ? { last } : {}),
        ...(before === undefined ? {} : { before }),
      },
      { ...ALONE, getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <TabState query={behind}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <p className="mt-1 text-sm text-muted">{t("behindNothing")}</p>;
        return (
          <>
            <BehindList items={items} label={t("behind")} />
            {behind.hasNextPage && (
              <Button
                className="my-2"
                disabled={behind.isFetchingNextPage}
                onClick={() => behind.fetchNextPage()}
              >
                {t("moreBehind")}
              </Button>
            )}
          </>
        );
      }}
    </TabState>
  );
}
