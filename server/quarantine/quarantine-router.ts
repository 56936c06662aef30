import { z } from "zod";
import { procedure, router } from "@/server/trpc/trpc";
import type { WebServices } from "@/server/web-services";
import { QuarantineImport } from "./import-quarantined";
import {
  describeQuarantined,
  pageQuarantine,
  previewImport,
  summariseQuarantine,
} from "./quarantine-queries";
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
    .query(({ input, ctx }) => pageQuarantine(ctx.services.prisma, ctx.scope, input)),

  summary: procedure
    .output(quarantineSummary)
    .query(({ ctx }) => summariseQuarantine(ctx.services.prisma, ctx.scope)),

  one: procedure
    .input(one)
    .output(quarantineDetail)
    .query(({ input, ctx }) => describeQuarantined(ctx.services.prisma, ctx.scope, input.id)),

  preview: procedure
    .input(quarantineFilter)
    .output(importPreview)
    .query(({ input, ctx }) => previewImport(ctx.services.prisma, ctx.scope, input)),

  importOne: procedure
    .input(one)
    .output(importOutcome)
    .mutation(({ input, ctx }) => importer(ctx.services).attempt(ctx.scope, input.id)),

  /** Called again and again from `next` on: each call is short, so that its outcomes are seen as they come. */
  importPart: procedure
    .input(importPartInput)
    .output(importPartOutput)
    .mutation(({ input: { filter, ...part }, ctx }) => importer(ctx.services).some(ctx.scope, filter, part)),
});

const importers = new WeakMap<WebServices, QuarantineImport>();

/** One a process: it takes record ids in blocks. */
function importer(services: WebServices): QuarantineImport {
  const known = importers.get(services);
  if (known) return known;
  const made = new QuarantineImport(services.prisma, services.storePool);
  importers.set(services, made);
  return made;
}
