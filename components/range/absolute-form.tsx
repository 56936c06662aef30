"use client";

import { Globe } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { fromLocalInput, toLocalInput } from "./zoned-time";

type Moments = { from: string | null; to: string | null };

/** Two moments, in the zone that is shown. Either may be left open. */
export function AbsoluteForm({
  zone,
  initial,
  onChoose,
}: {
  zone: string;
  initial: Moments;
  onChoose: (moments: Moments) => void;
}) {
  const t = useTranslations("range");
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => fromLocalInput(String(form.get(name) ?? ""), zone);
    const [from, to] = [read("from"), read("to")];
    if (from === null && to === null) setWrong(t("needsOne"));
    else if (from !== null && to !== null && from >= to) setWrong(t("reversed"));
    else onChoose({ from, to });
  };
  return (
    <form
      onSubmit={submit}
      className="flex min-w-0 flex-1 flex-col gap-2.5 border-line sm:border-s sm:ps-4 max-sm:border-t max-sm:pt-3"
    >
      {(["from", "to"] as const).map((name) => (
        <label key={name} className="flex flex-col gap-1 text-xs text-muted">
          {t(name)}
          <input
            type="datetime-local"
            name={name}
            step="1"
            defaultValue={toLocalInput(initial[name], zone)}
            onChange={() => setWrong(null)}
            className="field w-full min-w-0 text-ink tabular-nums"
          />
        </label>
      ))}
      <p role="alert" className="text-xs text-bad empty:hidden">
        {wrong}
      </p>
      <div className="mt-auto flex items-center gap-2">
        <p className="flex min-w-0 flex-1 items-center gap-1.5 text-xs text-muted">
          <Globe aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{t("zone", { zone })}</span>
        </p>
        <Button type="submit" look="primary">
          {t("apply")}
        </Button>
      </div>
    </form>
  );
}
