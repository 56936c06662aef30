"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { MOMENT } from "./time-axis";
import type { Span } from "./zoom";

/** A chart's numbers as a table, the newest first: for who does not see the chart, or wants the exact number. */
export function MomentTable<Row extends { start: number; end: number }>({
  label,
  rows,
  columns,
  note,
  onZoom,
}: {
  label: string;
  rows: readonly Row[];
  columns: readonly { id: string; head: ReactNode; strong?: boolean; draw: (row: Row) => ReactNode }[];
  /** After the moment. */
  note?: (row: Row) => ReactNode;
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
            {columns.map(({ id, head }) => (
              <th key={id} scope="col" className="max-w-40 truncate px-2 py-1 text-end font-medium">
                {head}
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
                {note?.(row)}
              </th>
              {columns.map(({ id, strong, draw }) => (
                <td key={id} className={`px-2 text-end ${strong ? "font-medium" : ""}`}>
                  {draw(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
