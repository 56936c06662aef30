"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { ComplaintSort, ComplaintStatus, Priority } from "@/server/complaints/words";
import { QUICK, type Quick, type StatusChoice } from "./filter-choices";

export interface ComplaintFilterValues {
  quick: Quick;
  status: StatusChoice | null;
  priority: Priority | null;
  category: string | null;
  q: string | null;
  sort: ComplaintSort;
}

/** Two in a row where it is narrow. */
const SELECT = "max-sm:flex-1 max-sm:basis-[40%]";

interface Props {
  values: ComplaintFilterValues;
  /** Everything that there is to choose from, in its order. */
  statuses: readonly ComplaintStatus[];
  priorities: readonly Priority[];
  sorts: readonly ComplaintSort[];
  categories: readonly string[];
  /** A board shows every status. */
  board: boolean;
  /** Whether the reader has complaints of their own. */
  handles: boolean;
  onChange: (values: Partial<ComplaintFilterValues>) => void;
}

/** Which complaints, and in which order. Text counts when Enter is pressed or the field is left. */
export function ComplaintFilters({ values, board, handles, onChange, ...choices }: Props) {
  const t = useTranslations("complaints");
  const { statuses, priorities, categories, sorts } = choices;
  const { quick, status, priority, category, q, sort } = values;
  const any = (status !== null && !board) || priority !== null || category !== null || q !== null;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Segmented
        label={t("filter.quick")}
        value={quick}
        options={QUICK.filter((id) => handles || id !== "mine").map((value) => ({
          value,
          label: t(`filter.${value}`),
        }))}
        onChange={(quick) => onChange({ quick })}
      />
      <span className="relative min-w-0 flex-1 basis-40 max-sm:basis-full">
        <Search aria-hidden className="pointer-events-none absolute start-2 top-2 size-4 text-muted" />
        <input
          key={q ?? ""}
          type="search"
          aria-label={t("filter.search")}
          placeholder={t("filter.search")}
          defaultValue={q ?? ""}
          maxLength={200}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          onBlur={({ currentTarget }) =>
            textOf(currentTarget) !== q && onChange({ q: textOf(currentTarget) })
          }
          className="field w-full ps-8"
        />
      </span>
      {!board && (
        <Select
          label={t("filter.status")}
          className={`${SELECT} sm:w-32`}
          value={status ?? ""}
          options={[
            { value: "", label: t("filter.anyStatus") },
            { value: "unfinished", label: t("filter.unfinished") },
            ...statuses.map((value) => ({ value, label: t(`status.${value}`) })),
          ]}
          onChange={(value) => onChange({ status: (value || null) as StatusChoice | null })}
        />
      )}
      <Select
        label={t("filter.priority")}
        className={`${SELECT} sm:w-32`}
        value={priority ?? ""}
        options={[
          { value: "", label: t("filter.anyPriority") },
          ...priorities.toReversed().map((value) => ({ value, label: t(`priority.${value}`) })),
        ]}
        onChange={(value) => onChange({ priority: (value || null) as ComplaintFilterValues["priority"] })}
      />
      <Select
        label={t("filter.category")}
        className={`${SELECT} sm:w-36`}
        value={category ?? ""}
        options={[
          { value: "", label: t("filter.anyCategory") },
          ...withChosen(categories, category).map((value) => ({ value, label: value })),
        ]}
        onChange={(value) => onChange({ category: value || null })}
      />
      <Select
        label={t("filter.sort")}
        className={`${SELECT} sm:w-44`}
        value={sort}
        options={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
        onChange={(sort) => onChange({ sort })}
      />
      {any && (
        <Button
          look="quiet"
          onClick={() => onChange({ status: null, priority: null, category: null, q: null })}
        >
          <X aria-hidden className="size-4" />
          {t("clear")}
        </Button>
      )}
    </div>
  );
}

const textOf = (input: HTMLInputElement): string | null => input.value.trim() || null;

/** A category of the address that no complaint has any more can still be seen and taken away. */
function withChosen(categories: readonly string[], chosen: string | null): readonly string[] {
  return chosen === null || categories.includes(chosen) ? categories : [chosen, ...categories];
}
