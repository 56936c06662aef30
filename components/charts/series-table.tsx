"use client";

import { useFormatter, useTranslations } from "next-intl";
import { MomentTable } from "./moment-table";
import type { ChartRow, ChartStack } from "./series-rows";
import { StackName } from "./swatch";
import type { Span } from "./zoom";

/** The chart's numbers as a table, the newest first: for who does not see the chart, or wants the exact number. */
export function SeriesTable({
  label,
  rows,
  stacks,
  onZoom,
}: {
  label: string;
  rows: readonly ChartRow[];
  stacks: readonly ChartStack[];
  onZoom: (span: Span) => void;
}) {
  const t = useTranslations("charts");
  const format = useFormatter();
  return (
    <MomentTable
      label={label}
      rows={rows}
      onZoom={onZoom}
      note={({ unfinished, incomplete }) => (
        <>
          {unfinished && <span className="ms-1.5 text-warn">{t("unfinishedShort")}</span>}
          {incomplete && <span className="ms-1.5 text-warn">{t("incompleteShort")}</span>}
        </>
      )}
      columns={[
        { id: "", head: t("total"), strong: true, draw: ({ total }) => format.number(total) },
        ...stacks.map((stack) => ({
          id: `of ${stack.key}`,
          head: <StackName stack={stack} />,
          draw: ({ counts }: ChartRow) => format.number(counts[stack.key] ?? 0),
        })),
      ]}
    />
  );
}
