"use client";

import { CalendarRange } from "lucide-react";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { RANGES, type Range, type TimeRange } from "./time-range";

/** Chooses the range: a preset that ends now, or two moments. */
export function RangePicker({ range, onChange }: { range: TimeRange; onChange: (range: TimeRange) => void }) {
  const t = useTranslations("range");
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const [open, setOpen] = useState(false);
  const absolute = range.from !== null || range.to !== null;
  const moment = (value: string | null) =>
    value === null ? "…" : format.dateTime(new Date(value), { dateStyle: "short", timeStyle: "short" });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => {
      const text = String(form.get(name) ?? "");
      return text === "" ? null : new Date(`${text}${zone === "UTC" ? "Z" : ""}`).toISOString();
    };
    onChange({ preset: range.preset, from: read("from"), to: read("to") });
    setOpen(false);
  };

  return (
    <div className="relative flex min-w-0 items-center max-sm:flex-1">
      <select
        aria-label={t("label")}
        value={absolute ? "absolute" : range.preset}
        onChange={(event) => {
          if (event.target.value === "absolute") setOpen(true);
          else onChange({ preset: event.target.value as Range, from: null, to: null });
        }}
        className="field min-w-0 rounded-e-none border-e-0 max-sm:flex-1"
      >
        {RANGES.map((preset) => (
          <option key={preset} value={preset}>
            {t(`preset.${preset}`)}
          </option>
        ))}
        <option value="absolute">
          {absolute ? `${moment(range.from)} – ${moment(range.to)}` : t("absolute")}
        </option>
      </select>
      <Button
        aria-label={t("absolute")}
        title={t("absolute")}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="rounded-s-none px-2"
      >
        <CalendarRange aria-hidden className="size-4" />
      </Button>
      {open && (
        <form
          onSubmit={submit}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setOpen(false);
          }}
          className="absolute end-0 top-10 z-20 flex w-72 flex-col gap-3 rounded-lg border border-line bg-surface p-3 shadow-lg max-sm:start-0 max-sm:end-auto"
        >
          {(["from", "to"] as const).map((name) => (
            <label key={name} className="flex flex-col gap-1 text-xs text-muted">
              {t(name)}
              <input
                type="datetime-local"
                name={name}
                step="1"
                defaultValue={localInput(range[name], zone)}
                className="field text-ink"
              />
            </label>
          ))}
          <p className="text-xs text-muted">{t("zone", { zone })}</p>
          <Button type="submit" look="primary">
            {t("apply")}
          </Button>
        </form>
      )}
    </div>
  );
}

/** A moment as `datetime-local` wants it, in the zone that times are shown in. */
function localInput(value: string | null, zone: string): string {
  if (value === null) return "";
  return new Date(value).toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T");
}
