"use client";

import { useFormatter, useTranslations } from "next-intl";
import { MOMENT } from "@/components/charts/time-axis";
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
  const charts = useTranslations("charts");
  const format = useFormatter();
  const span = useSpan();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section aria-label={label} tabIndex={0} className="h-full overflow-auto">
      <table className="w-full text-xs tabular-nums">
        <thead className="sticky top-0 bg-surface text-muted">
          <tr>
            <th scope="col" className="px-2 py-1 text-start font-medium">
              {charts("from")}
            </th>
            {[t("endedShort"), ...LINES.map(({ id }) => t(id))].map((name) => (
              <th key={name} scope="col" className="px-2 py-1 text-end font-medium">
                {name}
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
                  title={charts("zoomTo")}
                  onClick={() => onZoom({ from: row.start, to: row.end })}
                >
                  {format.dateTime(row.start, MOMENT)}
                </button>
              </th>
              <td className="px-2 text-end">{format.number(row.ended)}</td>
              {LINES.map(({ id }) => (
                <td key={id} className="px-2 text-end">
                  {row[id] === null ? "–" : span(row[id])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
