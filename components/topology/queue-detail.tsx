"use client";

import { Waypoints } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { TopologyQueue, TopologyView } from "@/server/topology/topology-schemas";
import { BindingList, type OpenNode } from "./binding-list";
import { DetailPanel, Facts, Section } from "./detail-panel";
import { useRateText } from "./rate";
import { useExchangeName } from "./sentences";

/** One queue told whole: how full, who takes from it, what feeds it, where its dead messages go. */
export function QueueDetail({
  queue,
  topology,
  onOpen,
  onGraph,
  onClose,
}: {
  queue: TopologyQueue;
  topology: TopologyView;
  onOpen: OpenNode;
  onGraph: (() => void) | null;
  onClose: () => void;
}) {
  const t = useTranslations("topology.detail");
  const column = useTranslations("topology.column");
  const rate = useRateText();
  const format = useFormatter();
  const number = (value: number | null) => (value === null ? "–" : format.number(value));
  const words = [
    t(queue.durable ? "durable" : "transient"),
    ...(queue.autoDelete ? [t("autoDelete")] : []),
    ...(queue.exclusive ? [t("exclusive")] : []),
  ];
  return (
    <DetailPanel kind={t("queue")} name={queue.name} copy={queue.name} onClose={onClose}>
      {onGraph && (
        <div className="border-b border-line py-1.5">
          <button
            type="button"
            onClick={onGraph}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-md text-sm font-medium text-accent hover:underline"
          >
            <Waypoints aria-hidden className="size-4" />
            {t("inGraph")}
          </button>
        </div>
      )}
      <Section title={t("depth")}>
        <Facts
          facts={[
            [column("ready"), number(queue.ready)],
            [column("unacked"), number(queue.unacked)],
            [column("in"), rate(queue.inPerSecond)],
            [column("deliver"), rate(queue.deliverPerSecond)],
            [column("ack"), rate(queue.ackPerSecond)],
          ]}
        />
      </Section>
      <Section title={t("services")}>
        <Services queue={queue} topology={topology} />
      </Section>
      <Section title={t("deadLetter")}>
        <DeadLetters queue={queue} onOpen={onOpen} />
      </Section>
      <Section title={t("properties")}>
        <Facts
          facts={[
            queue.type === null ? null : [t("type"), <VisibleText key="type" value={queue.type} />],
            [t("properties"), words.join(", ")],
            queue.policy === null ? null : [t("policy"), <VisibleText key="policy" value={queue.policy} />],
            queue.state === null ? null : [t("state"), <VisibleText key="state" value={queue.state} />],
          ]}
        />
      </Section>
      {topology.bindings && (
        <Section title={t("bindingsIn")}>
          <BindingList
            // Every queue hangs on the default exchange: that says nothing.
            bindings={topology.bindings.filter(
              (it) => !it.toExchange && it.destination === queue.name && it.source !== "",
            )}
            end="source"
            onOpen={onOpen}
          />
        </Section>
      )}
    </DetailPanel>
  );
}

function Services({ queue, topology }: { queue: TopologyQueue; topology: TopologyView }) {
  const t = useTranslations("topology.detail");
  const services = topology.consumers?.filter((consumer) => consumer.queue === queue.name);
  if (queue.consumers === 0) return <p className="text-muted">{t("noConsumers")}</p>;
  if (!services || services.length === 0) return <p className="text-muted">{t("servicesUnknown")}</p>;
  return (
    <ul>
      {services.map(({ service, count, active }) => (
        <li key={service} className="flex min-w-0 gap-3">
          <VisibleText value={service} className="min-w-0 flex-1 break-words" />
          <span className="shrink-0 text-muted tabular-nums">
            {t("service", { count, standby: count - active })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function DeadLetters({ queue, onOpen }: { queue: TopologyQueue; onOpen: OpenNode }) {
  const t = useTranslations("topology.detail");
  const exchangeName = useExchangeName();
  const { deadLetterExchange: exchange, deadLetterKey: key } = queue;
  if (exchange === null) return <p className="text-muted">{t("deadLetterDropped")}</p>;
  const name = `\u2068${exchangeName(exchange)}\u2069`;
  return (
    <button
      type="button"
      onClick={() => (exchange === "" && key !== null ? onOpen("queue", key) : onOpen("exchange", exchange))}
      className="min-h-6 max-w-full text-start break-words text-accent hover:underline"
    >
      {key === null
        ? t("deadLetterTo", { exchange: name })
        : t("deadLetterKey", { exchange: name, key: `\u2068${key}\u2069` })}
    </button>
  );
}
