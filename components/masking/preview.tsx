import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import { FormProblem } from "@/components/ui/form-problem";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { makeVisible } from "@/components/ui/visible-text";
import type { AuditItem } from "@/server/audit/audit-schemas";
import type { PreviewOutput } from "@/server/masking/masking-schemas";

export type PreviewSource = { from: "text"; text: string } | { from: "message"; id: string };

const EXAMPLE = '{"customer": {"note": "…"}}';
/** Characters that are drawn. */
const MAX_DRAWN = 20_000;

/** What masking makes of a text that somebody pastes, or of one of the newest messages. */
export function Preview({
  source,
  onSource,
  recent,
  result,
  problem,
}: {
  source: PreviewSource;
  onSource: (source: PreviewSource) => void;
  recent: readonly AuditItem[];
  result: PreviewOutput | undefined;
  problem: string | null;
}) {
  const t = useTranslations("masking.preview");
  const format = useFormatter();
  const id = useId();
  const nameOf = ({ message, event }: AuditItem) =>
    [
      format.dateTime(new Date(message.receivedAt), { timeStyle: "medium" }),
      makeVisible(message.exchange),
      makeVisible(event?.eventType ?? message.routingKey),
    ].join(" · ");
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t("title")}</legend>
      <div>
        <Segmented
          label={t("source")}
          value={source.from}
          onChange={(from) => onSource(from === "text" ? { from, text: "" } : { from, id: "" })}
          options={[
            { value: "text", label: t("text") },
            { value: "message", label: t("message") },
          ]}
        />
      </div>
      {source.from === "text" ? (
        <textarea
          aria-label={t("paste")}
          placeholder={EXAMPLE}
          value={source.text}
          onChange={(event) => onSource({ from: "text", text: event.target.value })}
          rows={5}
          maxLength={200_000}
          spellCheck={false}
          className="field w-full font-mono text-xs"
        />
      ) : (
        <Select
          label={t("choose")}
          value={source.id}
          onChange={(chosen) => onSource({ from: "message", id: chosen })}
          options={[
            { value: "", label: t("choose") },
            ...recent.map((item) => ({ value: item.message.id, label: nameOf(item) })),
          ]}
        />
      )}
      <FormProblem>{problem}</FormProblem>
      <div aria-live="polite" className="flex flex-col gap-2 text-sm">
        {result && !problem && (
          <>
            <p id={id} className="text-xs text-muted">
              <Outcome result={result} />
            </p>
            {result.text !== null && (
              <section
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
                tabIndex={0}
                aria-labelledby={id}
                className="max-h-72 overflow-auto rounded-md bg-raised px-3 py-2"
              >
                <pre className="font-mono text-xs [overflow-wrap:anywhere] whitespace-pre-wrap">
                  {makeVisible(result.text.slice(0, MAX_DRAWN))}
                </pre>
              </section>
            )}
          </>
        )}
      </div>
    </fieldset>
  );
}

function Outcome({ result: { withheld, masked, changed, elsewhere } }: { result: PreviewOutput }) {
  const t = useTranslations("masking.preview");
  if (withheld) return t("withheld");
  if (elsewhere) return t("elsewhere", { masked });
  return changed === null ? t("masked", { masked }) : t("changed", { masked, changed });
}
