"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ChartRow, ChartStack } from "./series-rows";
import { StackName } from "./swatch";
import { MOMENT } from "./time-axis";
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section aria-label={label} tabIndex={0} className="h-full overflow-auto">
      <table className="w-full text-xs tabular-nums">
        <thead className="sticky top-0 bg-surface text-muted">
          <tr>
            <th scope="col" className="px-2 py-1 text-start font-medium">
              {t("from")}
            </th>
            <th scope="col" className="px-2 py-1 text-end font-medium">
              {t("total")}
            </th>
            {stacks.map((stack) => (
              <th key={stack.key} scope="col" className="max-w-40 truncate px-2 py-1 text-end font-medium">
                <StackName stack={stack} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...rows].reverse().map((row) => (
            <tr key={row.start} className="border-t border-line">
              <th scope="row" className="px-2 text-start font-normal whitespace-nowrap">
                <button
                  type="button"
                  className="min-h-6 hover:underline"
                  title={t("zoomTo")}
                  onClick={() => onZoom({ from: row.start, to: row.end })}
                >
                  {format.dateTime(row.start, MOMENT)}
                </button>
                {row.unfinished && <span className="ms-1.5 text-warn">{t("unfinishedShort")}</span>}
                {row.incomplete && <span className="ms-1.5 text-warn">{t("incompleteShort")}</span>}
              </th>
              <td className="px-2 text-end font-medium">{format.number(row.total)}</td>
              {stacks.map((stack) => (
                <td key={stack.key} className="px-2 text-end">
                  {format.number(row.counts[stack.key] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
