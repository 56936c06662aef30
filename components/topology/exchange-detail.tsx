"use client";

import { Activity, Waypoints } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { VisibleText } from "@/components/ui/visible-text";
import type { GapItem } from "@/server/taps/taps-schemas";
import type { TopologyExchange, TopologyView } from "@/server/topology/topology-schemas";
import { BindingList, type OpenNode } from "./binding-list";
import { CoverageBadge } from "./coverage-badge";
import { DetailPanel, Facts, Section } from "./detail-panel";
import { GapList } from "./gap-list";
import { ObserveSwitch } from "./observe-switch";
import { missingOf, ProofBadge } from "./proof-cell";
import { useRateText } from "./rate";
import { useExchangeName, useReasonSentence, useVerdictSentence } from "./sentences";

const LINK =
  "inline-flex min-h-8 items-center gap-1.5 rounded-md text-sm font-medium text-accent hover:underline";

/** One exchange told whole: how it is observed, what is proven and missing, what it is joined to, and the switch. */
export function ExchangeDetail({
  exchange,
  topology,
  gaps,
  gapsFailed,
  eventsHref,
  done,
  refusal,
  onDecide,
  onOpen,
  onGraph,
  onClose,
}: {
  exchange: TopologyExchange;
  topology: TopologyView;
  /** Null while they are read. */
  gaps: readonly GapItem[] | null;
  gapsFailed: boolean;
  eventsHref: string;
  /** What people did to it. */
  done: ReactNode;
  /** Why the reader may not exclude or include it; null when they may. */
  refusal: string | null;
  /** Excludes or includes it. Throws when that was not noted. */
  onDecide: (excluded: boolean, reason: string | undefined) => Promise<unknown>;
  onOpen: OpenNode;
  onGraph: (() => void) | null;
  onClose: () => void;
}) {
  const t = useTranslations("topology.detail");
  const exchangeName = useExchangeName();
  const reason = useReasonSentence();
  const { name, coverage, alternate } = exchange;
  const bindings = topology.bindings;
  return (
    <DetailPanel kind={t("exchange")} name={exchangeName(name)} copy={name} onClose={onClose}>
      <div className="flex flex-wrap gap-x-4 border-b border-line py-1.5">
        <Link href={eventsHref} className={LINK}>
          <Activity aria-hidden className="size-4" />
          {t("events")}
        </Link>
        {onGraph && (
          <button type="button" onClick={onGraph} className={LINK}>
            <Waypoints aria-hidden className="size-4" />
            {t("inGraph")}
          </button>
        )}
      </div>
      <Section title={t("coverage")}>
        <CoverageBadge coverage={coverage} />
        <p className="mt-1.5">{reason(coverage)}</p>
        <Effects coverage={coverage} />
        <ObserveSwitch exchange={exchange} refusal={refusal} onDecide={onDecide} />
        {done}
      </Section>
      <Proof exchange={exchange} />
      <Section title={t("gaps")}>
        <GapList gaps={gaps} failed={gapsFailed} />
      </Section>
      <About exchange={exchange} rateSeconds={topology.rateSeconds} onOpen={onOpen} alternate={alternate} />
      {bindings && (
        <>
          <Section title={t("bindingsOut")}>
            <BindingList
              bindings={bindings.filter((binding) => binding.source === name)}
              end="destination"
              onOpen={onOpen}
            />
          </Section>
          <Section title={t("bindingsIn")}>
            <BindingList
              bindings={bindings.filter((binding) => binding.toExchange && binding.destination === name)}
              end="source"
              onOpen={onOpen}
            />
          </Section>
        </>
      )}
    </DetailPanel>
  );
}

function Effects({ coverage }: { coverage: TopologyExchange["coverage"] }) {
  const t = useTranslations("topology");
  if (!coverage || coverage.sideEffects.length === 0) return null;
  return (
    <>
      <p className="mt-2 text-xs font-medium text-muted">{t("detail.sideEffects")}</p>
      <ul className="list-disc ps-4 marker:text-muted">
        {coverage.sideEffects.map(({ code }) => (
          <li key={code}>{t(`effect.${code}`)}</li>
        ))}
      </ul>
    </>
  );
}

function Proof({ exchange }: { exchange: TopologyExchange }) {
  const t = useTranslations("topology.detail");
  const verdict = useVerdictSentence();
  const format = useFormatter();
  const { completeness, gaps } = exchange;
  const moment = (iso: string) =>
    format.dateTime(new Date(iso), { dateStyle: "medium", timeStyle: "medium" });
  const number = (value: number | null) => (value === null ? "–" : format.number(value));
  return (
    <Section title={t("proof")}>
      <ProofBadge exchange={exchange} />
      {completeness && (
        <>
          <p className="mt-1.5 mb-2">{verdict(completeness)}</p>
          <Facts
            facts={[
              [t("published"), number(completeness.published)],
              [t("accounted"), number(completeness.accounted)],
              [t("missing"), `${number(missingOf(exchange))}${gaps.uncounted ? ` ${t("uncounted")}` : ""}`],
              gaps.beforeTap > 0 ? [t("beforeTap"), number(gaps.beforeTap)] : null,
              completeness.upTo ? [t("provenTo"), moment(completeness.upTo)] : null,
              [t("judged"), moment(completeness.judgedAt)],
            ]}
          />
          {(completeness.accounted ?? 0) > (completeness.published ?? 0) && (
            <p className="mt-1.5 text-xs text-muted">{t("laterCounter")}</p>
          )}
        </>
      )}
    </Section>
  );
}

function About({
  exchange,
  rateSeconds,
  alternate,
  onOpen,
}: {
  exchange: TopologyExchange;
  rateSeconds: number;
  alternate: string | null;
  onOpen: OpenNode;
}) {
  const t = useTranslations("topology.detail");
  const rate = useRateText();
  const format = useFormatter();
  const words = [
    t(exchange.durable ? "durable" : "transient"),
    ...(exchange.autoDelete ? [t("autoDelete")] : []),
    ...(exchange.internal ? [t("internal")] : []),
    ...(exchange.deadLetter ? [t("deadLetterUse")] : []),
  ];
  const tappedAt = exchange.coverage?.tappedAt;
  return (
    <Section title={t("properties")}>
      <Facts
        facts={[
          [t("type"), <VisibleText key="type" value={exchange.type} />],
          [t("properties"), words.join(", ")],
          [
            t("rates"),
            t("ratesLine", {
              in: rate(exchange.inPerSecond),
              out: rate(exchange.outPerSecond),
              seconds: rateSeconds,
            }),
          ],
          exchange.policy === null
            ? null
            : [t("policy"), <VisibleText key="policy" value={exchange.policy} />],
          alternate === null
            ? null
            : [
                t("alternate"),
                <button
                  key="alternate"
                  type="button"
                  onClick={() => onOpen("exchange", alternate)}
                  className="min-h-6 text-accent hover:underline"
                >
                  <VisibleText value={alternate} />
                </button>,
              ],
          tappedAt
            ? [
                t("observed"),
                format.dateTime(new Date(tappedAt), { dateStyle: "medium", timeStyle: "medium" }),
              ]
            : null,
        ]}
      />
    </Section>
  );
}
