"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { TopologyExchange } from "@/server/topology/topology-schemas";
import { CoverageBadge } from "./coverage-badge";
import { NameCell } from "./name-cell";
import { missingOf, ProofBadge, ProvenUpTo } from "./proof-cell";
import { Rate } from "./rate";
import { useExchangeName, useReasonSentence } from "./sentences";
import { type Column, type Sort, sortRows, TopologyTable } from "./topology-table";

/** The worst first when sorted downwards. */
const RANK = { excluded: 0, complete: 1, partial: 2, not_observed: 3 } as const;
const GRID =
  "grid-cols-[minmax(0,1fr)_auto] @2xl/topology:grid-cols-[minmax(10rem,1.1fr)_6.5rem_4.5rem_4.5rem_9.5rem] @5xl/topology:grid-cols-[minmax(12rem,1fr)_6.5rem_minmax(14rem,1.8fr)_4.5rem_4.5rem_10rem]";

/** All exchanges of a virtual host: how far each is observed and why, its rates, and what is missing of it. */
export function ExchangeTable({
  exchanges,
  sort,
  onSort,
  selected,
  onSelect,
  foot,
}: {
  exchanges: readonly TopologyExchange[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  selected: string | null;
  onSelect: (name: string) => void;
  foot?: ReactNode;
}) {
  const t = useTranslations("topology");
  const exchangeName = useExchangeName();
  const reason = useReasonSentence();
  const columns: Column<TopologyExchange>[] = [
    {
      id: "name",
      label: t("column.name"),
      value: (row) => row.name,
      cell: (row) => (
        <NameCell
          name={exchangeName(row.name)}
          label={t("open", { name: exchangeName(row.name) })}
          detail={row.type}
          onOpen={() => onSelect(row.name)}
        />
      ),
    },
    {
      id: "coverage",
      label: t("column.coverage"),
      value: (row) => (row.coverage ? RANK[row.coverage.coverage] : null),
      cell: (row) => <CoverageBadge coverage={row.coverage} />,
    },
    {
      id: "why",
      label: t("column.why"),
      room: "@max-5xl/topology:hidden",
      cell: (row) => (
        <div className="text-xs text-muted">
          <p className="line-clamp-2" title={reason(row.coverage)}>
            {reason(row.coverage)}
            {row.coverage && row.coverage.sideEffects.length > 0 && (
              <> · {t("sideEffects", { count: row.coverage.sideEffects.length })}</>
            )}
          </p>
        </div>
      ),
    },
    {
      id: "in",
      label: t("column.in"),
      numeric: true,
      room: "@max-2xl/topology:hidden",
      value: (row) => row.inPerSecond,
      cell: (row) => <Rate value={row.inPerSecond} />,
    },
    {
      id: "out",
      label: t("column.out"),
      numeric: true,
      room: "@max-2xl/topology:hidden",
      value: (row) => row.outPerSecond,
      cell: (row) => <Rate value={row.outPerSecond} />,
    },
    {
      id: "missing",
      label: t("column.completeness"),
      numeric: true,
      room: "@max-2xl/topology:hidden",
      value: (row) => (row.completeness === null && missingOf(row) === 0 ? null : missingOf(row)),
      cell: (row) => (
        <span className="flex flex-col items-end gap-0.5">
          <ProofBadge exchange={row} />
          <ProvenUpTo exchange={row} />
        </span>
      ),
    },
  ];
  return (
    <TopologyTable
      label={t("tab.exchanges")}
      rows={sortRows(exchanges, columns, sort)}
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
