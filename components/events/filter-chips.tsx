"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";
import type { FilterField, FilterValues } from "./filter-fields";

/** The filters that are set. Enter changes one, Delete takes it away, arrows go from one to the next. */
export function FilterChips({
  filters,
  set,
  onEdit,
  onRemove,
  onClear,
}: {
  filters: FilterValues;
  set: readonly FilterField[];
  onEdit: (field: FilterField) => void;
  onRemove: (field: FilterField) => void;
  onClear: () => void;
}) {
  const t = useTranslations("filter");
  const list = useRef<HTMLUListElement>(null);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, at: number) => {
    const chips = [...(list.current?.querySelectorAll<HTMLElement>("[data-chip]") ?? [])];
    const remove = event.key === "Delete" || event.key === "Backspace";
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" || remove ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    // The focus stays among the chips when one goes.
    (chips[at + step] ?? (remove ? chips[at + 1] : null))?.focus();
    if (remove) onRemove(set[at]!);
  };

  return (
    <ul ref={list} className="flex flex-wrap items-center gap-1.5" aria-label={t("active")}>
      {set.map((field, at) => (
        <li key={field} className="flex max-w-full items-stretch rounded-md bg-accent-soft text-xs">
          <button
            type="button"
            data-chip
            onClick={() => onEdit(field)}
            onKeyDown={(event) => onKeyDown(event, at)}
            className="flex min-h-7 min-w-0 items-center gap-1 rounded-s-md ps-2 pe-1 hover:underline"
            aria-label={t("edit", { field: t(`field.${field}`) })}
            aria-keyshortcuts="Delete"
          >
            <span className="whitespace-nowrap text-muted">{t(`field.${field}`)}</span>
            <ChipValue field={field} value={filters[field] ?? ""} />
          </button>
          <button
            type="button"
            onClick={() => onRemove(field)}
            className="flex min-w-7 items-center justify-center rounded-e-md hover:bg-raised"
            aria-label={t("remove", { field: t(`field.${field}`) })}
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
      <li>
        <Button look="quiet" className="min-h-7 px-2 text-xs" onClick={onClear}>
          {t("clear")}
        </Button>
      </li>
    </ul>
  );
}

function ChipValue({ field, value }: { field: FilterField; value: string }) {
  const t = useTranslations("filter");
  const key = `choice.${field}.${value}`;
  if (t.has(key as never)) return <span className="truncate font-medium">{t(key as never)}</span>;
  if (value === "") return <i className="truncate">{t("empty")}</i>;
  return <VisibleText value={value} className="truncate font-medium" />;
}
