"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LeftOutList } from "@/components/redrives/left-out";
import { type Manner, USUAL_MANNER } from "@/components/redrives/manner";
import { MannerFields } from "@/components/redrives/manner-fields";
import { PlanPreview } from "@/components/redrives/plan-preview";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import { HoldOffer } from "./hold-offer";
import type { Targeted } from "./targeted";
import { usePlan } from "./use-plan";

/** Messages up to here are redriven without leaving the list: what became of them is seen there. */
const FEW = 3;

/** The plan of a redrive: frozen when it opens, with what it would do; started, kept, or given up when it closes. */
export default function RedriveWindow({
  targeted,
  again,
  onClose,
}: {
  targeted: Targeted;
  again: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("redrives");
  const router = useRouter();
  const say = useToast();
  const [manner, setManner] = useState<Manner>(() => ({ ...USUAL_MANNER, again }));
  const plan = usePlan(targeted.selection, manner);
  const [reason, setReason] = useState("");
  const [opened] = useState(() => Date.now());
  const { planned, busy, problem } = plan;
  const outdated = planned !== null && planned.manner !== manner;
  const total = planned?.preview.total ?? targeted.count;
  const leftOut = planned?.preview.leftOut ?? problem?.leftOut ?? null;

  const close = () => {
    void plan.giveUp();
    onClose();
  };
  const start = async () => {
    const started = await plan.start(reason.trim() || undefined);
    if (!started) return;
    onClose();
    if (started.total > FEW) router.push(`/dead-letters/redrives/${started.id}`);
    else say(t("started", { count: started.total }));
  };
  return (
    <Dialog
      open
      shape="wide"
      title={t("planTitle", { count: total })}
      description={t("planHint")}
      onOpenChange={(open) => !open && close()}
      footer={
        <>
          <Button onClick={close}>{t("giveUp")}</Button>
          {planned && !outdated && (
            <Button
              onClick={() => {
                plan.keep();
                onClose();
                say(t("kept"), { tone: "note" });
              }}
            >
              {t("keep")}
            </Button>
          )}
          {planned && !outdated ? (
            <Button look="primary" disabled={busy} onClick={start}>
              {t("start", { count: total })}
            </Button>
          ) : (
            <Button look="primary" disabled={busy} onClick={() => plan.make(manner)}>
              {t("planAgain")}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {problem && <FormProblem>{problem.leftOut ? t("noneNow") : problem.message}</FormProblem>}
        {planned ? (
          <div className={outdated ? "opacity-50" : undefined}>
            <PlanPreview preview={planned.preview} now={opened} />
          </div>
        ) : busy ? (
          <PlanSkeleton />
        ) : (
          leftOut && <LeftOutList leftOut={leftOut} />
        )}
        {(leftOut?.observed ?? 0) > 0 && (
          <HoldOffer queues={targeted.observed} onHeld={() => plan.make(manner)} />
        )}
        <section aria-label={t("manner.title")} className="border-t border-line pt-4">
          <MannerFields manner={manner} onChange={setManner} single={total === 1} />
        </section>
        <Field
          label={t("reason")}
          hint={t("reasonHint")}
          value={reason}
          maxLength={1_000}
          autoComplete="off"
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Dialog>
  );
}

function PlanSkeleton() {
  const t = useTranslations("redrives");
  return (
    <div role="status" aria-label={t("planning")} className="flex flex-col gap-3">
      <div className="skeleton h-6 w-40" />
      <div className="skeleton h-4 w-2/3" />
      <div className="skeleton h-20 w-full" />
    </div>
  );
}
