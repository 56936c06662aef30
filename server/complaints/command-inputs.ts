import { z } from "zod";
import { storable } from "@/server/envelopes/storable";
import { customerContact, priority } from "./event-fields";
import { LONGEST } from "./words";

/**
 * What people and programs may ask of a complaint: the bodies of the REST routes, the inputs of the procedures and the
 * forms of the pages, all the same.
 */

/** What somebody wrote, without blanks around it. */
const said = (max: number) =>
  z
    .string({ error: "must be text" })
    .trim()
    .min(1, { error: "must not be empty" })
    .max(max, { error: `must not be longer than ${max} characters` })
    .refine((value) => storable(value) === value, { error: "holds characters that cannot be stored" });

const id = said(200);

export const createInput = z.strictObject({
  userId: id.describe("The customer, as your systems know them"),
  title: said(LONGEST.title),
  description: said(LONGEST.description),
  priority,
  category: said(LONGEST.category),
  customer: customerContact
    .optional()
    .describe("How to reach the customer, where the directory does not know or should not be used"),
});
export type CreateInput = z.input<typeof createInput>;

export const assignInput = z.strictObject({ assignedTo: id.describe("Id of who is to deal with it") });
export const processInput = z.strictObject({
  resolution: said(LONGEST.comment)
    .optional()
    .describe("With it, the complaint is resolved; without, work on it has begun"),
});
export const closeInput = z.strictObject({});
export const commentInput = z.strictObject({ text: said(LONGEST.comment) });
export const reopenInput = z.strictObject({ reason: said(LONGEST.reason) });
export const priorityInput = z.strictObject({ priority });
export const compensationInput = z.strictObject({ reason: said(LONGEST.reason) });
