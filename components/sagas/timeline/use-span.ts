import { useFormatter } from "next-intl";
import { useDuration } from "@/components/complaints/duration";

/** How long something is, as people say it: `320ms`, `4.2s`, `2h 5min`. Takes milliseconds. */
export function useSpan(): (ms: number) => string {
  const format = useFormatter();
  const duration = useDuration();
  return (ms) => {
    if (ms >= 60_000) return duration(ms);
    const [value, unit] = ms < 1_000 ? ([ms, "millisecond"] as const) : ([ms / 1_000, "second"] as const);
    const fine = unit === "second" ? (value < 10 ? 2 : 1) : value < 10 ? 1 : 0;
    return format.number(value, { style: "unit", unit, unitDisplay: "narrow", maximumFractionDigits: fine });
  };
}
