"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useReasonText } from "@/components/dead-letters/badges";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import { SearchField } from "../../_components/search-field";
import { CHIP_NAMES, type Chip, LETTER_STATES, type MessagesState } from "./messages-state";

interface Props {
  state: MessagesState;
  onChange: (next: Partial<MessagesState>) => void;
}

/** State, text, and a chip for every other filter. Values in the list become chips by a click. */
export function LetterFilters({ state, onChange }: Props) {
  const t = useTranslations("deadLetters");
  const chips = CHIP_NAMES.filter((name) => state[name] !== null);
  return (
    <>
      <Select
        label={t("filter.state")}
        className="max-sm:col-span-2"
        value={state.state}
        options={LETTER_STATES.map((value) => ({ value, label: t(`filter.letterState.${value}`) }))}
        onChange={(value) => onChange({ state: value })}
      />
      <SearchField label={t("filter.errorText")} value={state.text} onChange={(text) => onChange({ text })} />
      {chips.length > 0 && (
        <ul aria-label={t("filter.filters")} className="flex min-w-0 flex-wrap gap-1.5 max-sm:col-span-2">
          {chips.map((name) => (
            <li key={name}>
              <FilterChip name={name} state={state} onRemove={() => onChange({ [name]: null })} />
            </li>
          ))}
        </ul>
      )}
    </>
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
