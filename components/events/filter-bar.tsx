"use client";

import { Filter, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, type Ref, useState } from "react";
import { Button } from "@/components/ui/button";
import { AddFilter, type KnownValues } from "./add-filter";
import { FilterChips } from "./filter-chips";
import { FILTER_FIELDS, type FilterField, type FilterValues } from "./filter-fields";
import { QuickFilters } from "./quick-filters";

interface Props {
  filters: FilterValues;
  text: string | null;
  onText: (text: string | null) => void;
  onFilter: (field: FilterField, value: string | null) => void;
  onClear: () => void;
  searchBox: Ref<HTMLInputElement>;
  /** Values that were seen, to choose from. */
  known: KnownValues;
  /** Somebody begins a filter: now `known` is of use. */
  onAdding: () => void;
}

/** What is searched for: free text, and a chip for each filter. */
export function FilterBar({ filters, text, onText, onFilter, onClear, searchBox, known, onAdding }: Props) {
  const t = useTranslations("filter");
  const [adding, setAdding] = useState<FilterField | true | null>(null);
  const set = FILTER_FIELDS.filter((field) => filters[field] !== undefined);

  const open = (field: FilterField | true) => {
    setAdding(field);
    onAdding();
  };
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
        <Button onClick={() => (adding ? setAdding(null) : open(true))} aria-expanded={adding !== null}>
          <Filter aria-hidden className="size-4" />
          {t("add")}
        </Button>
        <QuickFilters filters={filters} onFilter={onFilter} />
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
          known={known}
        />
      )}
      {set.length > 0 && (
        <FilterChips
          filters={filters}
          set={set}
          onEdit={open}
          onRemove={(field) => onFilter(field, null)}
          onClear={onClear}
        />
      )}
    </search>
  );
}
