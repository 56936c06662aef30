import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Moment } from "@/components/events/event-row";
import { ScrollingAcross } from "@/components/ui/scrolling";
import { VisibleText } from "@/components/ui/visible-text";
import type { RedriveMessage } from "@/server/redrive/redrive-schemas";
import { AftermathBadge, OutcomeBadge } from "./badges";

/** Messages of a redrive, one a line: what the broker said, and what came of it. */
export function MessageTable({ items }: { items: readonly RedriveMessage[] }) {
  const t = useTranslations("redrives");
  const format = useFormatter();
  return (
    <ScrollingAcross>
      <table className="w-full min-w-2xl text-sm">
        <caption className="sr-only">{t("messages")}</caption>
        <thead className="text-xs text-muted">
          <tr className="border-b border-line">
            {(["ordinal", "message", "outcome", "target", "settled", "aftermath"] as const).map((name) => (
              <th key={name} scope="col" className="px-4 py-1.5 text-start font-medium whitespace-nowrap">
                {t(`column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {items.map((item) => (
            <tr key={item.ordinal} className="align-top">
              <td className="px-4 py-2 text-muted tabular-nums">{format.number(item.ordinal)}</td>
              <th scope="row" className="max-w-64 px-4 py-2 text-start font-normal">
                <Link
                  href={`/dead-letters/${item.deadLetterId}`}
                  className="font-medium text-accent hover:underline"
                >
                  {item.eventType === null ? (
                    item.deadLetterId
                  ) : (
                    <VisibleText value={item.eventType} className="[overflow-wrap:anywhere]" />
                  )}
                </Link>
                {(item.version > 0 || item.tries > 0 || item.sends > 1) && (
                  <span className="block text-xs text-muted">
                    {[
                      item.version > 0 && t("version", { version: item.version }),
                      item.tries > 0 && t("tries", { count: item.tries }),
                      item.sends > 1 && t("sends", { count: item.sends }),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                )}
              </th>
              <td className="px-4 py-2">
                <OutcomeBadge outcome={item.outcome} />
                {item.problem && (
                  <span className="mt-0.5 block max-w-72 text-xs text-muted [overflow-wrap:anywhere]">
                    <VisibleText value={item.problem} title={false} />
                  </span>
                )}
              </td>
              <td className="max-w-56 px-4 py-2 [overflow-wrap:anywhere]">
                {item.target === null ? "–" : <VisibleText value={item.target} />}
              </td>
              <td className="px-4 py-2 text-xs whitespace-nowrap text-muted tabular-nums">
                {item.settledAt && <Moment value={item.settledAt} />}
              </td>
              <td className="px-4 py-2">
                <Aftermath item={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollingAcross>
  );
}

/** What it did then, and the way to see it. */
function Aftermath({ item: { aftermath, aftermathRef } }: { item: RedriveMessage }) {
  const t = useTranslations("redrives");
  if (aftermath === null) return null;
  const href =
    aftermathRef === null || aftermath === "left"
      ? null
      : aftermath === "effect"
        ? `/events/${aftermathRef}`
        : `/dead-letters/${aftermathRef}`;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <AftermathBadge aftermath={aftermath} />
      {href && (
        <Link href={href} className="text-xs text-accent hover:underline">
          {t(aftermath === "effect" ? "toEffect" : "toDeadLetter")}
        </Link>
      )}
    </span>
  );
}
