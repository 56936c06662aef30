"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Route } from "lucide-react";
import { useTranslations } from "next-intl";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { VariantList } from "@/components/flows/variant-list";
import { type FlowsState, type SetFlowsState, sagasHref, sagasInputOf } from "./flows-state";
import { CountedFrom, NothingThere, TabState } from "./tab-state";

/** The distinct ways of the sagas that began within the range. */
export function VariantsTab({
  state,
  setState,
  anchor,
}: {
  state: FlowsState;
  setState: SetFlowsState;
  anchor: string;
}) {
  const t = useTranslations("flows");
  const trpc = useTRPC();
  const variants = useQuery(
    trpc.flows.variants.queryOptions(sagasInputOf(state, anchor), {
      ...ALONE,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <TabState query={variants}>
      {(answer) =>
        answer.items.length === 0 ? (
          <NothingThere
            icon={Route}
            title={t("empty.variants")}
            hint={t("empty.variantsHint")}
            filtered={state.saga !== null}
            onClear={() => setState({ saga: null, variant: null })}
            onWiden={() => setState({ range: "all", from: null, to: null })}
          />
        ) : (
          <>
            <CountedFrom moment={answer.countedFrom} />
            <VariantList
              answer={answer}
              chosen={state.variant}
              sagasHref={(variant) => sagasHref(state, { variant })}
              onChoose={(variant) => setState(variant === null ? { variant } : { variant, tab: "map" })}
            />
          </>
        )
      }
    </TabState>
  );
}
