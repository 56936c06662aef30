import { useFormatter, useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";

/** The default exchange has an empty name: it gets a word. */
export function ExchangeName({ value }: { value: string }) {
  const t = useTranslations("event");
  if (value === "") return <i className="text-muted">{t("defaultExchange")}</i>;
  return <VisibleText value={value} className="truncate" />;
}

/** A moment to the millisecond, in the reader's time zone; day and time apart, so that they can break between. */
export function Moment({ value }: { value: string }) {
  const format = useFormatter();
  const date = new Date(value);
  return (
    <time dateTime={value} title={value} className="flex flex-wrap gap-x-2 whitespace-nowrap">
      <span>{format.dateTime(date, { month: "short", day: "2-digit" })}</span>
      <span>
        {format.dateTime(date, {
          hour: "2-digit",
          minute: "2-digit",
          second: "2-digit",
          fractionalSecondDigits: 3,
          hourCycle: "h23",
        })}
      </span>
    </time>
  );
}

/** A number of bytes in the largest unit that keeps it above one. */
export function Size({ bytes }: { bytes: number }) {
  const format = useFormatter();
  const [value, unit] =
    bytes >= 1 << 20
      ? ([bytes / (1 << 20), "megabyte"] as const)
      : bytes >= 1000
        ? ([bytes / 1024, "kilobyte"] as const)
        : ([bytes, "byte"] as const);
  return (
    <>
      {format.number(value, {
        style: "unit",
        unit,
        unitDisplay: "narrow",
        maximumFractionDigits: value < 10 ? 1 : 0,
      })}
    </>
  );
}
