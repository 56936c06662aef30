"use client";

import clsx from "clsx";
import { CalendarRange, Check, ChevronDown } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { AbsoluteForm } from "./absolute-form";
import { RANGES, type TimeRange } from "./time-range";
import { TypedField } from "./typed-field";
import { useRangeLabel } from "./use-range-label";

interface Props {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
  /** The moments (ISO 8601) that the range means now: what the fields of an exact range begin with. */
  bounds?: { from: string | null; to: string | null };
  /** Open or not, when somebody else decides too: a key. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Chooses the range: typed in words, a preset that ends now, or two exact moments. */
export function RangePicker({ range, onChange, bounds, open: given, onOpenChange }: Props) {
  const t = useTranslations("range");
  const zone = useTimeZone() ?? "UTC";
  const label = useRangeLabel();
  const [own, setOwn] = useState(false);
  const open = given ?? own;
  const setOpen = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  const choose = (next: TimeRange) => {
    onChange(next);
    setOpen(false);
  };
  const absolute = range.from !== null || range.to !== null;

  return (
    <Popover
      label={t("label")}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-[34rem]"
      trigger={
        <Button
          aria-keyshortcuts="t"
          className="min-w-0 shrink justify-start max-md:flex-1"
          aria-label={`${t("label")}: ${label(range)}`}
        >
          <CalendarRange aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="truncate tabular-nums">{label(range)}</span>
          <ChevronDown aria-hidden className="ms-auto size-3.5 shrink-0 text-muted" />
        </Button>
      }
    >
      <TypedField zone={zone} range={range} onChoose={choose} />
      <div className="mt-3 flex gap-4 max-sm:flex-col">
        <ul
          aria-label={t("presets")}
          className="grid w-44 shrink-0 content-start gap-0.5 max-sm:w-full max-sm:grid-cols-2"
        >
          {RANGES.map((preset) => {
            const chosen = !absolute && preset === range.preset;
            return (
              <li key={preset}>
                <button
                  type="button"
                  aria-pressed={chosen}
                  onClick={() => choose({ preset, from: null, to: null })}
                  className={clsx(
                    "flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-raised",
                    chosen && "bg-accent-soft font-medium text-accent",
                  )}
                >
                  {t(`preset.${preset}`)}
                  {chosen && <Check aria-hidden className="ms-auto size-4" />}
                </button>
              </li>
            );
          })}
        </ul>
        <AbsoluteForm
          key={JSON.stringify([range, zone])}
          zone={zone}
          initial={absolute ? range : (bounds ?? range)}
          onChoose={(moments) => choose({ preset: range.preset, ...moments })}
        />
      </div>
    </Popover>
  );
}
