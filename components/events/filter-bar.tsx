"use client";

import { Filter, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, type Ref, useState } from "react";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";
import { AddFilter } from "./add-filter";
import { FILTER_FIELDS, type FilterField, type FilterValues } from "./filter-fields";

interface Props {
  filters: FilterValues;
  text: string | null;
  onText: (text: string | null) => void;
  onFilter: (field: FilterField, value: string | null) => void;
  onClear: () => void;
  searchBox: Ref<HTMLInputElement>;
}

/** What is searched for: free text, and a chip for each filter. */
export function FilterBar({ filters, text, onText, onFilter, onClear, searchBox }: Props) {
  const t = useTranslations("filter");
  const [adding, setAdding] = useState<FilterField | true | null>(null);
  const set = FILTER_FIELDS.filter((field) => filters[field] !== undefined);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get("q") ?? "").trim();
    onText(value === "" ? null : value);
  };

  return (
    <search className="flex shrink-0 flex-col gap-2 border-b border-line bg-surface px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <form onSubmit={submit} className="relative min-w-52 flex-1 basis-72 max-sm:basis-full">
          <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted" />
          <input
            // Another address means another text.
            key={text}
            ref={searchBox}
            name="q"
            type="search"
            defaultValue={text ?? ""}
            maxLength={200}
            placeholder={t("placeholder")}
            aria-label={t("text")}
            aria-keyshortcuts="/"
            className="field w-full ps-8.5"
          />
        </form>
        <Button onClick={() => setAdding(adding ? null : true)} aria-expanded={adding !== null}>
          <Filter aria-hidden className="size-4" />
          {t("add")}
        </Button>
      </div>
      {adding !== null && (
        <AddFilter
          key={String(adding)}
          initial={adding === true ? null : { field: adding, value: filters[adding] ?? "" }}
          onAdd={(field, value) => {
            onFilter(field, value);
            setAdding(null);
          }}
          onCancel={() => setAdding(null)}
        />
      )}
      {set.length > 0 && (
        <ul className="flex flex-wrap items-center gap-1.5" aria-label={t("active")}>
          {set.map((field) => (
            <li key={field} className="flex max-w-full items-stretch rounded-md bg-accent-soft text-xs">
              <button
                type="button"
                onClick={() => setAdding(field)}
                className="flex min-h-7 min-w-0 items-center gap-1 rounded-s-md ps-2 pe-1 hover:underline"
                aria-label={t("edit", { field: t(`field.${field}`) })}
              >
                <span className="whitespace-nowrap text-muted">{t(`field.${field}`)}</span>
                <ChipValue field={field} value={filters[field] ?? ""} />
              </button>
              <button
                type="button"
                onClick={() => onFilter(field, null)}
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
      )}
    </search>
  );
}

function ChipValue({ field, value }: { field: FilterField; value: string }) {
  const t = useTranslations("filter");
  const key = `choice.${field}.${value}`;
  if (t.has(key as never)) return <span className="truncate font-medium">{t(key as never)}</span>;
  if (value === "") return <i className="truncate">{t("empty")}</i>;
  return <VisibleText value={value} className="truncate font-medium" />;
}
