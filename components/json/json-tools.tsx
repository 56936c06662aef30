"use client";

import { ChevronDown, ChevronsDownUp, ChevronsUpDown, ChevronUp } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { MAX_HITS } from "./search-json";

/** Search within a tree, and everything open or folded. */
export function JsonTools({
  hits,
  hit,
  onSearch,
  onStep,
  onFold,
}: {
  /** How many were found; null while nothing is looked for. */
  hits: number | null;
  hit: number;
  onSearch: (text: string) => void;
  onStep: (step: number) => void;
  onFold: (base: "all" | "none") => void;
}) {
  const t = useTranslations("json");
  const format = useFormatter();
  const button = (label: string, Icon: typeof ChevronUp, onClick: () => void, disabled = false) => (
    <Button
      look="quiet"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
      className="min-h-7 min-w-7 px-0"
    >
      <Icon aria-hidden className="size-3.5" />
    </Button>
  );
  return (
    <div className="flex shrink-0 items-center gap-1 border-b border-line px-4 py-1">
      <input
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onStep(event.shiftKey ? -1 : 1);
        }}
        className="field min-h-7 w-0 max-w-64 flex-1 py-0 text-xs"
      />
      <span role="status" className="min-w-14 text-center text-xs text-muted tabular-nums">
        {hits !== null &&
          (hits === 0
            ? t("noHit")
            : t("hits", {
                at: format.number(hit + 1),
                of: hits >= MAX_HITS ? `${format.number(MAX_HITS)}+` : format.number(hits),
              }))}
      </span>
      {button(t("previousHit"), ChevronUp, () => onStep(-1), !hits)}
      {button(t("nextHit"), ChevronDown, () => onStep(1), !hits)}
      <span className="ms-auto flex">
        {button(t("openAll"), ChevronsUpDown, () => onFold("all"))}
        {button(t("closeAll"), ChevronsDownUp, () => onFold("none"))}
      </span>
    </div>
  );
}
