"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { SearchField } from "../../_components/search-field";
import { CHIP_NAMES, LETTER_STATES, type MessagesState } from "./messages-state";

const FilterChips = dynamic(() => import("./filter-chips"));

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
      {chips.length > 0 && <FilterChips names={chips} state={state} onChange={onChange} />}
    </>
  );
}
