"use client";

import clsx from "clsx";
import {
  ArrowRight,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  Info,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { Problem, ProblemsOutput, Severity } from "@/server/overview/overview-schemas";

const LOOKS: Record<Severity, { icon: LucideIcon; text: string; edge: string }> = {
  bad: { icon: CircleAlert, text: "text-bad", edge: "border-s-bad" },
  warn: { icon: TriangleAlert, text: "text-warn", edge: "border-s-warn" },
  unknown: { icon: CircleHelp, text: "text-muted", edge: "border-s-line-strong" },
  note: { icon: Info, text: "text-muted", edge: "border-s-line" },
};

/** What is broken, the worst first; or that nothing is, and what was looked at to say so. */
export function Problems({
  answer,
  failed,
  hrefOf,
}: {
  answer: ProblemsOutput;
  /** The last look failed: this is an older answer. */
  failed: boolean;
  hrefOf: (problem: Problem) => string | null;
}) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const cards = answer.problems.filter((problem) => problem.severity !== "note");
  const serious = cards.filter((problem) => problem.severity !== "unknown").length;
  const unchecked = cards.length - serious;
  const notes = answer.problems.filter((problem) => problem.severity === "note");
  const at = format.dateTime(new Date(answer.at), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return (
    <section aria-label={t("problems")} className="flex flex-col gap-2">
      <h2 className={clsx("flex items-center gap-2 text-sm font-medium", cards.length === 0 && "text-good")}>
        {cards.length === 0 && <CircleCheck aria-hidden className="size-4" />}
        {cards.length === 0
          ? t("nothingBroken")
          : serious === 0
            ? t("unchecked", { count: unchecked })
            : [t("broken", { count: serious }), unchecked > 0 && t("alsoUnchecked", { count: unchecked })]
                .filter(Boolean)
                .join(" · ")}
        <span
          className={clsx("ms-auto text-xs font-normal tabular-nums", failed ? "text-warn" : "text-muted")}
        >
          {failed ? t("olderLook", { time: at }) : t("lookedAt", { time: at })}
        </span>
      </h2>
      {cards.length > 0 && (
        <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
          {cards.map((problem) => (
            <ProblemCard
              key={`${problem.kind} ${problem.subjects[0]?.name}`}
              problem={problem}
              href={hrefOf(problem)}
            />
          ))}
        </ul>
      )}
      {answer.good.length + notes.length > 0 && (
        <ul aria-label={t("inOrder")} className="flex flex-wrap gap-x-3.5 gap-y-1 text-xs text-muted">
          {answer.good.map((check) => (
            <li key={check} className="flex items-center gap-1">
              <CircleCheck aria-hidden className="size-3.5 text-good" />
              {t(`good.${check}`)}
            </li>
          ))}
          {notes.map((note) => (
            <Note key={note.kind} problem={note} href={hrefOf(note)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ProblemCard({ problem, href }: { problem: Problem; href: string | null }) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const words = useProblemText();
  const { icon: Icon, text, edge } = LOOKS[problem.severity];
  const more = problem.subjectCount - problem.subjects.length;
  return (
    <li
      className={clsx(
        "relative flex min-w-0 flex-col gap-0.5 rounded-md border border-s-4 border-line bg-surface px-3 py-2 text-sm",
        edge,
        href !== null && "hover:bg-raised",
      )}
    >
      <div className="flex items-center gap-1.5">
        <Icon aria-hidden className={clsx("size-4 shrink-0", text)} />
        <span className={clsx("text-xs font-medium", text)}>{t(`severity.${problem.severity}`)}</span>
        {problem.since !== null && (
          <time
            dateTime={problem.since}
            title={format.dateTime(new Date(problem.since), { dateStyle: "medium", timeStyle: "medium" })}
            className="ms-auto truncate text-xs text-muted"
          >
            {t("since", {
              when: format.dateTime(new Date(problem.since), {
                day: "numeric",
                month: "short",
                hour: "2-digit",
                minute: "2-digit",
                hourCycle: "h23",
              }),
            })}
          </time>
        )}
      </div>
      <p className="flex items-start gap-1 font-medium">
        <span className="min-w-0 flex-1">{words(problem)}</span>
        {href !== null && (
          <Link
            href={href}
            aria-label={t("go", { check: t(`check.${problem.check}`) })}
            className="-my-0.5 flex size-6 shrink-0 items-center justify-center rounded-sm text-accent after:absolute after:inset-0"
          >
            <ArrowRight aria-hidden className="size-4" />
          </Link>
        )}
      </p>
      {problem.subjects.length > 0 && (
        <p className="truncate text-xs text-muted">
          {problem.subjects.map(({ name, count: own }, i) => (
            <span key={name}>
              {i > 0 && ", "}
              {name === "" ? (
                <i>{t("defaultExchange")}</i>
              ) : (
                <VisibleText value={name} className="font-medium text-ink" />
              )}
              {own !== null && ` ${format.number(own)}`}
            </span>
          ))}
          {more > 0 && ` ${t("more", { count: more })}`}
        </p>
      )}
      {problem.detail !== null && (
        <p className="line-clamp-2 text-xs text-muted" title={makeVisible(problem.detail)}>
          <VisibleText value={problem.detail} title={false} />
        </p>
      )}
    </li>
  );
}

/** Nothing is wrong with it, and a person should know it all the same. */
function Note({ problem, href }: { problem: Problem; href: string | null }) {
  const t = useTranslations("overview");
  const text = useProblemText()(problem);
  const [only] = problem.subjects;
  return (
    <li className="flex min-w-0 items-center gap-1">
      <Info aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">
        {href === null ? (
          text
        ) : (
          <Link href={href} className="underline">
            {text}
          </Link>
        )}
        {only && problem.subjectCount === 1 && (
          <>
            {": "}
            {only.name === "" ? <i>{t("defaultExchange")}</i> : <VisibleText value={only.name} />}
          </>
        )}
      </span>
    </li>
  );
}

function useProblemText(): (problem: Problem) => string {
  const t = useTranslations("overview");
  return ({ kind, count, exact, subjectCount }) =>
    t(`problem.${kind}`, {
      known: count === null ? "no" : "yes",
      exact: exact ? "yes" : "no",
      count: count ?? 0,
      subjects: subjectCount,
    });
}

export function ProblemsSkeleton() {
  return (
    <div className="flex flex-col gap-2">
      <Skeleton className="h-5 w-40" />
      <div className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
    </div>
  );
}
