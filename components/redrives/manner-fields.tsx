"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select-field";
import { DESTINATION_KINDS } from "@/server/redrive/redrive-words";
import type { Manner } from "./manner";

interface Props {
  manner: Manner;
  onChange: (manner: Manner) => void;
  /** One message has no steps and no share. */
  single: boolean;
}

const NUMBERS = ["canary", "growth", "waitSeconds", "haltPercent", "rate"] as const;

/** Where messages of a redrive go, and how fast. */
export function MannerFields({ manner, onChange, single }: Props) {
  const t = useTranslations("redrives.manner");
  const set = (change: Partial<Manner>) => onChange({ ...manner, ...change });
  const named = manner.destination === "queue" || manner.destination === "exchange";
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={t("destination")}
          hint={t(`destinationHint.${manner.destination}`)}
          value={manner.destination}
          options={DESTINATION_KINDS.map((value) => ({ value, label: t(`destinations.${value}`) }))}
          onChange={(event) => set({ destination: event.target.value as Manner["destination"] })}
        />
        {named && (
          <Field
            label={t(manner.destination === "queue" ? "queueName" : "exchangeName")}
            value={manner.name}
            maxLength={255}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </div>
      {!single && (
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-5">
          {NUMBERS.map((name) => (
            <Field
              key={name}
              label={t(name)}
              hint={t(`${name}Hint`)}
              type="number"
              min={0}
              inputMode="numeric"
              value={manner[name]}
              onChange={(event) => set({ [name]: event.target.value })}
            />
          ))}
        </div>
      )}
      <Checkbox label={t("again")} checked={manner.again} onChange={(again) => set({ again })} />
    </div>
  );
}
