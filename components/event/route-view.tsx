import { CircleAlert, CornerDownRight, Inbox, Shuffle } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ExchangeName } from "@/components/events/event-row";
import { Badge } from "@/components/ui/badge";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { RouteOutput } from "@/server/routes/route-schemas";

type Hop = RouteOutput["hops"][number];

/** Exchanges, the bindings that take the message, and the queues that it reaches, by the bindings of now. */
export function RouteView({ route }: { route: RouteOutput }) {
  const t = useTranslations("eventPage.route");
  const format = useFormatter();
  const { problem, readAt, hops, queues, tapped, deaths } = route;
  return (
    <div className="py-2 text-sm">
      {problem && (
        <p role="status" className="flex items-start gap-2 px-4 py-1.5 text-warn">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {t(`problem.${problem.code}`, { detail: makeVisible(problem.detail ?? "") })}{" "}
            {readAt !== null &&
              t("stale", { time: format.dateTime(new Date(readAt), { timeStyle: "medium" }) })}
          </span>
        </p>
      )}
      {readAt !== null && (
        <>
          <ol>
            {hops.map((hop) => (
              <HopPart key={hop.exchange} hop={hop} keys={route.routingKeys} />
            ))}
          </ol>
          <p className="px-4 py-1.5 text-xs text-muted">
            {t("queues", { count: queues.length })} {tapped && t("tapped")} {t("hint")}
          </p>
        </>
      )}
      {deaths.length > 0 && <Deaths deaths={deaths} />}
    </div>
  );
}

function HopPart({ hop, keys }: { hop: Hop; keys: readonly string[] }) {
  const t = useTranslations("eventPage.route");
  const way = { published: "publishedTo", binding: "bindingTo", alternate: "alternateTo" } as const;
  return (
    <li className="px-4 py-1.5">
      <p className="flex flex-wrap items-baseline gap-x-1.5">
        <Shuffle aria-hidden className="size-4 shrink-0 self-center text-muted" />
        <span className="text-xs text-muted">{t(way[hop.via])}</span>
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">
          <ExchangeName value={hop.exchange} />
        </span>
        {hop.type !== null && <VisibleText value={hop.type} className="text-xs text-muted" />}
        {hop.certainty === "maybe" && <Maybe />}
        {hop.via === "published" && (
          <span className="min-w-0 text-xs text-muted [overflow-wrap:anywhere]">
            {t("withKeys", {
              keys: keys.map((key) => (key === "" ? t("emptyKey") : makeVisible(key))).join(", "),
            })}
          </span>
        )}
      </p>
      {hop.problem !== null && (
        <p className="ps-6 text-xs text-warn">
          {t(`hop.${hop.problem}`, { type: makeVisible(hop.type ?? "") })}
        </p>
      )}
      <ul className="ps-5.5">
        {hop.bindings.map((binding) => (
          <li
            key={JSON.stringify(binding)}
            className="flex flex-wrap items-baseline gap-x-1.5 py-0.5 [overflow-wrap:anywhere]"
          >
            <CornerDownRight
              aria-hidden
              className="size-3.5 shrink-0 self-center text-line-strong rtl:-scale-x-100"
            />
            {binding.destinationType === "queue" && (
              <Inbox aria-hidden className="size-3.5 shrink-0 self-center text-accent" />
            )}
            <span className="text-xs text-muted">
              {t(binding.destinationType === "queue" ? "toQueue" : "toExchange")}
            </span>
            <VisibleText value={binding.destination} className="font-medium" />
            {binding.match === "maybe" && <Maybe />}
            <span className="text-xs text-muted">
              {t("by", { binding: describe(binding, t("everything")) })}
            </span>
          </li>
        ))}
      </ul>
      {hop.bindings.length === 0 && hop.problem !== "gone" && (
        <p className="ps-6 text-xs text-muted">{t("nothing")}</p>
      )}
      {hop.others > 0 && <p className="ps-6 text-xs text-muted">{t("others", { count: hop.others })}</p>}
    </li>
  );
}

/** The routing key of a binding, or the headers that it asks for. */
function describe({ routingKey, arguments: args }: Hop["bindings"][number], everything: string): string {
  const asked = Object.entries(args).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return makeVisible([routingKey, ...asked].filter(Boolean).join(" · ")) || everything;
}

function Maybe(): ReactNode {
  const t = useTranslations("eventPage.route");
  return <Badge tone="warn">{t("maybe")}</Badge>;
}

function Deaths({ deaths }: Pick<RouteOutput, "deaths">) {
  const t = useTranslations("eventPage.route");
  return (
    <div className="border-t border-line px-4 pt-2">
      <h3 className="text-xs font-semibold text-muted">{t("deaths")}</h3>
      <ul className="mt-1">
        {deaths.map((death) => (
          <li key={JSON.stringify(death)} className="text-xs [overflow-wrap:anywhere]">
            {t("death", {
              queue: makeVisible(death.queue),
              reason: makeVisible(death.reason),
              count: death.count ?? 0,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
