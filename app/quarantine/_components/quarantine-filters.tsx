"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { makeVisible } from "@/components/ui/visible-text";
import type { QuarantineSummary } from "@/server/quarantine/quarantine-schemas";
import { type QuarantineState, STATES } from "./quarantine-state";

interface Props {
  state: QuarantineState;
  summary: QuarantineSummary | undefined;
  onChange: (next: Partial<QuarantineState>) => void;
}

/** State, exchange and reason. The choices are those that wait, with how many; one that the address names is there too. */
export function QuarantineFilters({ state, summary, onChange }: Props) {
  const t = useTranslations("quarantine");
  const format = useFormatter();
  const groups = summary?.groups ?? [];
  const vhosts = [...new Set(groups.map(({ vhost }) => vhost))];
  const exchanges = counted(groups, ({ exchange }) => exchange, state.exchange);
  const codes = counted(groups, ({ errorCode }) => errorCode, state.code);
  const withCount = (label: string, count: number) =>
    count > 0 ? `${label} (${format.number(count)})` : label;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented
        label={t("filter.state")}
        value={state.state}
        options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(value) => onChange({ state: value })}
      />
      {(vhosts.length > 1 || state.vhost !== null) && (
        <Select
          label={t("filter.vhost")}
          value={state.vhost ?? ANY}
          options={[
            { value: ANY, label: t("filter.anyVhost") },
            ...[...new Set([...vhosts, ...(state.vhost === null ? [] : [state.vhost])])].map((vhost) => ({
              value: vhost,
              label: makeVisible(vhost),
            })),
          ]}
          onChange={(vhost) => onChange({ vhost: vhost === ANY ? null : vhost })}
        />
      )}
      <Select
        label={t("filter.exchange")}
        className="max-w-52"
        value={state.exchange === null ? ANY : `=${state.exchange}`}
        options={[
          { value: ANY, label: t("filter.anyExchange") },
          ...exchanges.map(([name, count]) => ({
            value: `=${name}`,
            label: withCount(name === "" ? t("defaultExchange") : makeVisible(name), count),
          })),
        ]}
        onChange={(value) => onChange({ exchange: value === ANY ? null : value.slice(1) })}
      />
      <Select
        label={t("filter.reason")}
        className="max-w-52"
        value={state.code ?? ANY}
        options={[
          { value: ANY, label: t("filter.anyReason") },
          ...codes.map(([code, count]) => {
            const cause = groups.find(({ errorCode }) => errorCode === code)?.cause;
            return {
              value: code,
              label: withCount(cause ? `${t(`cause.${cause}.title`)} · ${code}` : code, count),
            };
          }),
        ]}
        onChange={(value) => onChange({ code: value === ANY ? null : value })}
      />
    </div>
  );
}

/** No virtual host and no code is empty, and an exchange has a sign before its name. */
const ANY = "";

function counted(
  groups: QuarantineSummary["groups"],
  of: (group: QuarantineSummary["groups"][number]) => string,
  chosen: string | null,
): [string, number][] {
  const counts = new Map<string, number>(chosen === null ? [] : [[chosen, 0]]);
  for (const group of groups) counts.set(of(group), (counts.get(of(group)) ?? 0) + group.open);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
