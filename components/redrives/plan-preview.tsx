"use client";

import { CircleAlert, CircleCheck, History, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useDuration } from "@/components/complaints/duration";
import { ExchangeName } from "@/components/events/event-row";
import { ScrollingAcross } from "@/components/ui/scrolling";
import { VisibleText } from "@/components/ui/visible-text";
import type { RedrivePreview, RedriveTarget } from "@/server/redrive/redrive-schemas";
import { LeftOutList } from "./left-out";

/** What a plan would do if it were started now: how much, to where, who listens there, and what speaks against it. */
export function PlanPreview({ preview, now }: { preview: RedrivePreview; now: number }) {
  const t = useTranslations("redrives.preview");
  const duration = useDuration();
  const { total, oldestDiedAt, targets, targetless } = preview;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">
        <span className="text-lg font-semibold tabular-nums">{t("total", { count: total })}</span>{" "}
        <span className="text-muted">
          {oldestDiedAt !== null && t("oldest", { age: duration(now - Date.parse(oldestDiedAt)) })}
        </span>
      </p>
      <Warnings preview={preview} />
      {targets.length > 0 && <Targets targets={targets} />}
      {targetless > 0 && <p className="text-sm text-bad">{t("targetless", { count: targetless })}</p>}
      <LeftOutList leftOut={preview.leftOut} />
    </div>
  );
}

/** On a narrow screen, who listens stands below the queue: four columns would break its name. */
function Targets({ targets }: { targets: readonly RedriveTarget[] }) {
  const t = useTranslations("redrives.preview");
  const format = useFormatter();
  const number = (value: number | null) => (value === null ? "–" : format.number(value));
  return (
    <ScrollingAcross className="rounded-md border border-line">
      <table className="w-full text-sm">
        <caption className="sr-only">{t("targets")}</caption>
        <thead className="bg-raised text-xs text-muted">
          <tr>
            <th scope="col" className="px-3 py-1.5 text-start font-medium">
              {t("to")}
            </th>
            <th scope="col" className="px-3 py-1.5 text-end font-medium">
              {t("messages")}
            </th>
            <th scope="col" className="hidden px-3 py-1.5 text-start font-medium sm:table-cell">
              {t("consumers")}
            </th>
            <th scope="col" className="px-3 py-1.5 text-end font-medium">
              {t("ready")}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {targets.map((target) => (
            <tr key={`${target.kind} ${target.name}`}>
              <th scope="row" className="px-3 py-2 text-start font-medium [overflow-wrap:anywhere]">
                {target.kind === "exchange" ? (
                  <ExchangeName value={target.name} />
                ) : (
                  <VisibleText value={target.name} />
                )}
                <TargetNotes target={target} />
                <span className="block pt-1 text-xs font-normal sm:hidden">
                  <Consumers target={target} />
                </span>
              </th>
              <td className="px-3 py-2 text-end tabular-nums">{format.number(target.messages)}</td>
              <td className="hidden px-3 py-2 sm:table-cell">
                <Consumers target={target} />
              </td>
              <td className="px-3 py-2 text-end tabular-nums">{number(target.ready)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollingAcross>
  );
}

function TargetNotes({ target }: { target: RedriveTarget }) {
  const t = useTranslations("redrives.preview");
  const notes = [
    target.exists === false && { text: t("missing"), tone: "text-bad" },
    target.unroutable > 0 &&
      target.exists !== false && {
        text: t("unroutableHere", { count: target.unroutable }),
        tone: "text-bad",
      },
    target.rejectsWhenFull === true && { text: t("rejectsWhenFull"), tone: "text-warn" },
    target.queues.length > 0 && {
      text: t("reaches", { queues: target.queues.join(", ") }),
      tone: "text-muted",
    },
  ];
  return notes.map(
    (note) =>
      note && (
        <span key={note.text} className={`block text-xs font-normal ${note.tone}`}>
          {note.text}
        </span>
      ),
  );
}

/** It takes messages, and nobody would take them out of it. */
const isDeserted = ({ consumers, exists }: Pick<RedriveTarget, "consumers" | "exists">) =>
  consumers === 0 && exists !== false;

function Consumers({ target: { consumers, consumedBy, exists } }: { target: RedriveTarget }) {
  const t = useTranslations("redrives.preview");
  if (consumers === null) return <span className="text-muted">–</span>;
  if (isDeserted({ consumers, exists })) return <span className="text-warn">{t("nobodyListens")}</span>;
  return (
    <span className="[overflow-wrap:anywhere]">
      {t("listen", { count: consumers })}
      {consumedBy.length > 0 && (
        <span className="block text-xs text-muted">
          <VisibleText value={consumedBy.join(", ")} />
        </span>
      )}
    </span>
  );
}

/** What speaks against it, the worst first; or that nothing does. */
function Warnings({ preview }: { preview: RedrivePreview }) {
  const t = useTranslations("redrives.preview");
  const {
    unroutable,
    handledElsewhere,
    handledAsked,
    redrivenBefore,
    inDoubtBefore,
    arrivedSince,
    problem,
    total,
    targets,
  } = preview;
  const deserted = targets.filter(isDeserted).reduce((sum, { messages }) => sum + messages, 0);
  const serious =
    unroutable + deserted + handledElsewhere + redrivenBefore + inDoubtBefore > 0 || problem !== null;
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {problem !== null && (
        <Warning icon={TriangleAlert} tone="text-warn">
          {t("brokerSilent")} <VisibleText value={problem} title={false} />
        </Warning>
      )}
      {unroutable > 0 && (
        <Warning icon={CircleAlert} tone="text-bad">
          {t("unroutable", { count: unroutable })}
        </Warning>
      )}
      {deserted > 0 && (
        <Warning icon={TriangleAlert} tone="text-warn">
          {t("deserted", { count: deserted })}
        </Warning>
      )}
      {handledElsewhere > 0 && (
        <Warning icon={TriangleAlert} tone="text-warn">
          {t("handledElsewhere", { count: handledElsewhere })}
          {handledAsked < total && ` ${t("handledAsked", { count: handledAsked })}`}
        </Warning>
      )}
      {inDoubtBefore > 0 && (
        <Warning icon={TriangleAlert} tone="text-warn">
          {t("inDoubtBefore", { count: inDoubtBefore })}
        </Warning>
      )}
      {redrivenBefore > 0 && (
        <Warning icon={History} tone="text-warn">
          {t("redrivenBefore", { count: redrivenBefore })}
        </Warning>
      )}
      {!serious && (
        <Warning icon={CircleCheck} tone="text-good">
          {t("nothingAgainst")}
        </Warning>
      )}
      {arrivedSince !== null && arrivedSince > 0 && (
        <Warning icon={Info} tone="text-muted">
          {t("arrivedSince", { count: arrivedSince })}
        </Warning>
      )}
    </ul>
  );
}

function Warning({ icon: Icon, tone, children }: { icon: LucideIcon; tone: string; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </li>
  );
}
