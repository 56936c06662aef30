import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select-field";
import { WRITABLE_TYPES, type WritableType } from "../edit/header-rows";
import { type Draft, draftProblem, isOfHeader, newDraft, OPERATIONS, type OperationName } from "./drafts";

/** Operations of a patch, one after the other. */
export function OperationList({
  drafts,
  told,
  onChange,
}: {
  drafts: readonly Draft[];
  /** What is wrong is said: somebody has asked for the preview. */
  told: boolean;
  onChange: (drafts: readonly Draft[]) => void;
}) {
  const t = useTranslations("deadLetterEdit.patch");
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-3">
        {drafts.map((draft, place) => (
          <li key={draft.key}>
            <Operation
              number={place + 1}
              draft={draft}
              problem={told ? draftProblem(draft) : null}
              onChange={(change) =>
                onChange(drafts.map((it) => (it.key === draft.key ? { ...it, ...change } : it)))
              }
              onRemove={
                drafts.length > 1 ? () => onChange(drafts.filter(({ key }) => key !== draft.key)) : null
              }
            />
          </li>
        ))}
      </ol>
      <div>
        <Button onClick={() => onChange([...drafts, newDraft(drafts)])}>
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </Button>
      </div>
    </div>
  );
}

function Operation({
  number,
  draft: { op, at, value, type, to },
  problem,
  onChange,
  onRemove,
}: {
  number: number;
  draft: Draft;
  problem: ReturnType<typeof draftProblem>;
  onChange: (change: Partial<Draft>) => void;
  onRemove: (() => void) | null;
}) {
  const t = useTranslations("deadLetterEdit.patch");
  const header = isOfHeader(op);
  const wrong = (...kinds: (typeof problem)[]) =>
    problem !== null && kinds.includes(problem) ? t(`wrong.${problem}`) : null;
  const text = { spellCheck: false, autoCapitalize: "off", autoComplete: "off" } as const;
  return (
    <fieldset className="grid min-w-0 gap-x-3 gap-y-2 rounded-md border border-line p-3 sm:grid-cols-2 lg:grid-cols-[12rem_minmax(0,1fr)_minmax(0,1fr)_auto]">
      <legend className="px-1 text-xs text-muted">{t("operation", { number })}</legend>
      <SelectField
        label={t("what")}
        value={op}
        onChange={(event) => onChange({ op: event.target.value as OperationName })}
        options={OPERATIONS.map((it) => ({ value: it, label: t(`ops.${it}`) }))}
      />
      <Field
        label={t(header ? "header" : "path")}
        {...(header ? {} : { hint: t("pathHint") })}
        error={wrong("path") ?? (header && at === "" ? wrong("name") : null)}
        value={at}
        maxLength={header ? 255 : 1_024}
        onChange={(event) => onChange({ at: event.target.value })}
        {...text}
      />
      {op === "set" && (
        <Field
          label={t("json")}
          hint={t("jsonHint")}
          error={wrong("json")}
          value={value}
          maxLength={65_536}
          onChange={(event) => onChange({ value: event.target.value })}
          {...text}
        />
      )}
      {op === "set_header" && (
        <div className="grid min-w-0 grid-cols-[8rem_minmax(0,1fr)] gap-2">
          <SelectField
            label={t("type")}
            value={type}
            onChange={(event) => onChange({ type: event.target.value as WritableType })}
            options={WRITABLE_TYPES.map((it) => ({ value: it, label: it }))}
          />
          <Field
            label={t("value")}
            error={wrong("value")}
            value={value}
            maxLength={65_536}
            onChange={(event) => onChange({ value: event.target.value })}
            {...text}
          />
        </div>
      )}
      {(op === "rename" || op === "rename_header") && (
        <Field
          label={t("to")}
          error={to === "" ? wrong("name") : null}
          value={to}
          maxLength={255}
          onChange={(event) => onChange({ to: event.target.value })}
          {...text}
        />
      )}
      {onRemove && (
        <Button
          look="quiet"
          aria-label={t("removeOperation", { number })}
          title={t("removeOperation", { number })}
          onClick={onRemove}
          className="self-start justify-self-end lg:col-start-4 lg:mt-6"
        >
          <Trash2 aria-hidden className="size-4" />
        </Button>
      )}
    </fieldset>
  );
}
