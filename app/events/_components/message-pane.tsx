"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { DetailSkeleton } from "@/components/events/detail-skeleton";
import { SidePanel } from "@/components/ui/side-panel";
import type { SearchState } from "./search-state";

/** After the page has come to rest. */
const PREPARE_MS = 1_500;
const load = () => import("./message-detail");
const MessageDetail = dynamic(() => load().then((module) => module.MessageDetail), {
  loading: DetailSkeleton,
});

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
  // Not in the first load of the list, but there before somebody opens a row.
  useEffect(() => {
    const timer = setTimeout(load, PREPARE_MS);
    return () => clearTimeout(timer);
  }, []);
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
