"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { VisibleText } from "@/components/ui/visible-text";
import type { TopologyQueue } from "@/server/topology/topology-schemas";
import { NameCell } from "./name-cell";
import { Count, Rate } from "./rate";
import { useExchangeName } from "./sentences";
import { type Column, type Sort, sortRows, TopologyTable } from "./topology-table";

const GRID =
  "grid-cols-[minmax(0,1fr)_4.5rem_4.5rem] @2xl/topology:grid-cols-[minmax(10rem,1.4fr)_5.5rem_6rem_5.5rem_5rem_5rem] @5xl/topology:grid-cols-[minmax(12rem,1.4fr)_5.5rem_6rem_5.5rem_5rem_5.5rem_5rem_minmax(8rem,1fr)]";
const WIDE = "@max-2xl/topology:hidden";
const WIDEST = "@max-5xl/topology:hidden";

/** Ready and not acked; null when neither is known. */
export function depthOf({ ready, unacked }: TopologyQueue): number | null {
  return ready === null && unacked === null ? null : (ready ?? 0) + (unacked ?? 0);
}

/** All queues of a virtual host: how full, who takes from them, how fast, and where their dead messages go. */
export function QueueTable({
  queues,
  sort,
  onSort,
  selected,
  onSelect,
  foot,
}: {
  queues: readonly TopologyQueue[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  selected: string | null;
  onSelect: (name: string) => void;
  foot?: ReactNode;
}) {
  const t = useTranslations("topology");
  const exchangeName = useExchangeName();
  const number = (
    id: "ready" | "unacked" | "consumers",
    room: string | undefined,
    strong = false,
  ): Column<TopologyQueue> => ({
    id,
    label: t(`column.${id}`),
    numeric: true,
    ...(room && { room }),
    value: (row) => row[id],
    cell: (row) => <Count value={row[id]} strong={strong} />,
  });
  const rate = (
    id: "in" | "deliver" | "ack",
    key: "inPerSecond" | "deliverPerSecond" | "ackPerSecond",
    room: string,
  ): Column<TopologyQueue> => ({
    id,
    label: t(`column.${id}`),
    numeric: true,
    room,
    value: (row) => row[key],
    cell: (row) => <Rate value={row[key]} />,
  });
  const columns: Column<TopologyQueue>[] = [
    {
      id: "name",
      label: t("column.queue"),
      value: (row) => row.name,
      cell: (row) => (
        <NameCell
          name={row.name}
          label={t("open", { name: row.name })}
          detail={[row.type ?? "", row.policy ?? ""].filter(Boolean).join(" · ")}
          onOpen={() => onSelect(row.name)}
        />
      ),
    },
    number("ready", undefined, true),
    number("unacked", WIDE),
    number("consumers", undefined),
    rate("in", "inPerSecond", WIDE),
    rate("deliver", "deliverPerSecond", WIDE),
    rate("ack", "ackPerSecond", WIDEST),
    {
      id: "deadLetter",
      label: t("column.deadLetter"),
      room: WIDEST,
      value: (row) => row.deadLetterExchange,
      cell: (row) =>
        row.deadLetterExchange === null ? (
          <span className="text-muted">–</span>
        ) : (
          <VisibleText
            className="block truncate"
            value={
              row.deadLetterExchange === "" && row.deadLetterKey !== null
                ? row.deadLetterKey
                : exchangeName(row.deadLetterExchange)
            }
          />
        ),
    },
  ];
  return (
    <TopologyTable
      label={t("tab.queues")}
      rows={sortRows(queues, columns, sort)}
      columns={columns}
      grid={GRID}
      sort={sort}
      onSort={onSort}
      selected={selected}
      onSelect={onSelect}
      foot={foot}
    />
  );
}
