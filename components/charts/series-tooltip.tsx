"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ChartRow, ChartStack } from "./series-rows";
import { StackName, Swatch } from "./swatch";
import { MOMENT } from "./time-axis";

/** All that a bucket holds. */
export function SeriesTooltip({
  row,
  stacks,
  unit,
}: {
  row: ChartRow;
  stacks: readonly ChartStack[];
  unit: "rate" | "count";
}) {
  const t = useTranslations("charts");
  const format = useFormatter();
  const shown = stacks.filter((stack) => (row.counts[stack.key] ?? 0) > 0);
  const number = (value: number) => format.number(value, { maximumSignificantDigits: value < 100 ? 3 : 6 });
  return (
    <div className="max-w-72 rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-pop">
      <p className="font-medium">{format.dateTimeRange(row.start, row.end, MOMENT)}</p>
      <p className="tabular-nums">
        {t("bucketTotal", { count: row.total })}
        {unit === "rate" && (
          <span className="text-muted"> · {t("rate", { rate: number(row.total / row.seconds) })}</span>
        )}
      </p>
      {row.unfinished && <p className="text-warn">{t("unfinished")}</p>}
      {row.incomplete && <p className="text-warn">{t("incomplete")}</p>}
      {shown.length > 0 && (
        <ul className="mt-1.5 flex flex-col gap-0.5">
          {shown.map((stack) => (
            <li key={stack.key} className="flex min-w-0 items-center gap-1.5">
              <Swatch colour={stack.colour} />
              <StackName stack={stack} className="min-w-0 flex-1 truncate" />
              <span className="tabular-nums">{format.number(row.counts[stack.key]!)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
