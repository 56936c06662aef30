import { useFormatter } from "next-intl";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** How long something is, in its two largest units: `2d 4h`, `35min`. */
export function useDuration(): (ms: number) => string {
  const format = useFormatter();
  return (ms) => {
    const first = UNITS.findIndex(([, size]) => Math.abs(ms) >= size);
    const at = first < 0 ? UNITS.length - 1 : first;
    const [unit, size] = UNITS[at]!;
    const whole = Math.floor(Math.abs(ms) / size);
    const next = UNITS[at + 1];
    const rest = next ? Math.floor((Math.abs(ms) % size) / next[1]) : 0;
    const parts = [
      [whole, unit] as const,
      ...(next && rest > 0 && whole < 10 ? [[rest, next[0]] as const] : []),
    ];
    return parts
      .map(([value, unit]) => format.number(value, { style: "unit", unit, unitDisplay: "narrow" }))
      .join("\u00a0");
  };
}

export function Duration({ ms }: { ms: number }) {
  const duration = useDuration();
  return <span className="whitespace-nowrap tabular-nums">{duration(ms)}</span>;
}
