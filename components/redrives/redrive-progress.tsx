"use client";

import { CircleCheck, Hourglass, OctagonAlert, Pause, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useDuration } from "@/components/complaints/duration";
import { VisibleText } from "@/components/ui/visible-text";
import type { HaltReason, RedriveView } from "@/server/redrive/redrive-schemas";
import { hasEnded } from "@/server/redrive/redrive-words";
import { ProgressBar, progressOf } from "./progress-bar";

/** How far it has come, how fast, which step it is at, and why it stands still where it does. */
export function RedriveProgress({ redrive }: { redrive: RedriveView }) {
  const t = useTranslations("redrives");
  const format = useFormatter();
  const duration = useDuration();
  const { status, total, step, perSecond, secondsLeft, haltedWhy, problem } = redrive;
  const { settled } = progressOf(redrive);
  const share = total === 0 ? 0 : settled / total;
  return (
    <section
      aria-label={t("progressTitle")}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      {status === "halted" && haltedWhy && <Halted why={haltedWhy} />}
      {status === "paused" && (
        <Line icon={<Pause aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />}>{t("isPaused")}</Line>
      )}
      {problem !== null && (
        <Line icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />}>
          {t("cannotGoOn")} <VisibleText value={problem} title={false} />
        </Line>
      )}
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <p role="status" className="text-2xl font-semibold tabular-nums">
          {format.number(share, { style: "percent", maximumFractionDigits: 0 })}
        </p>
        <p className="text-sm text-muted tabular-nums">
          {t("progress", { done: settled, total })}
          {status === "running" &&
            perSecond !== null &&
            ` · ${t("rate", { rate: format.number(perSecond) })}`}
          {status === "running" &&
            secondsLeft !== null &&
            ` · ${t("left", { time: duration(secondsLeft * 1_000) })}`}
        </p>
        {step && status === "running" && (
          <p className="ms-auto flex items-center gap-1.5 text-sm">
            {step.waitsUntil === null ? null : <Hourglass aria-hidden className="size-4 text-muted" />}
            {t(step.waitsUntil === null ? "stepRuns" : "stepWaits", {
              number: step.number,
              through: step.through,
            })}
          </p>
        )}
      </div>
      <ProgressBar redrive={redrive} />
      <Conclusion redrive={redrive} />
    </section>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 text-sm">
      {icon}
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  );
}

/** Why it stopped by itself. */
function Halted({ why }: { why: HaltReason }) {
  const t = useTranslations("redrives.haltedBy");
  const format = useFormatter();
  const percent = (share: number) =>
    format.number(share, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 });
  return (
    <div role="alert" className="flex items-start gap-2.5 rounded-md bg-bad-soft px-3 py-2 text-sm">
      <OctagonAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-medium text-bad">
          {t(why.rule, {
            count: why.count,
            of: why.of,
            share: percent(why.of === 0 ? 0 : why.count / why.of),
            allowed: why.allowed === null ? "" : percent(why.allowed),
          })}
        </p>
        {why.detail !== null && (
          <p className="mt-0.5 text-xs">
            <VisibleText value={why.detail} title={false} />
          </p>
        )}
      </div>
    </div>
  );
}

/** When it has ended: what came of it, in a sentence. */
function Conclusion({ redrive }: { redrive: RedriveView }) {
  const t = useTranslations("redrives.conclusion");
  if (!hasEnded(redrive.status)) return null;
  const { effect, left, deadAgain, confirmed, notTaken, unclear } = progressOf(redrive);
  const good = deadAgain + notTaken + unclear === 0;
  const sentences = [
    effect + left > 0 && t("handled", { count: effect + left, effect }),
    confirmed > 0 && t("confirmed", { count: confirmed }),
    deadAgain > 0 && t("deadAgain", { count: deadAgain }),
    notTaken > 0 && t("notTaken", { count: notTaken }),
    unclear > 0 && t("unclear", { count: unclear }),
    (redrive.outcomes.released ?? 0) > 0 && t("freed", { count: redrive.outcomes.released ?? 0 }),
  ].filter((sentence) => sentence !== false);
  const Icon = good ? CircleCheck : TriangleAlert;
  return (
    <Line
      icon={<Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${good ? "text-good" : "text-warn"}`} />}
    >
      {sentences.join(" ")}
    </Line>
  );
}
