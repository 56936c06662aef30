import { CircleCheck, CircleX, LoaderCircle, TriangleAlert, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";
import type { ImportOutcome } from "@/server/quarantine/quarantine-schemas";

/** An import of all that match, as far as it has come. */
export interface ImportRun {
  /** How many were waiting when it was asked for. */
  total: number;
  imported: number;
  duplicates: number;
  already: number;
  /** Refusals by error code and words, with how many there were. */
  refused: readonly { errorCode: string; reason: string; count: number }[];
  state: "running" | "stopped" | "done" | "failed";
  /** Why it could not go on. */
  problem: string | null;
}

export const NEW_RUN: Omit<ImportRun, "total"> = {
  imported: 0,
  duplicates: 0,
  already: 0,
  refused: [],
  state: "running",
  problem: null,
};

/** The run with some more outcomes in it. */
export function withOutcomes(run: ImportRun, outcomes: readonly ImportOutcome[]): ImportRun {
  const next = { ...run, refused: run.refused.map((group) => ({ ...group })) };
  for (const { outcome, reading, errorCode, reason } of outcomes) {
    if (outcome === "already") next.already++;
    if (outcome === "imported") next.imported++;
    if (reading === "duplicate") next.duplicates++;
    if (outcome !== "refused") continue;
    const group = next.refused.find((it) => it.errorCode === errorCode && it.reason === reason);
    if (group) group.count++;
    else next.refused.push({ errorCode: errorCode ?? "", reason: reason ?? "", count: 1 });
  }
  return next;
}

const ICONS = { running: LoaderCircle, stopped: TriangleAlert, done: CircleCheck, failed: CircleX } as const;

/** How an import goes, or how it went: every number is of messages, and those that are still refused say why. */
export function ImportReport({
  run,
  onStop,
  onClose,
}: {
  run: ImportRun;
  onStop: () => void;
  onClose: () => void;
}) {
  const t = useTranslations("quarantine.run");
  const refused = run.refused.reduce((sum, { count }) => sum + count, 0);
  const done = run.imported + run.already + refused;
  const Icon = ICONS[run.state];
  return (
    <section aria-label={t("title")} className="border-b border-line bg-surface px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Icon
          aria-hidden
          className={`size-4 ${run.state === "running" ? "animate-spin text-accent" : run.state === "done" && refused === 0 ? "text-good" : run.state === "failed" ? "text-bad" : "text-warn"}`}
        />
        <p role="status" className="min-w-0 flex-1">
          {t(run.state, { done, total: run.total })} {t("outcomes", { imported: run.imported, refused })}
          {run.duplicates > 0 && ` ${t("duplicates", { count: run.duplicates })}`}
          {run.already > 0 && ` ${t("already", { count: run.already })}`}
        </p>
        {run.state === "running" ? (
          <Button onClick={onStop}>{t("stop")}</Button>
        ) : (
          <Button look="quiet" aria-label={t("close")} onClick={onClose} className="px-1.5">
            <X aria-hidden className="size-4" />
          </Button>
        )}
      </div>
      {run.state === "running" && (
        <progress
          aria-label={t("progress")}
          value={done}
          max={run.total}
          className="mt-2 block h-1.5 w-full"
        />
      )}
      {run.problem !== null && (
        <p className="mt-1 text-bad">
          {run.problem} {t("nothingLost")}
        </p>
      )}
      {run.refused.length > 0 && (
        <ul aria-label={t("stillRefused")} className="mt-2 max-h-40 space-y-1 overflow-y-auto text-xs">
          {run.refused.map(({ errorCode, reason, count }) => (
            <li key={errorCode + reason} className="[overflow-wrap:anywhere]">
              <span className="font-medium tabular-nums">{t("times", { count })}</span>{" "}
              <span className="font-mono">{errorCode}</span> <VisibleText value={reason} title={false} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
