"use client";

import { boundsOf } from "@/app/_range/range-state";
import { RangePicker } from "@/components/range/range-picker";
import type { Period } from "./periods";

/** One of two periods: whatever is chosen stands still from then on. */
export function PeriodPicker({
  label,
  period,
  onChange,
}: {
  label: string;
  period: Period;
  onChange: (period: Period) => void;
}) {
  return (
    <fieldset className="flex min-w-0 items-center gap-2">
      <legend className="float-left me-2 text-xs text-muted">{label}</legend>
      <RangePicker
        range={{ preset: "1h", ...period }}
        bounds={period}
        onChange={({ preset, from, to }) => {
          const now = new Date().toISOString();
          const chosen = boundsOf({ range: preset, from, to }, now);
          onChange({ from: chosen.from ?? new Date(0).toISOString(), to: chosen.to ?? now });
        }}
      />
    </fieldset>
  );
}
