import { byOf } from "@/server/access/by";
import type { Principal } from "@/server/access/principal";
import { reasoned } from "@/server/operator-actions/reason";
import { procedure, router } from "@/server/trpc/trpc";
import type { WebServices } from "@/server/web-services";
import { DEFAULT_RULES, DEFAULTS } from "./default-rules";
import { addMaskingRule, changeMaskingRule, removeMaskingRule, setDefault } from "./manage-rules";
import { forgetRules } from "./masker-for";
import {
  changeRuleInput,
  maskingOutput,
  maskingRule,
  previewInput,
  previewOutput,
  ruleFields,
  ruleId,
  switchDefaultInput,
} from "./masking-schemas";
import { previewMasking } from "./preview";
import { readRules } from "./rule-store";

/** Which fields are personal. Each change counts from the next request on, and is recorded. */
export const maskingRouter = router({
  rules: procedure.output(maskingOutput).query(async ({ ctx }) => {
    const { rules, off } = await readRules(ctx.services.prisma);
    const defaults = DEFAULTS.map((id) => ({
      id,
      on: !off.includes(id),
      names: DEFAULT_RULES[id].names.split(",").map((name) => name.trim()),
      byShape: DEFAULT_RULES[id].shapes !== undefined,
    }));
    return { rules, defaults };
  }),

  add: procedure
    .input(ruleFields)
    .output(maskingRule)
    .mutation(({ input, ctx }) => changing(ctx, (deed) => addMaskingRule(deed, input))),

  change: procedure
    .input(changeRuleInput)
    .output(maskingRule)
    .mutation(({ input: { id, ...fields }, ctx }) =>
      changing(ctx, (deed) => changeMaskingRule(deed, id, fields)),
    ),

  remove: procedure
    .input(reasoned(ruleId))
    .mutation(({ input, ctx }) => changing(ctx, (deed) => removeMaskingRule(deed, input.id), input.reason)),

  switchDefault: procedure
    .input(switchDefaultInput)
    .mutation(({ input, ctx }) => changing(ctx, (deed) => setDefault(deed, input.id, input.on))),

  preview: procedure
    .input(previewInput)
    .output(previewOutput)
    .query(({ input, ctx }) => previewMasking(ctx.services, ctx.scope, input)),
});

interface Asking {
  principal: Principal;
  headers: Headers;
  services: WebServices;
}

async function changing<T>(
  ctx: Asking,
  change: (deed: { prisma: WebServices["prisma"]; by: ReturnType<typeof byOf> }) => Promise<T>,
  reason?: string,
): Promise<T> {
  try {
    return await change({ prisma: ctx.services.prisma, by: byOf(ctx, reason) });
  } finally {
    forgetRules(ctx.services);
  }
}
