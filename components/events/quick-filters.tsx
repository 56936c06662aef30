import clsx from "clsx";
import { FileQuestion, type LucideIcon, Skull, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FilterField, FilterValues } from "./filter-fields";

const QUICK = [
  { name: "anomaly", field: "anomaly", value: "true", icon: TriangleAlert },
  { name: "unreadable", field: "reading", value: "unreadable", icon: FileQuestion },
  { name: "deadLettered", field: "arrival", value: "dead_lettered", icon: Skull },
] as const satisfies readonly { name: string; field: FilterField; value: string; icon: LucideIcon }[];

/** What is out of the ordinary, one click each. */
export function QuickFilters({
  filters,
  onFilter,
}: {
  filters: FilterValues;
  onFilter: (field: FilterField, value: string | null) => void;
}) {
  const t = useTranslations("filter");
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{t("quick")}</legend>
      {QUICK.map(({ name, field, value, icon: Icon }) => {
        const on = filters[field] === value;
        return (
          <button
            key={name}
            type="button"
            aria-pressed={on}
            onClick={() => onFilter(field, on ? null : value)}
            className={clsx(
              "inline-flex min-h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm whitespace-nowrap",
              on
                ? "border-accent bg-accent-soft text-accent"
                : "border-line text-muted hover:bg-raised hover:text-ink",
            )}
          >
            <Icon aria-hidden className="size-4" />
            {t(`quickNames.${name}`)}
          </button>
        );
      })}
    </fieldset>
  );
}
