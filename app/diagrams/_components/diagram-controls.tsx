"use client";

import { Search } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { makeVisible } from "@/components/ui/visible-text";
import type { SagaItem } from "@/server/sagas/saga-schemas";
import type { DiagramState } from "./diagram-state";

interface Props {
  state: DiagramState;
  setState: (values: Partial<DiagramState>) => void;
  choices: { aggregateTypes: string[]; sagaTypes: string[] } | undefined;
  /** The newest ones of the chosen type. */
  sagas: readonly SagaItem[];
  saga: string | null;
  aggregate: string | null;
}

/** What narrows the chosen kind of diagram. */
export function DiagramControls({ state, setState, choices, sagas, saga, aggregate }: Props) {
  const t = useTranslations("diagrams");
  const format = useFormatter();
  const named = (values: readonly string[], chosen: string | null) =>
    // What the address says stays to be seen, whether it is known or not.
    [...new Set([...values, ...(chosen === null ? [] : [chosen])])].map((value) => ({
      value,
      label: makeVisible(value),
    }));
  const when = (micros: number) =>
    format.dateTime(new Date(micros / 1000), { dateStyle: "short", timeStyle: "medium" });
  switch (state.kind) {
    case "flow":
    case "saga":
      return (
        <>
          <Select
            label={t("sagaType")}
            value={state.type ?? ""}
            options={[
              { value: "", label: t("everySagaType") },
              ...named(choices?.sagaTypes ?? [], state.type),
            ]}
            onChange={(type) => setState({ type: type || null, saga: null, part: 1 })}
            className="max-sm:w-full sm:max-w-64"
          />
          {state.kind === "saga" ? (
            <Select
              label={t("saga")}
              value={saga ?? ""}
              options={[
                ...(saga === null || sagas.some(({ id }) => id === saga)
                  ? []
                  : [{ value: saga, label: saga.slice(0, 8) }]),
                ...sagas.map(({ id, type, startedAt }) => ({
                  value: id,
                  label: `${makeVisible(type)} · ${when(startedAt)}`,
                })),
              ]}
              disabled={sagas.length === 0}
              onChange={(id) => setState({ saga: id, part: 1 })}
              className="max-sm:w-full sm:max-w-80"
            />
          ) : (
            <NameField
              label={t("exchange")}
              value={state.exchange}
              onChange={(exchange) => setState({ exchange })}
            />
          )}
        </>
      );
    case "aggregate":
      return (
        <Select
          label={t("aggregate")}
          value={aggregate ?? ""}
          options={named(choices?.aggregateTypes ?? [], aggregate)}
          disabled={aggregate === null}
          onChange={(type) => setState({ aggregate: type })}
          className="max-sm:w-full sm:max-w-64"
        />
      );
    case "topology":
      return <NameField label={t("filter")} value={state.q} onChange={(q) => setState({ q })} />;
    case "participants":
      return null;
  }
}

/** A text that counts when it is entered: each one is a question to the server. */
function NameField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  return (
    <form
      className="relative min-w-0 max-sm:w-full sm:w-56"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(String(new FormData(event.currentTarget).get("name")) || null);
      }}
    >
      <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted" />
      <input
        // The address may change from elsewhere.
        key={value}
        name="name"
        type="search"
        aria-label={label}
        placeholder={label}
        className="field w-full ps-8"
        defaultValue={value ?? ""}
        onBlur={(event) => {
          const text = event.currentTarget.value || null;
          if (text !== value) onChange(text);
        }}
      />
    </form>
  );
}
