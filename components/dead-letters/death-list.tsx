import { Skull } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { When } from "@/components/complaints/when";
import { ExchangeName } from "@/components/events/event-row";
import { VisibleText } from "@/components/ui/visible-text";
import type { Death } from "@/server/dead-letters/dead-letter-schemas";
import { ReasonText } from "./badges";

/** Each death that the message carries in its x-death header, newest first. */
export function DeathList({ deaths }: { deaths: readonly Death[] }) {
  const t = useTranslations("deadLetters.death");
  const format = useFormatter();
  if (deaths.length === 0) return <p className="px-4 py-3 text-sm text-muted">{t("none")}</p>;
  return (
    <ol className="flex flex-col px-4 py-3">
      {deaths.map((death, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no other name and never move
        <li key={index} className="group relative flex gap-3 pb-4 last:pb-0">
          <span aria-hidden className="absolute start-3 top-6 bottom-0 w-px bg-line group-last:hidden" />
          <span
            aria-hidden
            className="relative flex size-6 shrink-0 items-center justify-center rounded-full bg-raised text-muted"
          >
            <Skull className="size-3.5" />
          </span>
          <div className="min-w-0 flex-1 text-sm">
            <div className="flex flex-wrap items-baseline gap-x-2">
              <h3 className="min-w-0 font-medium [overflow-wrap:anywhere]">
                {death.reason !== null && <ReasonText reason={death.reason} />} {t("in")}{" "}
                {death.queue === null ? "–" : <VisibleText value={death.queue} />}
              </h3>
              {death.time !== null && (
                <span className="ms-auto text-xs whitespace-nowrap text-muted tabular-nums">
                  <Moment value={death.time} />
                </span>
              )}
            </div>
            <p className="mt-0.5 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted [overflow-wrap:anywhere]">
              {death.count !== null && death.count !== "1" && (
                <span>{t("times", { count: format.number(Number(death.count) || 0) })}</span>
              )}
              <span>
                {t("publishedTo")} {death.exchange === null ? "–" : <ExchangeName value={death.exchange} />}
              </span>
              {death.keys.length > 0 && (
                <span>
                  {t("keys")} <VisibleText value={death.keys.join(", ")} className="font-mono" />
                </span>
              )}
              {death.expiration !== null && <span>{t("expiration", { ms: death.expiration })}</span>}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A moment of the header, which may be anything. */
function Moment({ value }: { value: string }) {
  return Number.isNaN(Date.parse(value)) ? <VisibleText value={value} /> : <When value={value} />;
}
