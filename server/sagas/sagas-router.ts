import { z } from "zod";
import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import { procedure, router } from "@/server/trpc/trpc";
import { definitionProcedures } from "./definitions-router";
import { type SagaReader, sagasOnRecord } from "./list-sagas";
import { liveSagas } from "./live-sagas";
import { openSaga } from "./read-saga";
import { countSagas } from "./saga-counts";
import { sagaDurations as durationsOf } from "./saga-durations";
import { toSagaItem } from "./saga-item";
import { sagaLag } from "./saga-lag";
import { sagaCounts, sagaDurations, sagaOfInput, sagaOfOutput } from "./saga-list-schemas";
import { sagasOf } from "./saga-of";
import { sagaDetail, sagaFilter, sagaIdText, sagasPage, sagasPageInput } from "./saga-schemas";
import { sagaState } from "./saga-state";
import { sagaStateInput, sagaStateOutput } from "./saga-state-schemas";

/** Sagas: found, counted, opened, followed. */
export const sagasRouter = router({
  ...definitionProcedures,

  list: procedure
    .input(sagasPageInput)
    .output(sagasPage)
    .query(({ input: { direction: _, ...input }, ctx }) => sagasOnRecord(ctx, input)),

  counts: procedure
    .input(sagaFilter)
    .output(sagaCounts)
    .query(async ({ input, ctx }) => {
      const reader = await readerOf(ctx);
      const [counts, lag] = await Promise.all([
        countSagas(ctx.services.searchPool, reader, input),
        sagaLag(ctx.services.searchPool, reader.now),
      ]);
      return { ...counts, lag };
    }),

  durations: procedure
    .input(sagaFilter)
    .output(sagaDurations)
    .query(async ({ input, ctx }) => durationsOf(ctx.services.searchPool, await readerOf(ctx), input)),

  one: procedure
    .input(z.strictObject({ id: sagaIdText }))
    .output(sagaDetail)
    .query(({ input, ctx }) => openSaga(ctx, input.id)),

  /** How streams of a saga stood at one of its moments, and what the last event changed. */
  state: procedure
    .input(sagaStateInput)
    .output(sagaStateOutput)
    .query(({ input, ctx }) => sagaState(ctx, input)),

  /** The sagas of a message, a dead letter or a stream. */
  of: procedure
    .input(sagaOfInput)
    .output(sagaOfOutput)
    .query(async ({ input, ctx }) => {
      const reader = await readerOf(ctx);
      const rows = await sagasOf(ctx.services.searchPool, reader, input);
      return { items: rows.map((row) => toSagaItem(row, reader.now)) };
    }),

  /** Says that sagas have changed, as it happens; with an id, that this one may have. Whoever hears it asks again. */
  live: procedure
    .input(z.strictObject({ id: sagaIdText.optional() }))
    .subscription(({ input, ctx, signal }) =>
      liveSagas(ctx.services.views, input.id, signal ?? new AbortController().signal),
    ),
});

async function readerOf({
  services,
  scope,
  unmasked,
}: Pick<Visit, "services" | "scope" | "unmasked">): Promise<SagaReader> {
  return { scope, masker: await maskerOf({ services, unmasked }), now: services.clock() };
}
