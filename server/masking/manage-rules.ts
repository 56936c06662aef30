import type { PrismaClient } from "@/server/generated/prisma/client";
import type { By } from "@/server/operator-actions/action";
import { recordAction } from "@/server/operator-actions/record-action";
import type { MaskingDefault } from "./default-rules";
import type { MaskingRule } from "./masking-rule";
import { addRule, changeRule, type RuleFields, removeRule, switchDefault } from "./rule-store";

/** Changes of the rules, each with its record in one transaction. */

interface Deed {
  prisma: PrismaClient;
  by: By;
}

const targetOf = ({ id, vhost, exchanges }: MaskingRule) =>
  ({ type: "masking-rule", id, vhost, exchange: exchanges }) as const;

/** @throws SillageError INVALID_INPUT, CONFLICT */
export function addMaskingRule({ prisma, by }: Deed, fields: RuleFields): Promise<MaskingRule> {
  return prisma.$transaction(async (tx) => {
    const rule = await addRule(tx, fields);
    const target = targetOf(rule);
    await recordAction(tx, { by, action: "masking-rule.created", target, outcome: "done", after: fields });
    return rule;
  });
}

/** @throws SillageError NOT_FOUND, INVALID_INPUT, CONFLICT */
export function changeMaskingRule(
  { prisma, by }: Deed,
  id: string,
  fields: RuleFields,
): Promise<MaskingRule> {
  return prisma.$transaction(async (tx) => {
    const { before, after } = await changeRule(tx, id, fields);
    const action = "masking-rule.changed";
    await recordAction(tx, { by, action, target: targetOf(after), outcome: "done", before, after });
    return after;
  });
}

/** @throws SillageError NOT_FOUND */
export function removeMaskingRule({ prisma, by }: Deed, id: string): Promise<void> {
  return prisma.$transaction(async (tx) => {
    const before = await removeRule(tx, id);
    const target = targetOf(before);
    await recordAction(tx, { by, action: "masking-rule.removed", target, outcome: "done", before });
  });
}

/** Switches a default on or off; nothing is recorded where nothing changes. */
export function setDefault({ prisma, by }: Deed, id: MaskingDefault, on: boolean): Promise<void> {
  return prisma.$transaction(async (tx) => {
    if (!(await switchDefault(tx, id, on))) return;
    const target = { type: "masking-rule", id: `default ${id}` } as const;
    const action = "masking-rule.changed";
    await recordAction(tx, { by, action, target, outcome: "done", before: { on: !on }, after: { on } });
  });
}
