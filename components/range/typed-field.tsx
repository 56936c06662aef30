"use client";

import { CornerDownLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { parseRange, typedToRange } from "./parse-range";
import type { TimeRange } from "./time-range";
import { useRangeLabel } from "./use-range-label";

/** A range in words. What was understood stands below while it is typed; Enter takes it. */
export function TypedField({
  zone,
  range,
  onChoose,
}: {
  zone: string;
  range: TimeRange;
  onChoose: (range: TimeRange) => void;
}) {
  const t = useTranslations("range");
  const label = useRangeLabel();
  const [text, setText] = useState("");
  const hint = useId();
  const typed = parseRange(text, { now: Date.now(), zone });
  const meaning = typed && typedToRange(typed, range);
  const wrong = text.trim() !== "" && meaning === null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (meaning) onChoose(meaning);
      }}
    >
      <div className="relative">
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={100}
          aria-label={t("typed")}
          aria-describedby={hint}
          aria-invalid={wrong}
          placeholder={t("example")}
          autoComplete="off"
          spellCheck={false}
          className="field w-full pe-9"
        />
        <button
          type="submit"
          aria-label={t("apply")}
          disabled={!meaning}
          className="absolute end-1 top-1 flex size-6 items-center justify-center rounded-sm text-accent hover:bg-raised disabled:text-muted disabled:opacity-50"
        >
          <CornerDownLeft aria-hidden className="size-4" />
        </button>
      </div>
      <p id={hint} aria-live="polite" className="mt-1 min-h-4 text-xs text-muted tabular-nums">
        {meaning ? t("meaning", { range: label(meaning) }) : wrong ? t("notUnderstood") : t("examples")}
      </p>
    </form>
  );
}
