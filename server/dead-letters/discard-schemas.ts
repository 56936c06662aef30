import { z } from "zod";
import { deadLetterId, deadLetterSelection } from "./dead-letter-filter";

/** What is asked and answered where dead letters are discarded, and where that is taken back. */

const reason = z.string().trim().max(1_000, "is longer than 1,000 characters");
const which = {
  selection: deadLetterSelection,
  through: deadLetterId
    .optional()
    .meta({ description: "Only those up to this id, as the preview said: what came later is left alone" }),
};

export const settlePreviewInput = z.strictObject({
  selection: deadLetterSelection,
  change: z.enum(["discard", "restore"]),
});
/** What a discard or a restore would change now. */
export const settlePreview = z
  .object({
    matching: z.number().meta({ description: "All that are meant" }),
    changeable: z.number(),
    claimed: z.number().meta({ description: "A redrive has them in hand" }),
    otherState: z.number().meta({ description: "Not in our custody, or settled before" }),
    through: z.string().nullable().meta({ description: "The newest id that is meant" }),
  })
  .meta({ id: "SettlePreview" });
export type SettlePreview = z.output<typeof settlePreview>;

export const discardInput = z.strictObject({
  ...which,
  reason: reason.min(1, "is empty: say why they are given up"),
});
export const restoreInput = z.strictObject({ ...which, reason: reason.optional() });

export const settled = z
  .object({
    changed: z.number(),
    unchanged: z.number().meta({
      description: "Not changed: in the hands of a redrive, not in our custody, or settled before",
    }),
  })
  .meta({ id: "Settled" });
export type Settled = z.output<typeof settled>;
