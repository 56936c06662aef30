"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";

export interface ActionFilterValues {
  who: string | null;
  action: string | null;
  target: string | null;
  outcome: string | null;
  q: string | null;
}

interface Props {
  values: ActionFilterValues;
  /** Every action and outcome that there is, named in the reader's language. */
  actions: readonly { value: string; label: string }[];
  outcomes: readonly { value: string; label: string }[];
  onChange: (values: Partial<ActionFilterValues>) => void;
}

const TEXTS = ["who", "target", "q"] as const;

/** Who, what, to what, and what came of it. Texts count when Enter is pressed or the field is left. */
export function ActionFilters({ values, actions, outcomes, onChange }: Props) {
  const t = useTranslations("actions.filter");
  const any = Object.values(values).some((value) => value !== null);
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-sm:grid max-sm:basis-full max-sm:grid-cols-2">
      {TEXTS.map((name) => (
        <input
          key={`${name} ${values[name] ?? ""}`}
          type="search"
          aria-label={t(name)}
          placeholder={t(name)}
          defaultValue={values[name] ?? ""}
          maxLength={200}
          className="field w-40 min-w-0 max-sm:w-full max-sm:last-of-type:col-span-2"
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          onBlur={(event) => {
            const value = event.target.value.trim() || null;
            if (value !== values[name]) onChange({ [name]: value });
          }}
        />
      ))}
      <Select
        label={t("action")}
        className="max-w-52 max-sm:max-w-none"
        value={values.action ?? ""}
        options={[{ value: "", label: t("anyAction") }, ...actions]}
        onChange={(value) => onChange({ action: value || null })}
      />
      <Select
        label={t("outcome")}
        value={values.outcome ?? ""}
        options={[{ value: "", label: t("anyOutcome") }, ...outcomes]}
        onChange={(value) => onChange({ outcome: value || null })}
      />
      {any && (
        <Button
          look="quiet"
          onClick={() => onChange({ who: null, action: null, target: null, outcome: null, q: null })}
        >
          <X aria-hidden className="size-4" />
          {t("clear")}
        </Button>
      )}
    </div>
  );
}
