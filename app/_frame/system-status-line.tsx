"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { StatusLine, type StatusPart } from "@/components/frame/status-line";
import { makeVisible } from "@/components/ui/visible-text";
import type { CoverageCount, SystemStatus } from "@/server/status/status";
import { GROUPS } from "../_components/pages";
import { useTRPC } from "../_trpc/react";

/** Asks how the system is doing, every five seconds. */
export function SystemStatusLine() {
  const trpc = useTRPC();
  const t = useTranslations("status");
  const status = useQuery(
    trpc.status.current.queryOptions(undefined, { refetchInterval: 5_000, retry: false }),
  );
  const parts = useParts(status.data, status.isError);
  return <StatusLine label={t("label")} parts={parts} />;
}

/** Where a part is explained, as soon as that page exists. */
function hrefOf(page: string): string | undefined {
  return GROUPS.flatMap((group) => group.pages).find((it) => it.id === page)?.href;
}

function useParts(
  status: (SystemStatus & { coverage: CoverageCount }) | undefined,
  failed: boolean,
): StatusPart[] {
  const t = useTranslations("status");
  const format = useFormatter();
  const names = { broker: t("broker"), database: t("database"), lag: t("lag") };
  if (failed || !status) {
    const [state, text] = failed ? (["bad", t("unreachable")] as const) : (["unknown", "…"] as const);
    return [
      { name: names.database, state, text },
      { name: names.broker, state: "unknown", text: "…" },
    ];
  }
  const database: StatusPart = { name: names.database, state: "good", text: t("connected") };
  if (status.workers.alive === 0) {
    return [database, { name: names.broker, state: "bad", text: t("noWorker"), detail: t("noWorkerDetail") }];
  }
  const bad = status.queues.find((queue) => queue.state === "connecting" || queue.state === "failing");
  const broker: StatusPart = bad
    ? {
        name: names.broker,
        state: "bad",
        text: t(`queue.${bad.state}`),
        detail: makeVisible(`${bad.vhost}: ${bad.error ?? bad.state}`),
        href: hrefOf("topology"),
      }
    : status.queues.length === 0
      ? { name: names.broker, state: "unknown", text: t("queue.connecting") }
      : {
          name: names.broker,
          state: "good",
          text: t("rate", { rate: format.number(status.perSecond, { maximumFractionDigits: 1 }) }),
          href: hrefOf("topology"),
        };
  const { seconds, messages, known } = status.lag;
  const lag: StatusPart = {
    name: names.lag,
    href: hrefOf("overview"),
    state: !known ? "unknown" : seconds > 10 ? "bad" : "good",
    text: !known
      ? t("lagUnknown")
      : seconds < 1 && (messages ?? 0) < 1_000
        ? t("upToDate")
        : t("behind", {
            seconds: format.number(seconds, { maximumFractionDigits: 1 }),
            messages: format.number(messages ?? 0),
          }),
  };
  const { complete, notObserved, total } = status.coverage;
  const coverage: StatusPart = {
    name: t("coverage"),
    state: total === 0 ? "unknown" : notObserved > 0 ? "warn" : "good",
    text:
      total === 0
        ? t("coverageUnknown")
        : notObserved > 0
          ? t("coverageMissing", { complete, total, notObserved })
          : t("coverageComplete", { complete, total }),
    detail: t("coverageDetail", { complete, partial: status.coverage.partial, notObserved }),
    href: hrefOf("topology"),
  };
  return [database, broker, lag, coverage];
}
