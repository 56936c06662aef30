import { z } from "zod";
import { procedure, router } from "@/server/trpc/trpc";
import { actionsOf, getAction, listActions } from "./action-queries";
import {
  actionDetail,
  actionId,
  actionsOfInput,
  actionsOfOutput,
  actionsPage,
  actionsPageInput,
} from "./actions-schemas";

/** The record of what people, tokens and commands did. */
export const actionsRouter = router({
  list: procedure
    .input(actionsPageInput)
    .output(actionsPage)
    .query(({ input: { direction: _, ...input }, ctx }) => listActions(ctx.services.searchPool, input)),

  one: procedure
    .input(z.strictObject({ id: actionId }))
    .output(actionDetail)
    .query(({ input, ctx }) => getAction(ctx.services.searchPool, input.id)),

  /** What was done to one thing, for whoever may see the thing. */
  of: procedure
    .input(actionsOfInput)
    .output(actionsOfOutput)
    .query(({ input, ctx }) => actionsOf(ctx.services.searchPool, input, ctx.scope)),
});
