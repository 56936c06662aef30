import { z } from "zod";
import { byOf } from "@/server/access/by";
import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import { reasoned } from "@/server/operator-actions/reason";
import { procedure, router } from "@/server/trpc/trpc";
import { releaseQueue, setCustody } from "./custody-commands";
import { deadLetterId, deadLettersPageInput, groupId } from "./dead-letter-filter";
import { deadLetterDetail, deadLettersPage } from "./dead-letter-schemas";
import { deadLetterTotals as totals } from "./dead-letter-totals";
import { previewSettling, settle } from "./discard";
import { discardInput, restoreInput, settled, settlePreview, settlePreviewInput } from "./discard-schemas";
import { editProcedures } from "./edit-procedures";
import { causeGroup, deadLetterTotals, groupsPage, groupsPageInput } from "./group-schemas";
import { listOnRecord } from "./list-dead-letters";
import { type GroupReading, listGroups, readGroup } from "./list-groups";
import { listQueues } from "./list-queues";
import { publishedLately } from "./published";
import { custodyChanged, custodyInput, deadLetterQueues, released, releaseInput } from "./queue-schemas";
import { openDeadLetter } from "./read-dead-letter";

/** Dead letters: their causes, the letters themselves, their queues; discarded and restored. */
export const deadLettersRouter = router({
  ...editProcedures,

  groups: procedure
    .input(groupsPageInput)
    .output(groupsPage)
    .query(async ({ input: { direction: _, ...input }, ctx }) =>
      listGroups(await groupReadingOf(ctx), input),
    ),

  group: procedure
    .input(z.strictObject({ id: groupId }))
    .output(causeGroup)
    .query(async ({ input, ctx }) => readGroup(await groupReadingOf(ctx), input.id)),

  totals: procedure
    .output(deadLetterTotals)
    .query(({ ctx }) => totals(ctx.services.searchPool, ctx.scope, ctx.services.clock())),

  list: procedure
    .input(deadLettersPageInput)
    .output(deadLettersPage)
    .query(({ input: { direction: _, ...input }, ctx }) => listOnRecord(ctx, input)),

  one: procedure
    .input(z.strictObject({ id: deadLetterId, version: z.number().int().min(0).optional() }))
    .output(deadLetterDetail)
    .query(({ input, ctx }) => openDeadLetter(ctx, input.id, input.version)),

  queues: procedure.output(deadLetterQueues).query(async ({ ctx }) => ({
    items: await listQueues(ctx.services.searchPool, ctx.scope, ctx.services.clock()),
  })),

  changeCustody: procedure
    .input(reasoned(custodyInput))
    .output(custodyChanged)
    .mutation(({ input: { reason, ...queue }, ctx }) => setCustody(ctx, queue, reason)),

  /** Puts what is held of a queue back into it. */
  release: procedure
    .input(reasoned(releaseInput))
    .output(released)
    .mutation(({ input: { reason, ...queue }, ctx }) => releaseQueue(ctx, queue, reason)),

  settlePreview: procedure
    .input(settlePreviewInput)
    .output(settlePreview)
    .query(async ({ input: { selection, change }, ctx }) =>
      previewSettling(
        ctx.services.searchPool,
        { scope: ctx.scope, masker: await maskerOf(ctx), selection },
        change,
      ),
    ),

  discard: procedure
    .input(discardInput)
    .output(settled)
    .mutation(async ({ input: { reason, ...which }, ctx }) =>
      settle(
        ctx.services.storePool,
        { ...which, scope: ctx.scope, masker: await maskerOf(ctx), by: byOf(ctx, reason) },
        "discard",
      ),
    ),

  restore: procedure
    .input(restoreInput)
    .output(settled)
    .mutation(async ({ input: { reason, ...which }, ctx }) =>
      settle(
        ctx.services.storePool,
        { ...which, scope: ctx.scope, masker: await maskerOf(ctx), by: byOf(ctx, reason) },
        "restore",
      ),
    ),
});

/** What groups are read with for whoever asks. */
export async function groupReadingOf(
  visit: Pick<Visit, "services" | "scope" | "unmasked">,
): Promise<GroupReading> {
  const { searchPool, storePool, clock } = visit.services;
  const [masker, published] = await Promise.all([maskerOf(visit), publishedLately(storePool)]);
  return { pool: searchPool, scope: visit.scope, masker, published, now: clock() };
}
