"use client";

import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import type { TimeRange } from "./time-range";
import { wallTimeAt } from "./zoned-time";

/** Says a range in a few words: “Last hour”, “20 Nov 14:00 – 15:30”, “Since 14:00”. In the zone that is shown. */
export function useRangeLabel(): (range: TimeRange) => string {
  const t = useTranslations("range");
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  return ({ preset, from, to }) => {
    if (from === null && to === null) return t(`preset.${preset}`);
    const day = (moment: string) => {
      const { year, month, day } = wallTimeAt(Date.parse(moment), zone);
      return `${year}-${month}-${day}`;
    };
    const say = (moment: string, withDay: boolean) =>
      format.dateTime(new Date(moment), {
        ...(withDay ? { day: "numeric", month: "short", year: "numeric" } : {}),
        hour: "2-digit",
        // As in the lists: an operator compares with logs.
        hourCycle: "h23",
        minute: "2-digit",
        ...(Date.parse(moment) % 60_000 === 0 ? {} : { second: "2-digit" }),
      });
    if (to === null) return t("since", { time: say(from!, true) });
    if (from === null) return t("until", { time: say(to, true) });
    return `${say(from, true)} – ${say(to, day(from) !== day(to))}`;
  };
}
