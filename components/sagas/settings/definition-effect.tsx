import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { makeVisible } from "@/components/ui/visible-text";
import type { DefinitionPreview, DefinitionProblem } from "@/server/sagas/definition-schemas";

/** What is wrong with a definition, each problem leading to its place; or what it would change. */
export function DefinitionEffect({
  preview,
  onChoose,
}: {
  preview: DefinitionPreview | null;
  onChoose: (problem: DefinitionProblem) => void;
}) {
  const t = useTranslations("sagaSettings");
  const statusOf = useTranslations("saga.status");
  if (preview === null) return <p className="text-sm text-muted">{t("checking")}</p>;
  const { problems, effect } = preview;
  if (problems.length > 0)
    return (
      <div className="flex min-w-0 flex-col gap-2 text-sm">
        <p className="flex gap-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          {t("wrong", { count: problems.length })}
        </p>
        <ul className="flex flex-col gap-1">
          {problems.map((problem) => (
            <li key={`${problem.path} ${problem.said}`} className="min-w-0">
              <button
                type="button"
                onClick={() => onChoose(problem)}
                className="min-h-6 text-start font-mono text-xs font-medium text-accent underline [overflow-wrap:anywhere]"
              >
                {problem.path === "" ? t("whole") : makeVisible(problem.path)}
              </button>
              <span className="block text-xs [overflow-wrap:anywhere]">{makeVisible(problem.said)}</span>
            </li>
          ))}
        </ul>
      </div>
    );
  if (!effect) return null;
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <p className="flex gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
        {t("looked", { count: effect.looked })}
      </p>
      {effect.changes.length === 0 && effect.looked > 0 && <p>{t("noChanges")}</p>}
      <ul className="flex flex-col gap-0.5">
        {effect.changes.map(({ from, to, count }) => (
          <li key={`${from} ${to}`}>{t("change", { count, from: statusOf(from), to: statusOf(to) })}</li>
        ))}
        {effect.deviating > 0 && <li>{t("deviating", { count: effect.deviating })}</li>}
      </ul>
    </div>
  );
}
