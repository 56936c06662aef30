"use client";

import { useFormatter } from "next-intl";
import { useNow } from "@/components/complaints/now";
import { useMoment } from "@/components/complaints/when";

/** How long ago something was, in one unit; the moment itself when pointed at. Needs a NowProvider around it. */
export function Ago({ value }: { value: string }) {
  const format = useFormatter();
  const moment = useMoment();
  const now = useNow();
  return (
    <time dateTime={value} title={moment(value)} className="whitespace-nowrap">
      {format.relativeTime(new Date(value), Math.max(now, Date.parse(value)))}
    </time>
  );
}
