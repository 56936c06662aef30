"use client";

import { useFormatter, useTranslations } from "next-intl";
import { colourSlots } from "@/components/charts/colour-slots";
import { LazyLinePlot } from "@/components/charts/lazy-plots";
import type { LagOutput } from "@/server/overview/overview-schemas";

/** How far the ingest is behind: now, and over time. */
export function LagPanel({ lag }: { lag: LagOutput }) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const { seconds, messages, perSecond } = lag.now;
  const slots = colourSlots(lag.queues.map((queue) => queue.vhost));
  const facts = [
    {
      name: t("lagDelay"),
      value:
        seconds === null
          ? null
          : t("seconds", { seconds: format.number(seconds, { maximumFractionDigits: 1 }) }),
    },
    { name: t("lagWaiting"), value: messages === null ? null : format.number(messages) },
    {
      name: t("lagStored"),
      value:
        perSecond === null
          ? null
          : t("perSecond", { rate: format.number(perSecond, { maximumFractionDigits: 1 }) }),
    },
  ];
  return (
    <>
      <h2 className="text-sm font-medium">{t("lag")}</h2>
      <dl className="mt-1.5 grid grid-cols-3 gap-2">
        {facts.map(({ name, value }) => (
          <div key={name} className="min-w-0">
            <dt className="truncate text-xs text-muted">{name}</dt>
            <dd className="text-lg tabular-nums">
              {value ?? <span className="text-muted">{t("unknown")}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-xs text-muted">{t("lagOverTime")}</p>
      {lag.queues.length === 0 ? (
        <p className="grid h-36 place-items-center text-sm text-muted">{t("noSamples")}</p>
      ) : (
        <figure aria-label={t("lagOverTime")} className="h-36">
          <LazyLinePlot
            from={Date.parse(lag.from)}
            to={Date.parse(lag.to)}
            first={Date.parse(lag.first)}
            stepMs={lag.stepMs}
            lines={lag.queues.map(({ vhost, waiting }) => ({
              name: vhost,
              colour: `var(--color-chart-${slots.get(vhost)})`,
              values: waiting,
            }))}
          />
        </figure>
      )}
    </>
  );
}
