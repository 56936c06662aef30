"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { makeVisible } from "@/components/ui/visible-text";
import { choicesOf, FILTER_FIELDS, type FilterField } from "./filter-fields";

interface Props {
  /** The filter that is being changed; null for a new one. */
  initial: { field: FilterField; value: string } | null;
  onAdd: (field: FilterField, value: string) => void;
  onCancel: () => void;
  /** Values that were seen, to choose from; any other may be typed. */
  known: KnownValues;
}

export type KnownValues = Partial<Record<FilterField, readonly string[]>>;

/** Chooses a field and its value. Fields with few values offer them; the others take text. */
export function AddFilter({ initial, onAdd, onCancel, known }: Props) {
  const t = useTranslations("filter");
  const [field, setField] = useState<FilterField>(initial?.field ?? "eventType");
  const choices = choicesOf(field);
  const list = useId();
  const values = known[field] ?? [];

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get("value") ?? "").trim();
    // The empty exchange is the default one; any other empty value means nothing.
    if (value !== "" || field === "exchange") onAdd(field, value);
  };

  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
      className="flex flex-wrap items-center gap-2"
    >
      <select
        aria-label={t("fieldLabel")}
        value={field}
        onChange={(event) => setField(event.target.value as FilterField)}
        className="field"
      >
        {FILTER_FIELDS.map((name) => (
          <option key={name} value={name}>
            {t(`field.${name}`)}
          </option>
        ))}
      </select>
      {choices ? (
        <select
          key={field}
          name="value"
          aria-label={t("valueLabel")}
          defaultValue={initial?.value}
          className="field"
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {t(`choice.${field}.${choice}` as never)}
            </option>
          ))}
        </select>
      ) : (
        <input
          key={field}
          name="value"
          list={values.length > 0 ? list : undefined}
          // biome-ignore lint/a11y/noAutofocus: the reader has just asked for this field
          autoFocus
          maxLength={1024}
          aria-label={t("valueLabel")}
          defaultValue={initial?.field === field ? initial.value : ""}
          placeholder={field === "routingKey" ? t("routingKeyHint") : t("exact")}
          autoComplete="off"
          spellCheck={false}
          className="field min-w-40 flex-1 sm:max-w-96"
        />
      )}
      {values.length > 0 && (
        <datalist id={list}>
          {values.map((value) => (
            <option key={value} value={value} label={makeVisible(value)} />
          ))}
        </datalist>
      )}
      <Button type="submit" look="primary">
        {t("apply")}
      </Button>
      <Button look="quiet" onClick={onCancel}>
        {t("cancel")}
      </Button>
    </form>
  );
}
