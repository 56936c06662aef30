"use client";

import clsx from "clsx";
import { Hourglass, type LucideIcon, Search, Skull, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { AtLeast, SagaCounts } from "@/server/sagas/saga-list-schemas";
import type { SagaItem, SagaOrder } from "@/server/sagas/saga-schemas";
import { SAGA_ORDERS } from "@/server/sagas/words";
import { STATUS_LOOKS } from "../saga-badge";
import type { SagaListKind } from "./saga-list";

type Status = SagaItem["status"];
type Answer = "answered" | "unanswered";

/** Statuses as they are chosen: what needs somebody first. */
const STATUSES: readonly Status[] = [
  "STUCK",
  "FAILED",
  "RUNNING",
  "COMPENSATING",
  "COMPENSATED",
  "COMPLETED",
];

export interface SagaFilterValues {
  status: Status | null;
  answer: Answer | null;
  late: boolean;
  dead: boolean;
  type: string | null;
  correlation: string | null;
  order: SagaOrder;
}

interface Props {
  kind: SagaListKind;
  values: SagaFilterValues;
  counts: SagaCounts | undefined;
  /** Filters without a control of their own, each by its name. */
  chips: readonly { name: string; label: string; value: string }[];
  onChange: (values: Partial<SagaFilterValues>) => void;
  onRemove: (name: string) => void;
}

/** Which sagas, and in which order. Each choice says how many there are of it. */
export function SagaFilters({ kind, values, counts, chips, onChange, onRemove }: Props) {
  const t = useTranslations("sagas");
  return (
    <>
      {kind === "sagas" ? (
        <Segmented
          label={t("filter.status")}
          value={values.status ?? "all"}
          options={[
            { value: "all" as const, label: t("filter.all") },
            ...STATUSES.map((value) => ({
              value,
              icon: STATUS_LOOKS[value].icon,
              label: (
                <Counted
                  label={t(`filter.statuses.${value}`)}
                  count={counts?.byStatus[value]}
                  bad={value === "STUCK" || value === "FAILED"}
                />
              ),
            })),
          ]}
          onChange={(value) => onChange({ status: value === "all" ? null : value })}
        />
      ) : (
        <Segmented
          label={t("filter.answer")}
          value={values.answer ?? "all"}
          options={[
            { value: "all" as const, label: t("filter.all") },
            {
              value: "unanswered" as const,
              label: <Counted label={t("requests.unanswered")} count={counts?.unanswered ?? undefined} />,
            },
            { value: "answered" as const, label: t("requests.answered") },
          ]}
          onChange={(value) => onChange({ answer: value === "all" ? null : value })}
        />
      )}
      <TypeChoice types={counts?.byType ?? []} value={values.type} onChange={(type) => onChange({ type })} />
      <Select
        label={t("filter.order")}
        className="max-sm:flex-1 sm:w-44"
        value={values.order}
        options={SAGA_ORDERS.map((value) => ({ value, label: t(`order.${value}`) }))}
        onChange={(order) => onChange({ order })}
      />
      <span className="relative min-w-0 flex-1 basis-48 max-sm:basis-full sm:max-w-80">
        <Search aria-hidden className="pointer-events-none absolute start-2 top-2 size-4 text-muted" />
        <input
          key={values.correlation ?? ""}
          type="search"
          aria-label={t("filter.correlation")}
          placeholder={t("filter.correlation")}
          defaultValue={values.correlation ?? ""}
          maxLength={1024}
          spellCheck={false}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          onBlur={({ currentTarget }) => {
            const text = currentTarget.value.trim() || null;
            if (text !== values.correlation) onChange({ correlation: text });
          }}
          className="field w-full ps-8"
        />
      </span>
      <Toggle
        icon={Skull}
        on={values.dead}
        count={counts?.deadLetters}
        label={t("filter.dead")}
        onChange={(dead) => onChange({ dead })}
      />
      {kind === "sagas" && (
        <Toggle
          icon={Hourglass}
          on={values.late}
          count={counts?.late}
          label={t("filter.late")}
          onChange={(late) => onChange({ late })}
        />
      )}
      {chips.length > 0 && (
        <ul aria-label={t("filter.chips")} className="flex min-w-0 basis-full flex-wrap gap-1.5">
          {chips.map((chip) => (
            <li key={chip.name}>
              <FilterChip {...chip} onRemove={() => onRemove(chip.name)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A name with how many there are of it; with a plus where no more were counted. */
function Counted({
  label,
  count,
  bad = false,
}: {
  label: string;
  count: AtLeast | undefined;
  /** Somebody should look at these. */
  bad?: boolean;
}) {
  const t = useTranslations("sagas.filter");
  const format = useFormatter();
  return (
    <>
      {label}
      {count && (count.count > 0 || !count.exact) && (
        <span
          title={count.exact ? undefined : t("atLeast")}
          className={clsx("text-xs tabular-nums", bad ? "font-semibold text-bad" : "font-normal text-muted")}
        >
          {format.number(count.count)}
          {!count.exact && "+"}
        </span>
      )}
    </>
  );
}

function TypeChoice({
  types,
  value,
  onChange,
}: {
  types: SagaCounts["byType"];
  value: string | null;
  onChange: (type: string | null) => void;
}) {
  const t = useTranslations("sagas.filter");
  const format = useFormatter();
  // A type of the address that no saga has any more can still be seen and taken away.
  const known = types.some(({ type }) => type === value);
  const label = ({ type, count, exact }: SagaCounts["byType"][number]) =>
    `${makeVisible(type)} (${format.number(count)}${exact ? "" : "+"})`;
  return (
    <Select
      label={t("type")}
      className="max-sm:basis-40 max-sm:grow sm:w-52"
      value={value ?? ""}
      options={[
        { value: "", label: t("anyType") },
        ...(value !== null && !known ? [{ value, label: makeVisible(value) }] : []),
        ...types.map((it) => ({ value: it.type, label: label(it) })),
      ]}
      onChange={(type) => onChange(type === "" ? null : type)}
    />
  );
}

function Toggle({
  icon: Icon,
  label,
  count,
  on,
  onChange,
}: {
  icon: LucideIcon;
  label: string;
  count: AtLeast | undefined;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => onChange(!on)}
      className={clsx(
        "inline-flex min-h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm whitespace-nowrap",
        on
          ? "border-accent bg-accent-soft text-accent"
          : "border-line text-muted hover:bg-raised hover:text-ink",
      )}
    >
      <Icon aria-hidden className="size-4" />
      <Counted label={label} count={count} />
    </button>
  );
}

function FilterChip({ label, value, onRemove }: { label: string; value: string; onRemove: () => void }) {
  const t = useTranslations("sagas.filter");
  return (
    <span className="inline-flex max-w-64 items-center rounded-md border border-line-strong bg-surface ps-2 text-xs">
      <span className="text-muted">{label}</span>
      <VisibleText value={value} className="ms-1.5 truncate font-medium" />
      <Button
        look="quiet"
        className="min-h-7 min-w-7 px-0"
        aria-label={t("remove", { name: label, value: makeVisible(value) })}
        onClick={onRemove}
      >
        <X aria-hidden className="size-3.5" />
      </Button>
    </span>
  );
}
