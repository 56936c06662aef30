"use client";

import { useTranslations } from "next-intl";
import { SidePanel } from "@/components/ui/side-panel";
import { MessageDetail } from "./message-detail";
import type { SearchState } from "./search-state";

/** The opened message beside a list, when one is opened. */
export function MessagePane({
  state,
  onState,
  onFilter,
}: {
  state: Pick<SearchState, "selected" | "tab">;
  onState: (values: Partial<Pick<SearchState, "selected" | "tab">>) => void;
  onFilter: (values: Partial<SearchState>) => void;
}) {
  const t = useTranslations("events");
  const { selected, tab } = state;
  if (selected === null) return null;
  return (
    <SidePanel label={t("detail")} name="message">
      <MessageDetail
        key={selected}
        id={selected}
        tab={tab}
        onTab={(next) => onState({ tab: next })}
        onFilter={(field, value) =>
          onFilter(field === null ? { q: value.slice(0, 200) } : { [field]: value })
        }
        onClose={() => onState({ selected: null })}
      />
    </SidePanel>
  );
}
