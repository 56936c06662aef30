"use client";

import clsx from "clsx";
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  type LucideIcon,
  PenLine,
  Skull,
  Undo2,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { When } from "@/components/complaints/when";
import { VisibleText } from "@/components/ui/visible-text";
import type { DeadLetterDetail, RedriveOfMessage } from "@/server/dead-letters/dead-letter-schemas";
import { ReasonText } from "./badges";

interface Step {
  at: string;
  key: string;
  icon: LucideIcon;
  tone: string;
  title: ReactNode;
  more?: ReactNode;
}

/**
 * What happened to a message since it first died, newest first: each death, each redrive after one of them and what came
 * of it, edits of this one.
 */
export function LetterStory({ detail }: { detail: DeadLetterDetail }) {
  const steps = useSteps(detail).sort((a, b) => (a.at < b.at ? 1 : -1));
  const t = useTranslations("deadLetters.story");
  return (
    <ol aria-label={t("title")} className="flex flex-col px-4 py-3">
      {steps.map(({ key, at, icon: Icon, tone, title, more }) => (
        <li key={key} className="group relative flex gap-3 pb-4 last:pb-0">
          <span aria-hidden className="absolute start-3 top-6 bottom-0 w-px bg-line group-last:hidden" />
          <span
            aria-hidden
            className={clsx(
              "relative flex size-6 shrink-0 items-center justify-center rounded-full bg-raised",
              tone,
            )}
          >
            <Icon className="size-3.5" />
          </span>
          <div className="min-w-0 flex-1 text-sm">
            <div className="flex flex-wrap items-baseline gap-x-2">
              <h3 className="min-w-0 font-medium [overflow-wrap:anywhere]">{title}</h3>
              <When value={at} className="ms-auto text-xs whitespace-nowrap text-muted tabular-nums" />
            </div>
            {more && <div className="mt-0.5 text-xs text-muted [overflow-wrap:anywhere]">{more}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function useSteps({ item, chain, redrives, versions }: DeadLetterDetail): Step[] {
  const t = useTranslations("deadLetters.story");
  const first = chain[0]?.tries ?? 0;
  const steps: Step[] = chain.map((death) => ({
    key: `death ${death.id}`,
    at: death.diedAt,
    icon: Skull,
    tone: "text-bad",
    title: death.tries > first ? t("diedAgain", { count: death.tries }) : t("died"),
    more: (
      <>
        <ReasonText reason={death.reason} />
        {death.failedQueue && (
          <>
            {" · "}
            <VisibleText value={death.failedQueue} />
          </>
        )}
        {death.errorType && (
          <>
            {" · "}
            <VisibleText value={death.errorType} />
          </>
        )}
        {death.id === item.id ? (
          <span className="ms-2 font-medium whitespace-nowrap text-ink">{t("thisOne")}</span>
        ) : (
          <Link href={`/dead-letters/${death.id}`} className="ms-2 text-accent underline">
            {t("open")}
          </Link>
        )}
      </>
    ),
  }));
  for (const { version, editedBy, editedAt, reason } of versions) {
    steps.push({
      key: `version ${version}`,
      at: editedAt,
      icon: PenLine,
      tone: "text-accent",
      title: t("edited", { version, who: editedBy }),
      more: reason && <VisibleText value={reason} title={false} />,
    });
  }
  if (item.state === "discarded") {
    steps.push({
      key: "discarded",
      at: item.stateAt,
      icon: Ban,
      tone: "text-muted",
      title: t("discarded", { who: item.discardedBy ?? "–" }),
      more: item.discardedReason && <VisibleText value={item.discardedReason} title={false} />,
    });
  }
  // A plan that was given up sent nothing: nothing happened.
  for (const redrive of redrives) if (redrive.outcome !== "released") steps.push(...stepsOf(redrive, t));
  return steps;
}

const OUTCOMES: Record<string, { icon: LucideIcon; tone: string }> = {
  pending: { icon: CircleDashed, tone: "text-muted" },
  confirmed: { icon: CircleCheck, tone: "text-good" },
  returned: { icon: CircleX, tone: "text-bad" },
  refused: { icon: CircleX, tone: "text-bad" },
  unknown: { icon: CircleHelp, tone: "text-warn" },
  in_doubt: { icon: CircleHelp, tone: "text-warn" },
  released: { icon: CircleDashed, tone: "text-muted" },
};
const AFTERMATHS: Record<string, { icon: LucideIcon; tone: string }> = {
  left: { icon: CircleCheck, tone: "text-good" },
  effect: { icon: CircleCheck, tone: "text-good" },
  dead_again: { icon: Skull, tone: "text-bad" },
};

type Words = ReturnType<typeof useTranslations<"deadLetters.story">>;

/** That it was sent, what the broker said, and what came of it. */
function stepsOf(redrive: RedriveOfMessage, t: Words): Step[] {
  const { redriveId, deadLetterId, createdAt, createdBy, reason, outcome, settledAt, target, problem } =
    redrive;
  const { aftermath, aftermathAt, aftermathRef, version, kind } = redrive;
  const steps: Step[] = [
    {
      key: `redrive ${redriveId} ${deadLetterId}`,
      at: createdAt,
      icon: Undo2,
      tone: "text-accent",
      title: t(kind === "release" ? "releasedBy" : "redrivenBy", { who: createdBy }),
      more: (
        <>
          {version > 0 && `${t("ofVersion", { version })} `}
          {reason && <VisibleText value={reason} title={false} />}{" "}
          <Link href={`/dead-letters/redrives/${redriveId}`} className="text-accent underline">
            {t("toRedrive")}
          </Link>
        </>
      ),
    },
  ];
  if (settledAt !== null) {
    steps.push({
      key: `outcome ${redriveId} ${deadLetterId}`,
      at: settledAt,
      ...(OUTCOMES[outcome] ?? OUTCOMES.pending!),
      title: t(`outcome.${outcome}` as "outcome.confirmed", { target: target ?? "–" }),
      more: problem && <VisibleText value={problem} title={false} />,
    });
  }
  if (aftermath !== null && aftermathAt !== null) {
    steps.push({
      key: `aftermath ${redriveId} ${deadLetterId}`,
      at: aftermathAt,
      ...(AFTERMATHS[aftermath] ?? AFTERMATHS.left!),
      title: t(`aftermath.${aftermath}` as "aftermath.left"),
      // A death stands among the steps itself.
      more: aftermath === "effect" && aftermathRef !== null && (
        <Link href={`/events/${aftermathRef}`} className="text-accent underline">
          {t("toEffect")}
        </Link>
      ),
    });
  }
  return steps;
}
