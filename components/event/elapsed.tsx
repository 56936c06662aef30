import { useFormatter } from "next-intl";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
  ["millisecond", 1],
] as const;

/** A length of time in its largest unit: `230 ms`, `4.2 s`. `ms` may be negative. */
export function Elapsed({ ms }: { ms: number }) {
  const format = useFormatter();
  const [unit, size] = UNITS.find(([, size]) => Math.abs(ms) >= size) ?? UNITS[4];
  const value = ms / size;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {format.number(value, {
        style: "unit",
        unit,
        unitDisplay: "narrow",
        maximumFractionDigits: Math.abs(value) < 10 && unit !== "millisecond" ? 1 : 0,
        signDisplay: "exceptZero",
      })}
    </span>
  );
}
