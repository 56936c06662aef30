import { z } from "zod";
import { messageId } from "@/server/audit/audit-schemas";
import { DEFAULTS } from "./default-rules";
import { WITHHELD_REASONS } from "./withheld";

/** What goes in and out of the masking procedures. */

// PostgreSQL text holds no NUL.
const text = (longest: number) =>
  z
    .string()
    .max(longest, `is longer than ${longest} characters`)
    .refine((value) => !value.includes("\0"), "contains a NUL character");

/** A rule without its id. */
export const ruleFields = z.strictObject({
  /** `name`: fields of that name at any depth; `path`: one place in a JSON body. */
  by: z.enum(["name", "path"]),
  pattern: text(500).trim().min(1, "is empty"),
  /** `show`: not masked here. */
  effect: z.enum(["mask", "show"]),
  /** Null: every virtual host. */
  vhost: text(255).min(1, "is empty").nullable(),
  /** Null: every exchange; `*` stands for any characters. */
  exchanges: text(255).min(1, "is empty").nullable(),
});

export const ruleId = z.strictObject({ id: z.uuid() });
export const changeRuleInput = ruleFields.extend({ id: z.uuid() });
export const switchDefaultInput = z.strictObject({ id: z.enum(DEFAULTS), on: z.boolean() });

export const maskingRule = z.object({
  id: z.string(),
  by: z.enum(["name", "path"]),
  pattern: z.string(),
  effect: z.enum(["mask", "show"]),
  vhost: z.string().nullable(),
  exchanges: z.string().nullable(),
});
export type MaskingRuleOutput = z.output<typeof maskingRule>;

export const maskingOutput = z.object({
  /** The oldest first. */
  rules: z.array(maskingRule),
  defaults: z.array(
    z.object({
      id: z.enum(DEFAULTS),
      on: z.boolean(),
      /** Patterns of names, as a rule by name has them. */
      names: z.array(z.string()),
      /** Also found by its shape, in any text. */
      byShape: z.boolean(),
    }),
  ),
});
export type MaskingOutput = z.output<typeof maskingOutput>;

/** Longest text that can be tried. */
export const MOST_PREVIEW = 200_000;

export const previewInput = z.strictObject({
  /** A rule to try beside those that are kept; without one, those alone. */
  rule: ruleFields.optional(),
  /** A message that is stored, or a text as if it was published in a place of the rule. */
  of: z.union([z.strictObject({ id: messageId }), z.strictObject({ text: text(MOST_PREVIEW) })]),
});

export const previewOutput = z.object({
  /** As somebody sees it who sees it masked. */
  text: z.string().nullable(),
  /** How many values are masked. */
  masked: z.number(),
  withheld: z.enum(WITHHELD_REASONS).nullable(),
  /** How many values the rule alone changes: masks, or shows. Null without a rule. */
  changed: z.number().nullable(),
  /** The rule does not apply where the message was published. */
  elsewhere: z.boolean(),
});
export type PreviewOutput = z.output<typeof previewOutput>;
