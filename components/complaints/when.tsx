import { useFormatter } from "next-intl";

/** A moment to the second, in the reader's zone. */
export function useMoment(): (value: string) => string {
  const format = useFormatter();
  return (value) => format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "medium" });
}

export function When({ value, className }: { value: string; className?: string }) {
  const moment = useMoment();
  return (
    <time dateTime={value} title={value} className={className}>
      {moment(value)}
    </time>
  );
}
