"use client";

import { useFormatter, useTranslations } from "next-intl";
import { MomentTable } from "@/components/charts/moment-table";
import type { Span } from "@/components/charts/zoom";
import { useSpan } from "../timeline/use-span";
import { type DurationRow, LINES } from "./duration-rows";

/** The chart's numbers as a table, the newest first: for who does not see the chart, or wants the number. */
export function DurationTable({
  label,
  rows,
  onZoom,
}: {
  label: string;
  rows: readonly DurationRow[];
  onZoom: (span: Span) => void;
}) {
  const t = useTranslations("sagas.chart");
  const format = useFormatter();
  const span = useSpan();
  return (
    <MomentTable
      label={label}
      rows={rows}
      onZoom={onZoom}
      columns={[
        { id: "ended", head: t("endedShort"), draw: ({ ended }) => format.number(ended) },
        ...LINES.map(({ id }) => ({
          id,
          head: t(id),
          draw: (row: DurationRow) => (row[id] === null ? "–" : span(row[id])),
        })),
      ]}
    />
  );
}
