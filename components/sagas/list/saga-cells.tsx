"use client";

import clsx from "clsx";
import { GitCompareArrows, Hourglass, Link2Off, RotateCcw, Skull } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useNow } from "@/components/complaints/now";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { SagaItem } from "@/server/sagas/saga-schemas";
import { SagaBadge } from "../saga-badge";
import { useSpan } from "../timeline/use-span";

/** Cells of lists of sagas. Times are microseconds since 1970. */

export const isOpen = ({ status }: Pick<SagaItem, "status">): boolean =>
  status === "RUNNING" || status === "COMPENSATING" || status === "STUCK";

/** How a saga stands now: it gets late and stuck while a page is open, and nothing is written then. */
export function useStanding({ status, late, lateAt, stuckAt }: SagaItem): Pick<SagaItem, "status" | "late"> {
  const now = useNow() * 1_000;
  const passed = (moment: number | null) => moment !== null && moment <= now;
  if (!isOpen({ status })) return { status, late };
  return {
    status: passed(stuckAt) ? "STUCK" : status,
    late: late || passed(lateAt) || passed(stuckAt),
  };
}

/** Sign and word of how it stands now. */
export function Standing({ saga }: { saga: SagaItem }) {
  return <SagaBadge {...useStanding(saga)} />;
}

/** Name of a saga, which is the way to its page; the row around it opens it too. */
export function SagaName({ saga, children }: { saga: SagaItem; children?: ReactNode }) {
  return (
    <span className="flex min-w-0 flex-col">
      <Link
        href={`/sagas/${saga.id}`}
        tabIndex={-1}
        prefetch={false}
        className="truncate font-medium hover:underline"
      >
        <VisibleText value={saga.definition?.title ?? saga.type} />
      </Link>
      {children}
    </span>
  );
}

/** How long it took; while it is not over, how old it is, with its sign. */
export function Took({ saga }: { saga: SagaItem }) {
  const t = useTranslations("sagas");
  const span = useSpan();
  const now = useNow();
  const { status, late } = useStanding(saga);
  const open = isOpen(saga);
  const ms = open ? Math.max(0, now - saga.startedAt / 1_000) : saga.durationMs;
  return (
    <span
      title={t(open ? "ageHint" : "tookHint")}
      className={clsx("whitespace-nowrap", status === "STUCK" ? "text-bad" : late && "text-warn")}
    >
      {open && <span aria-hidden>… </span>}
      {span(ms)}
    </span>
  );
}

/** What it waits for first, from whom, since when and by when. */
export function Waiting({ saga }: { saga: SagaItem }) {
  const t = useTranslations("sagas.waiting");
  const span = useSpan();
  const now = useNow();
  const { status } = useStanding(saga);
  const [first, ...others] = saga.waitingFor;
  if (!first) {
    return isOpen(saga) && saga.certainty === "unknown" ? (
      <span className="text-muted">{t("unknown")}</span>
    ) : null;
  }
  const since = Math.max(0, now - saga.lastAt / 1_000);
  const overdue = first.dueAt === null ? null : now - first.dueAt / 1_000;
  const rest =
    first.instances === null
      ? t("byDefinition")
      : t("rests", { count: first.instances, share: first.share ?? 0 });
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={rest}>
      <Hourglass
        aria-hidden
        className={clsx("size-3.5 shrink-0", status === "STUCK" ? "text-bad" : "text-muted")}
      />
      <span className="min-w-0 truncate">
        <VisibleText value={first.type} className="font-medium" title={false} />
        {first.from !== null && (
          <>
            {" "}
            <span className="text-muted">{t("from")}</span> <VisibleText value={first.from} title={false} />
          </>
        )}
        {others.length > 0 && <span className="text-muted"> {t("more", { count: others.length })}</span>}
      </span>
      <span
        className={clsx(
          "shrink-0 text-xs tabular-nums",
          overdue !== null && overdue > 0 ? "font-medium text-bad" : "text-muted",
        )}
      >
        {overdue === null
          ? t("since", { span: span(since) })
          : overdue > 0
            ? t("overdue", { span: span(overdue) })
            : t("due", { span: span(-overdue) })}
      </span>
    </span>
  );
}

/** The same in a few words, where there is little room. */
export function WaitsFor({ saga: { waitingFor } }: { saga: SagaItem }) {
  const t = useTranslations("sagas.column");
  const [first] = waitingFor;
  return first === undefined ? null : (
    <span className="flex min-w-0 items-center gap-1 text-muted" title={t("waiting")}>
      <Hourglass aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">{t("waiting")}</span>
      <VisibleText value={first.type} className="truncate" />
    </span>
  );
}

/** What is out of the ordinary about it: each with a sign and its number, and in words for who asks. */
export function Marks({ saga }: { saga: SagaItem }) {
  const t = useTranslations("sagas.mark");
  const format = useFormatter();
  const marks = [
    { icon: Skull, count: saga.dead, text: t("dead", { count: saga.dead }), tone: "text-bad" },
    {
      icon: RotateCcw,
      count: saga.redriven,
      text: t("redriven", { count: saga.redriven }),
      tone: "text-accent",
    },
    {
      icon: GitCompareArrows,
      count: saga.deviations.length,
      text: t("deviations", { count: saga.deviations.length }),
      tone: "text-warn",
    },
    {
      icon: Link2Off,
      count: saga.basis === "correlation" ? saga.inferredLinks : Math.max(1, saga.inferredLinks),
      text: t(`inferred.${saga.basis}`, { count: saga.inferredLinks }),
      tone: "text-muted",
    },
  ].filter(({ count }) => count > 0);
  return (
    <span className="flex items-center gap-2 text-xs tabular-nums">
      {marks.map(({ icon: Icon, count, text, tone }) => (
        <span key={text} title={text} className={clsx("inline-flex items-center gap-0.5", tone)}>
          <Icon aria-hidden className="size-3.5" />
          <span aria-hidden>{format.number(count)}</span>
          <span className="sr-only">{text}</span>
        </span>
      ))}
    </span>
  );
}

/** Who took part, in the order of their names. */
export function Participants({ names }: { names: readonly string[] }) {
  return (
    <span className="truncate" title={names.map(makeVisible).join(", ")}>
      {names.map((name, i) => (
        <span key={name}>
          {i > 0 && <span className="text-muted">, </span>}
          <VisibleText value={name} title={false} />
        </span>
      ))}
    </span>
  );
}
