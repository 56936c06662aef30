import { skipToken, useQuery } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { addressOf, type DiagramState, flowOf, rangeOf, topologyOf } from "./diagram-state";

/** What the address means, asked for; and what there is to choose from. */
export function useDiagram(state: DiagramState, anchor: string) {
  const trpc = useTRPC();
  const lang: "en" | "fr" = useLocale() === "fr" ? "fr" : "en";
  const { kind, part, type } = state;
  const choices = useQuery(trpc.diagrams.choices.queryOptions(undefined, ALONE));
  const sagas = useQuery(
    trpc.sagas.list.queryOptions(
      kind === "saga"
        ? { limit: 20, form: "saga", order: "started", ...(type === null ? {} : { type }) }
        : skipToken,
    ),
  );
  const saga = state.saga ?? sagas.data?.items[0]?.id ?? null;
  const aggregate = state.aggregate ?? choices.data?.aggregateTypes[0] ?? null;
  const queries = {
    flow: useQuery(
      trpc.diagrams.flow.queryOptions(
        kind === "flow" ? { flow: flowOf(state, anchor), lang } : skipToken,
        ALONE,
      ),
    ),
    saga: useQuery(
      trpc.diagrams.saga.queryOptions(kind === "saga" && saga ? { id: saga, part, lang } : skipToken, ALONE),
    ),
    aggregate: useQuery(
      trpc.diagrams.aggregate.queryOptions(
        kind === "aggregate" && aggregate
          ? { type: aggregate, range: rangeOf(state, anchor), lang }
          : skipToken,
        ALONE,
      ),
    ),
    participants: useQuery(
      trpc.diagrams.participants.queryOptions(
        kind === "participants" ? { range: rangeOf(state, anchor), lang } : skipToken,
        ALONE,
      ),
    ),
    topology: useQuery(
      trpc.diagrams.topology.queryOptions(
        kind === "topology" ? { topology: topologyOf(state), lang } : skipToken,
        ALONE,
      ),
    ),
  };
  const nothing =
    (kind === "saga" && sagas.isSuccess && saga === null) ||
    (kind === "aggregate" && choices.isSuccess && aggregate === null);
  return {
    query: queries[kind],
    choices: choices.data,
    sagas: sagas.data?.items ?? [],
    saga,
    aggregate,
    nothing,
    address: addressOf(state, { anchor, lang, saga, aggregate }),
  };
}
