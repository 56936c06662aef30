"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { ChangeTable } from "@/components/flows/change-table";
import { DepartureList } from "@/components/flows/departure-list";
import type { ComparedEdge } from "@/server/flows/compare-flows";
import {
  type FlowsState,
  filterOf,
  rangeOf,
  type SetFlowsState,
  sagasHref,
  sagasInputOf,
} from "./flows-state";
import { PeriodPicker } from "./period-picker";
import { periodBefore } from "./periods";
import { CountedFrom, TabState } from "./tab-state";

interface Props {
  state: FlowsState;
  setState: SetFlowsState;
  anchor: string;
}

/** What ran against what was meant: the definitions, and a period that is taken as reference. */
export function ConformanceTab(props: Props) {
  return (
    <div className="flex flex-col">
      <Definitions {...props} />
      <Reference {...props} />
    </div>
  );
}

function Definitions({ state, anchor }: Props) {
  const t = useTranslations("flows");
  const trpc = useTRPC();
  const conformance = useQuery(
    trpc.flows.conformance.queryOptions(sagasInputOf(state, anchor), {
      ...ALONE,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <TabState query={conformance}>
      {({ definitions, countedFrom }) => (
        <>
          <CountedFrom moment={countedFrom} />
          <section aria-labelledby="by-definition" className="flex flex-col gap-4 p-4">
            <h2 id="by-definition" className="text-base font-semibold">
              {t("conformance.definitions")}
            </h2>
            {definitions.length === 0 ? (
              <p className="flex items-start gap-2 text-sm text-muted">
                <CheckCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
                {t("empty.conformance")}
              </p>
            ) : (
              definitions.map((definition) => (
                <DepartureList
                  key={definition.name}
                  definition={definition}
                  sagasHref={(deviation) => sagasHref(state, { definition: definition.name, deviation })}
                />
              ))
            )}
          </section>
        </>
      )}
    </TabState>
  );
}

/** Ways that were not gone in the reference, or are not any more. */
function Reference({ state, setState, anchor }: Props) {
  const t = useTranslations("flows");
  const trpc = useTRPC();
  const range = rangeOf(state, anchor);
  const { beforeFrom, beforeTo } = state;
  const given = beforeFrom !== null && beforeTo !== null ? { from: beforeFrom, to: beforeTo } : null;
  const reference = given ?? periodBefore(range, anchor);
  const after = range.from === undefined ? null : { from: range.from, to: range.to ?? anchor };
  const compared = useQuery(
    trpc.flows.compare.queryOptions(
      reference && after ? { before: reference, after, ...filterOf(state) } : skipToken,
      { ...ALONE, placeholderData: keepPreviousData },
    ),
  );
  const open = (edge: ComparedEdge) =>
    setState({
      at: edge.to,
      before: edge.from,
      last: null,
      ...(edge.after || !reference ? {} : { from: reference.from, to: reference.to }),
    });
  return (
    <section aria-labelledby="by-reference" className="flex flex-col gap-3 border-t border-line p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="by-reference" className="text-base font-semibold">
          {t("conformance.reference")}
        </h2>
        {reference && (
          <PeriodPicker
            label={t("conformance.period")}
            period={reference}
            onChange={({ from, to }) => setState({ beforeFrom: from, beforeTo: to })}
          />
        )}
      </div>
      {!reference || !after ? (
        <p className="text-sm text-muted">{t("conformance.needsRange")}</p>
      ) : (
        <TabState query={compared}>
          {({ edges, events }) => {
            const departing = edges.filter(({ before, after: now }) => !before || !now);
            if (events.before === 0)
              return <p className="text-sm text-muted">{t("conformance.emptyPeriod")}</p>;
            if (departing.length === 0)
              return <p className="text-sm text-muted">{t("conformance.sameWays")}</p>;
            return <ChangeTable title={t("conformance.ways")} edges={departing} onOpen={open} />;
          }}
        </TabState>
      )}
    </section>
  );
}
