"use client";

import { ArrowDownUp, CircleCheck, CircleHelp, Hourglass, type LucideIcon, Unlink } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { VisibleText } from "@/components/ui/visible-text";
import type { ConformanceAnswer } from "@/server/flows/flow-schemas";
import { Cell, Row, Table } from "./flow-table";

type Definition = ConformanceAnswer["definitions"][number];
type What = Definition["deviations"][number]["what"];

const LOOKS: Record<What, { icon: LucideIcon; tone: Tone }> = {
  missing: { icon: Unlink, tone: "bad" },
  unexpected: { icon: CircleHelp, tone: "warn" },
  order: { icon: ArrowDownUp, tone: "warn" },
  late: { icon: Hourglass, tone: "warn" },
};

/** How the sagas of a definition depart from it, how often, and which. */
export function DepartureList({
  definition,
  sagasHref,
}: {
  definition: Definition;
  /** The sagas that depart in a way. */
  sagasHref: (what: What) => string;
}) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const { name, title, judged, departing, deviations } = definition;
  return (
    <section aria-label={name} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <h3 className="text-sm font-semibold">
          <VisibleText value={title} />
        </h3>
        <p className="text-xs text-muted tabular-nums">
          {t("conformance.judged", { judged, departing, share: departing / Math.max(1, judged) })}
        </p>
      </div>
      {deviations.length === 0 ? (
        <p className="flex items-center gap-1.5 text-sm text-good">
          <CircleCheck aria-hidden className="size-4" />
          {t("conformance.none")}
        </p>
      ) : (
        <Table
          title={t("conformance.departures")}
          head={[t("column.departure"), t("column.sagas"), t("column.share"), t("column.open")]}
        >
          {deviations.map(({ what, type, after, count, example }) => (
            <Row key={JSON.stringify([what, type, after])}>
              <th scope="row" className="py-1.5 pe-3 text-start font-normal">
                <span className="flex flex-wrap items-center gap-1.5">
                  <Badge {...LOOKS[what]}>{t(`deviation.${what}`)}</Badge>
                  <VisibleText value={type} className="font-medium [overflow-wrap:anywhere]" />
                  {after !== null && (
                    <span className="text-xs text-muted">
                      {t.rich("after", { type: () => <VisibleText value={after} /> })}
                    </span>
                  )}
                </span>
              </th>
              <Cell label={t("column.sagas")}>{format.number(count)}</Cell>
              <Cell label={t("column.share")}>
                {format.number(count / Math.max(1, judged), { style: "percent", maximumFractionDigits: 1 })}
              </Cell>
              <td className="text-end whitespace-nowrap md:py-1.5">
                <Link href={sagasHref(what)} prefetch={false} className="text-accent hover:underline">
                  {t("variants.sagas")}
                </Link>
                <Link
                  href={`/sagas/${example}`}
                  prefetch={false}
                  className="ms-3 text-accent hover:underline"
                >
                  {t("example")}
                </Link>
              </td>
            </Row>
          ))}
        </Table>
      )}
    </section>
  );
}
