"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useReasonText } from "@/components/dead-letters/badges";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { makeVisible } from "@/components/ui/visible-text";
import type { DeadLetterTotals } from "@/server/dead-letters/group-schemas";
import { GROUP_SORTS } from "@/server/dead-letters/group-words";
import { ERROR_CLASSES, type ErrorClass } from "@/server/dead-letters/words";
import { SearchField } from "../../_components/search-field";
import { CAUSE_STATES, type CausesState } from "./causes-state";

interface Props {
  state: CausesState;
  totals: DeadLetterTotals | undefined;
  onChange: (next: Partial<CausesState>) => void;
}

/** State, queue, reason, class, text and order. The choices are those that there are, with how much waits. */
export function CauseFilters({ state, totals, onChange }: Props) {
  const t = useTranslations("deadLetters");
  const format = useFormatter();
  const reasonText = useReasonText();
  const withCount = (label: string, count: number) =>
    count > 0 ? `${label} (${format.number(count)})` : label;
  const queues = totals?.queues ?? [];
  const reasons = totals?.reasons ?? [];
  const waitingOf = (errorClass: ErrorClass) =>
    totals?.classes.find((it) => it.errorClass === errorClass)?.waiting ?? 0;
  return (
    <>
      <div className="flex min-w-0 max-sm:col-span-2">
        <Segmented
          label={t("filter.state")}
          value={state.state}
          options={CAUSE_STATES.map((value) => ({ value, label: t(`filter.causeState.${value}`) }))}
          onChange={(value) => onChange({ state: value })}
        />
      </div>
      <SearchField label={t("filter.errorText")} value={state.text} onChange={(text) => onChange({ text })} />
      <Select
        label={t("filter.queue")}
        className="max-w-52 max-sm:max-w-none"
        value={state.queue ?? ""}
        options={[
          { value: "", label: t("filter.anyQueue") },
          ...withChosen([...new Set(queues.map(({ queue }) => queue))], state.queue).map((queue) => ({
            value: queue,
            label: withCount(
              makeVisible(queue),
              queues.reduce((sum, it) => sum + (it.queue === queue ? it.waiting : 0), 0),
            ),
          })),
        ]}
        onChange={(queue) => onChange({ queue: queue || null })}
      />
      <Select
        label={t("filter.reason")}
        className="max-w-52 max-sm:max-w-none"
        value={state.reason ?? ""}
        options={[
          { value: "", label: t("filter.anyReason") },
          ...withChosen(
            reasons.map(({ reason }) => reason),
            state.reason,
          ).map((reason) => ({
            value: reason,
            label: withCount(
              reasonText(reason) ?? makeVisible(reason),
              reasons.find((it) => it.reason === reason)?.waiting ?? 0,
            ),
          })),
        ]}
        onChange={(reason) => onChange({ reason: reason || null })}
      />
      <Select
        label={t("filter.class")}
        value={state.class ?? ""}
        options={[
          { value: "", label: t("filter.anyClass") },
          ...ERROR_CLASSES.map((value) => ({
            value,
            label: withCount(t(`class.${value}`), waitingOf(value)),
          })),
        ]}
        onChange={(value) => onChange({ class: (value || null) as ErrorClass | null })}
      />
      <Select
        label={t("filter.sort")}
        className="ms-auto max-sm:ms-0"
        quiet
        value={state.sort}
        options={GROUP_SORTS.map((value) => ({ value, label: t(`filter.sorts.${value}`) }))}
        onChange={(sort) => onChange({ sort })}
      />
    </>
  );
}

/** The choices, with the one that the address names among them. */
function withChosen(choices: readonly string[], chosen: string | null): readonly string[] {
  return chosen === null || choices.includes(chosen) ? choices : [chosen, ...choices];
}
