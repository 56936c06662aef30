"use client";

import { useFormatter } from "next-intl";

/** How much of something is shown, in per cent. */
export function DetailSlider({
  label,
  value,
  shown,
  onChange,
}: {
  label: string;
  /** Between 0 and 100. */
  value: number;
  /** How many of how many that is, in words. */
  shown: string;
  onChange: (value: number) => void;
}) {
  const format = useFormatter();
  return (
    <label className="flex items-center gap-2 text-xs text-muted">
      {label}
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={value}
        aria-valuetext={shown}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-6 w-24 accent-accent"
      />
      <span className="min-w-16 tabular-nums" title={format.number(value / 100, { style: "percent" })}>
        {shown}
      </span>
    </label>
  );
}
