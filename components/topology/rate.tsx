import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";

/** Messages a second; an en dash where the broker does not say. Nothing going on is drawn quietly. */
export function Rate({ value }: { value: number | null }) {
  const t = useTranslations("topology");
  const text = useRateText();
  if (value === null) {
    return (
      <span className="text-muted" title={t("unknownNumber")}>
        –
      </span>
    );
  }
  return <span className={clsx("tabular-nums", value === 0 && "text-muted")}>{text(value)}</span>;
}

/** A rate in words: `0.4/s`. */
export function useRateText(): (value: number | null) => string {
  const t = useTranslations("topology");
  const format = useFormatter();
  return (value) => {
    if (value === null) return t("unknownNumber");
    // A trickle is not nothing.
    const digits = value >= 10 ? 0 : value > 0 && value < 0.1 ? 2 : 1;
    return t("perSecond", { rate: format.number(value, { maximumFractionDigits: digits }) });
  };
}

/** A count; an en dash where it is not known. */
export function Count({ value, strong = false }: { value: number | null; strong?: boolean }) {
  const t = useTranslations("topology");
  const format = useFormatter();
  if (value === null) {
    return (
      <span className="text-muted" title={t("unknownNumber")}>
        –
      </span>
    );
  }
  return (
    <span className={clsx("tabular-nums", value === 0 ? "text-muted" : strong && "font-medium")}>
      {format.number(value)}
    </span>
  );
}
