import type { Pool } from "pg";
import { z } from "zod";
import { maskerOf } from "@/server/masking/masker-for";
import { reasoned } from "@/server/operator-actions/reason";
import { processWide } from "@/server/process-wide";
import { procedure, router } from "@/server/trpc/trpc";
import type { WebServices } from "@/server/web-services";
import { importerOf, QuarantineImport } from "./import-quarantined";
import { maskOutcome } from "./mask-quarantined";
import { openQuarantined } from "./open-quarantined";
import { pageQuarantine, previewImport, summariseQuarantine } from "./quarantine-queries";
import {
  importOutcome,
  importPartInput,
  importPartOutput,
  importPreview,
  quarantineDetail,
  quarantineFilter,
  quarantineId,
  quarantinePage,
  quarantinePageInput,
  quarantineSummary,
} from "./quarantine-schemas";

const one = z.strictObject({ id: quarantineId });

/** What could not be stored: listed, opened, imported again. */
export const quarantineRouter = router({
  list: procedure
    .input(quarantinePageInput)
    .output(quarantinePage)
    .query(async ({ input, ctx }) =>
      pageQuarantine(ctx.services.prisma, ctx.scope, await maskerOf(ctx), input),
    ),

  summary: procedure
    .output(quarantineSummary)
    .query(({ ctx }) => summariseQuarantine(ctx.services.prisma, ctx.scope)),

  one: procedure
    .input(one)
    .output(quarantineDetail)
    .query(({ input, ctx }) => openQuarantined(ctx, input.id)),

  preview: procedure
    .input(quarantineFilter)
    .output(importPreview)
    .query(({ input, ctx }) => previewImport(ctx.services.prisma, ctx.scope, input)),

  importOne: procedure
    .input(reasoned(one))
    .output(importOutcome)
    .mutation(async ({ input, ctx }) =>
      maskOutcome(
        await imports(ctx.services).attempt(importerOf(ctx, input.reason), input.id),
        await maskerOf(ctx),
      ),
    ),

  /** Called again and again from `next` on: each call is short, so that its outcomes are seen as they come. */
  importPart: procedure
    .input(reasoned(importPartInput))
    .output(importPartOutput)
    .mutation(async ({ input: { filter, reason, ...part }, ctx }) => {
      const masker = await maskerOf(ctx);
      const { outcomes, next } = await imports(ctx.services).some(importerOf(ctx, reason), filter, part);
      return { outcomes: outcomes.map((outcome) => maskOutcome(outcome, masker)), next };
    }),
});

const made = processWide("quarantine.imports", () => new WeakMap<Pool, QuarantineImport>());

/** One a process: it takes record ids in blocks. */
function imports({ prisma, storePool }: WebServices): QuarantineImport {
  const known = made.get(storePool) ?? new QuarantineImport(prisma, storePool);
  made.set(storePool, known);
  return known;
}
