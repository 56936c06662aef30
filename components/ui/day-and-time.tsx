import { useFormatter } from "next-intl";

/** A moment to the minute, in the reader's zone. */
export function DayAndTime({ value }: { value: string }) {
  const format = useFormatter();
  return (
    <time dateTime={value} title={value} className="whitespace-nowrap tabular-nums">
      {format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}
