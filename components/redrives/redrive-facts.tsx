"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useDuration } from "@/components/complaints/duration";
import { When } from "@/components/complaints/when";
import { Fact, Facts } from "@/components/events/facts";
import { VisibleText } from "@/components/ui/visible-text";
import type { RedriveView } from "@/server/redrive/redrive-schemas";

/** Where a redrive sends its messages, in words. */
export function useDestination(): (redrive: Pick<RedriveView, "destination" | "kind">) => string {
  const t = useTranslations("redrives");
  return ({ destination, kind }) => {
    if (kind === "release") return t("toTheirQueue");
    if (destination.kind === "queue") return t("toQueue", { name: destination.queue });
    if (destination.kind === "exchange") return t("toExchange", { name: destination.exchange });
    return t(`manner.destinations.${destination.kind}`);
  };
}

/** What a redrive was asked to do, by whom, and how. */
export function RedriveFacts({ redrive }: { redrive: RedriveView }) {
  const t = useTranslations("redrives.fact");
  const format = useFormatter();
  const duration = useDuration();
  const destination = useDestination();
  const { ramp, rate, haltShare, createdBy, createdAt, startedAt, expiresAt, endedAt, reason, selection } =
    redrive;
  return (
    <Facts>
      <Fact name={t("by")}>
        <VisibleText value={createdBy} className="[overflow-wrap:anywhere]" />
      </Fact>
      {reason && (
        <Fact name={t("reason")}>
          <VisibleText value={reason} title={false} className="[overflow-wrap:anywhere]" />
        </Fact>
      )}
      <Fact name={t("planned")}>
        <When value={createdAt} />
      </Fact>
      {startedAt && (
        <Fact name={t("started")}>
          <When value={startedAt} />
        </Fact>
      )}
      {expiresAt && (
        <Fact name={t("expires")}>
          <When value={expiresAt} />
        </Fact>
      )}
      {startedAt && endedAt && (
        <Fact name={t("ended")}>
          <When value={endedAt} />
          <span className="text-xs text-muted">
            {t("took", { time: duration(Date.parse(endedAt) - Date.parse(startedAt)) })}
          </span>
        </Fact>
      )}
      <Fact name={t("destination")}>{destination(redrive)}</Fact>
      <Fact name={t("ramp")}>
        {ramp.canary === 0
          ? t("atOnce")
          : t("steps", { canary: ramp.canary, growth: ramp.growth, seconds: ramp.waitSeconds })}
      </Fact>
      <Fact name={t("rate")}>
        {rate === null ? t("noRate") : t("perSecond", { rate: format.number(rate) })}
      </Fact>
      <Fact name={t("halt")}>
        {haltShare === null
          ? t("never")
          : t("above", { share: format.number(haltShare, { style: "percent", maximumFractionDigits: 1 }) })}
      </Fact>
      <Fact name={t("selection")}>
        {"ids" in selection ? (
          t("ids", { count: selection.ids.length })
        ) : (
          <ul>
            {Object.entries(selection.filter).map(([name, value]) => (
              <li key={name} className="text-xs [overflow-wrap:anywhere]">
                <span className="text-muted">{name}</span>{" "}
                <VisibleText value={String(value)} className="font-mono" />
              </li>
            ))}
          </ul>
        )}
      </Fact>
    </Facts>
  );
}
