import { CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { makeVisible } from "@/components/ui/visible-text";
import type { EditPreview } from "@/server/dead-letters/edit-schemas";
import type { ShapeProblem } from "@/server/dead-letters/event-shape";

/** A problem in words. */
export function useProblemText(): (problem: ShapeProblem) => string {
  const t = useTranslations("deadLetterEdit");
  return ({ problem, expected, said }) =>
    problem === "schema" && said !== null
      ? makeVisible(said)
      : t(`problem.${problem}`, { expected: expected.map((it) => t(`kind.${it as "text"}`)).join(", ") });
}

/** What a body was compared with, in a sentence. */
export function ShapeLine({ shape }: { shape: EditPreview["shape"] }) {
  const t = useTranslations("deadLetterEdit");
  const type = makeVisible(shape.eventType ?? "");
  if (shape.source === "none") return t(shape.eventType === null ? "shape.noType" : "shape.none", { type });
  return t(`shape.${shape.source}`, { type, samples: shape.samples });
}

/** What speaks against a body, or that nothing does, or that nothing could be checked: never nothing at all. */
export function ProblemList({
  problems,
  shape,
  onChoose,
}: {
  problems: readonly ShapeProblem[];
  shape: EditPreview["shape"];
  onChoose?: (problem: ShapeProblem) => void;
}) {
  const t = useTranslations("deadLetterEdit");
  const say = useProblemText();
  const Icon = problems.length > 0 ? TriangleAlert : shape.source === "none" ? CircleHelp : CircleCheck;
  const colour = problems.length > 0 ? "text-warn" : shape.source === "none" ? "text-muted" : "text-good";
  return (
    <div className="flex min-w-0 flex-col gap-2 text-sm">
      <p className="flex gap-2">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${colour}`} />
        <span className="min-w-0">
          {problems.length > 0
            ? t("differs", { count: problems.length })
            : t(shape.source === "none" ? "unchecked" : "alike")}{" "}
          <span className="text-muted">
            <ShapeLine shape={shape} />
          </span>
        </span>
      </p>
      {problems.length > 0 && (
        <ul className="flex flex-col gap-1">
          {problems.map((problem) => (
            <li key={`${problem.problem} ${problem.path}`} className="min-w-0">
              <Place path={problem.path} onChoose={onChoose && (() => onChoose(problem))} />
              <span className="block text-xs [overflow-wrap:anywhere]">{say(problem)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Place({ path, onChoose }: { path: string; onChoose?: (() => void) | undefined }) {
  const t = useTranslations("deadLetterEdit");
  const name = path === "" ? t("wholeBody") : makeVisible(path);
  const look = "font-mono text-xs font-medium [overflow-wrap:anywhere]";
  if (!onChoose) return <span className={look}>{name}</span>;
  return (
    <button type="button" onClick={onChoose} className={`${look} min-h-6 text-start text-accent underline`}>
      {name}
    </button>
  );
}
