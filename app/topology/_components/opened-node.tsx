"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRefusal } from "@/app/_access/me";
import { ActionsOf } from "@/app/_actions/actions-of";
import { useTRPC } from "@/app/_trpc/react";
import { eventsHref } from "@/app/events/_components/search-state";
import type { OpenNode } from "@/components/topology/binding-list";
import { DetailPanel } from "@/components/topology/detail-panel";
import { ExchangeDetail } from "@/components/topology/exchange-detail";
import { QueueDetail } from "@/components/topology/queue-detail";
import type { TopologyExchange, TopologyView } from "@/server/topology/topology-schemas";

interface Props {
  topology: TopologyView;
  /** One of them is set. */
  exchange: string | null;
  queue: string | null;
  onDecide: (exchange: string, excluded: boolean, reason: string | undefined) => Promise<unknown>;
  onOpen: OpenNode;
  /** Null when the graph is in sight already. */
  onGraph: (() => void) | null;
  onClose: () => void;
}

/** The exchange or the queue that the address names, beside the list. */
export function OpenedNode({ topology, exchange, queue, ...rest }: Props) {
  const t = useTranslations("topology.detail");
  const foundExchange = topology.exchanges.find((it) => it.name === exchange);
  const foundQueue = topology.queues?.find((it) => it.name === queue);
  if (exchange !== null && foundExchange) {
    return <OpenedExchange key={exchange} exchange={foundExchange} topology={topology} {...rest} />;
  }
  if (queue !== null && foundQueue) {
    const { onOpen, onGraph, onClose } = rest;
    return (
      <QueueDetail
        queue={foundQueue}
        topology={topology}
        onOpen={onOpen}
        onGraph={onGraph}
        onClose={onClose}
      />
    );
  }
  return (
    <DetailPanel
      kind={t(exchange === null ? "queue" : "exchange")}
      name={exchange ?? queue ?? ""}
      copy={null}
      onClose={rest.onClose}
    >
      <p className="py-3 font-medium">{t("gone")}</p>
      <p className="text-sm text-muted">{t("goneHint")}</p>
    </DetailPanel>
  );
}

function OpenedExchange({
  exchange,
  topology,
  onDecide,
  ...rest
}: Omit<Props, "exchange" | "queue"> & { exchange: TopologyExchange }) {
  const trpc = useTRPC();
  const refusal = useRefusal();
  const { name } = exchange;
  const gaps = useQuery(
    trpc.topology.gaps.queryOptions({ vhost: topology.vhost, exchange: name }, { refetchInterval: 15_000 }),
  );
  return (
    <ExchangeDetail
      {...rest}
      exchange={exchange}
      topology={topology}
      gaps={gaps.data?.items ?? null}
      gapsFailed={gaps.isError}
      eventsHref={eventsHref({ exchange: name, vhost: topology.vhost })}
      done={<ActionsOf type="exchange" id={name} vhost={topology.vhost} className="mt-3" />}
      refusal={refusal("taps.manage", { vhost: topology.vhost, exchange: name })}
      onDecide={(excluded, reason) => onDecide(name, excluded, reason)}
    />
  );
}
