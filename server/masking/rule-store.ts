import { SillageError } from "@/server/errors";
import type { Prisma, PrismaClient } from "@/server/generated/prisma/client";
import { DEFAULTS, type MaskingDefault } from "./default-rules";
import { type MaskingRule, type ReadRule, readRule } from "./masking-rule";

/** The rules of an installation as they are kept. A change counts everywhere within `CACHE_MS` of masker-for.ts. */

/** More would make each field of each message slow to judge. */
export const MOST_RULES = 500;

/** What somebody may say of a rule. */
export type RuleFields = Omit<MaskingRule, "id">;

type Client = PrismaClient | Prisma.TransactionClient;

/** All rules, the oldest first, and the defaults that are switched off. */
export async function readRules(prisma: Client): Promise<{ rules: MaskingRule[]; off: MaskingDefault[] }> {
  const [rows, off] = await Promise.all([
    prisma.maskingRule.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] }),
    prisma.maskingDefaultOff.findMany(),
  ]);
  return {
    rules: rows.map(toRule),
    off: DEFAULTS.filter((id) => off.some((row) => row.id === id)),
  };
}

/** Adds a rule. @throws SillageError INVALID_INPUT, CONFLICT where there is one for the same */
export async function addRule(prisma: Client, fields: RuleFields): Promise<MaskingRule> {
  readChecked({ id: "", ...fields });
  if ((await prisma.maskingRule.count()) >= MOST_RULES)
    throw new SillageError(
      "CONFLICT",
      `There are ${MOST_RULES} rules already. Remove one that is not needed.`,
    );
  return toRule(await unique(() => prisma.maskingRule.create({ data: fields })));
}

/** Changes a rule. @returns as it was, and as it is @throws SillageError NOT_FOUND, INVALID_INPUT, CONFLICT */
export async function changeRule(
  prisma: Client,
  id: string,
  fields: RuleFields,
): Promise<{ before: MaskingRule; after: MaskingRule }> {
  readChecked({ id: "", ...fields });
  const before = await findRule(prisma, id);
  const data = { ...fields, changedAt: new Date() };
  const after = toRule(await unique(() => prisma.maskingRule.update({ where: { id }, data })));
  return { before, after };
}

/** Removes a rule. @returns as it was @throws SillageError NOT_FOUND */
export async function removeRule(prisma: Client, id: string): Promise<MaskingRule> {
  const before = await findRule(prisma, id);
  await prisma.maskingRule.delete({ where: { id } });
  return before;
}

/** Switches a default on or off. @returns whether that changed anything */
export async function switchDefault(prisma: Client, id: MaskingDefault, on: boolean): Promise<boolean> {
  if (on) return (await prisma.maskingDefaultOff.deleteMany({ where: { id } })).count > 0;
  const { count } = await prisma.maskingDefaultOff.createMany({ data: [{ id }], skipDuplicates: true });
  return count > 0;
}

async function findRule(prisma: Client, id: string): Promise<MaskingRule> {
  const row = await prisma.maskingRule.findUnique({ where: { id } });
  if (!row)
    throw new SillageError("NOT_FOUND", "There is no such masking rule. Somebody may have removed it.");
  return toRule(row);
}

/** Reads the pattern of a rule. @throws SillageError INVALID_INPUT where it is none */
export function readChecked(fields: MaskingRule): ReadRule {
  const read = readRule(fields);
  if (read) return read;
  const example = fields.by === "path" ? "$.customer.email or $.lines[*].note" : "email or *email";
  const why = `is no ${fields.by === "path" ? "path" : "name"}: write for example ${example}`;
  throw new SillageError("INVALID_INPUT", `The pattern ${why}.`, { details: { fields: { pattern: why } } });
}

async function unique<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: string }).code !== "P2002") throw error;
    throw new SillageError(
      "CONFLICT",
      "There is a rule for the same field in the same place. Change that one.",
      {
        cause: error,
      },
    );
  }
}

function toRule(row: {
  id: string;
  by: string;
  pattern: string;
  effect: string;
  vhost: string | null;
  exchanges: string | null;
}): MaskingRule {
  const { id, pattern, vhost, exchanges } = row;
  return {
    id,
    by: row.by === "path" ? "path" : "name",
    pattern,
    effect: row.effect === "show" ? "show" : "mask",
    vhost,
    exchanges,
  };
}
