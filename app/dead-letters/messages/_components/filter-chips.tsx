"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useReasonText } from "@/components/dead-letters/badges";
import { Button } from "@/components/ui/button";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { Chip, MessagesState } from "./messages-state";

/** The filters that have no control of their own, each with the way to take it off. */
export default function FilterChips({
  names,
  state,
  onChange,
}: {
  names: readonly Chip[];
  state: MessagesState;
  onChange: (next: Partial<MessagesState>) => void;
}) {
  const t = useTranslations("deadLetters");
  return (
    <ul aria-label={t("filter.filters")} className="flex min-w-0 flex-wrap gap-1.5 max-sm:col-span-2">
      {names.map((name) => (
        <li key={name}>
          <FilterChip name={name} state={state} onRemove={() => onChange({ [name]: null })} />
        </li>
      ))}
    </ul>
  );
}

function FilterChip({ name, state, onRemove }: { name: Chip; state: MessagesState; onRemove: () => void }) {
  const t = useTranslations("deadLetters");
  const reasonText = useReasonText();
  const said = String(state[name]);
  const value =
    name === "reason"
      ? (reasonText(said) ?? said)
      : name === "class" && state.class !== null
        ? t(`class.${state.class}`)
        : name === "exchange" && said === ""
          ? t("defaultExchange")
          : said;
  const label = t(`filter.chip.${name}`);
  return (
    <span className="inline-flex max-w-64 items-center rounded-md border border-line-strong bg-surface ps-2 text-xs">
      <span className="text-muted">{label}</span>
      <VisibleText value={value} className="ms-1.5 truncate font-medium" />
      <Button
        look="quiet"
        className="min-h-7 min-w-7 px-0"
        aria-label={t("filter.remove", { name: label, value: makeVisible(value) })}
        onClick={onRemove}
      >
        <X aria-hidden className="size-3.5" />
      </Button>
    </span>
  );
}
