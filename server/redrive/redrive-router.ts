import { z } from "zod";
import { reasoned } from "@/server/operator-actions/reason";
import { procedure, router } from "@/server/trpc/trpc";
import { abort, pause, plan, preview, resume, start } from "./redrive-commands";
import { listRedriveMessages, listRedrives, readRedrive } from "./redrive-queries";
import {
  plannedRedrive,
  planRedriveInput,
  redriveId,
  redriveMessagesPage,
  redriveMessagesPageInput,
  redrivePreview,
  redrivesPage,
  redrivesPageInput,
  redriveView,
  resumeRedriveInput,
} from "./redrive-schemas";

const one = z.strictObject({ id: redriveId });

/** Redrives: planned, previewed, started, followed, paused, resumed, aborted. */
export const redriveRouter = router({
  plan: procedure
    .input(reasoned(planRedriveInput))
    .output(plannedRedrive)
    .mutation(({ input: { reason, ...input }, ctx }) => plan(ctx, input, reason)),

  preview: procedure
    .input(one)
    .output(redrivePreview)
    .query(({ input, ctx }) => preview(ctx, input.id)),

  start: procedure
    .input(reasoned(one))
    .output(redriveView)
    .mutation(({ input, ctx }) => start(ctx, input.id, input.reason)),

  pause: procedure
    .input(reasoned(one))
    .output(redriveView)
    .mutation(({ input, ctx }) => pause(ctx, input.id, input.reason)),

  resume: procedure
    .input(reasoned(resumeRedriveInput.extend({ id: redriveId })))
    .output(redriveView)
    .mutation(({ input: { id, reason, ...manner }, ctx }) => resume(ctx, id, manner, reason)),

  abort: procedure
    .input(reasoned(one))
    .output(redriveView)
    .mutation(({ input, ctx }) => abort(ctx, input.id, input.reason)),

  list: procedure
    .input(redrivesPageInput)
    .output(redrivesPage)
    .query(({ input, ctx }) => listRedrives(ctx.services.searchPool, ctx.scope, input)),

  one: procedure
    .input(one)
    .output(redriveView)
    .query(({ input, ctx }) => readRedrive(ctx.services.searchPool, ctx.scope, input.id)),

  messages: procedure
    .input(redriveMessagesPageInput)
    .output(redriveMessagesPage)
    .query(({ input: { id, ...input }, ctx }) =>
      listRedriveMessages(ctx.services.searchPool, ctx.scope, id, input),
    ),
});
