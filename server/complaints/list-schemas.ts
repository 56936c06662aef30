import { z } from "zod";
import { complaintSummary, complaintView } from "./view-schemas";
import { MINE, NOBODY, PRIORITIES, SORTS, STATUSES } from "./words";

/** What a list of complaints is asked, and answers. */

/** Several of a list: an array, or in an address joined by commas. */
const several = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(",") : value),
    z.array(z.enum(values)).min(1).max(values.length).optional(),
  );

const text = z.string().min(1).max(200);
const which = {
  status: several(STATUSES).describe("One or more statuses, joined by commas"),
  priority: several(PRIORITIES).describe("One or more priorities, joined by commas"),
  category: text.optional().describe("Category, exact"),
  userId: text.optional().describe("The customer's user id, exact"),
  assignedTo: text
    .optional()
    .describe(`Who is to deal with it; "${MINE}" for whoever asks, "${NOBODY}" for unassigned ones`),
  overdue: z
    .preprocess(
      (value) => (value === "true" ? true : value === "false" ? false : value),
      z.boolean().optional(),
    )
    .describe("Not resolved and past the time to resolve it by"),
  compensation: several(["none", "running", "done", "failed"]).describe(
    "State of the last compensation; failed: it needs a person",
  ),
  createdFrom: z.coerce.date().optional().describe("Filed at or after this moment (ISO 8601)"),
  createdTo: z.coerce.date().optional().describe("Filed before this moment (ISO 8601)"),
  q: z.string().trim().min(2).max(200).optional().describe("Text in title, description, ids or category"),
};

export const complaintFilter = z.strictObject(which);
export type ComplaintFilter = z.output<typeof complaintFilter>;

/** Query of `GET /api/complaints`. */
export const listComplaintsInput = z.strictObject({
  ...which,
  sort: z.enum(SORTS).default("-createdAt").describe("What the list is in order of; - for descending"),
  cursor: z.string().max(800).optional().describe("Go on where the page before ended"),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe("Complaints of one page"),
});
export type ListComplaintsInput = z.output<typeof listComplaintsInput>;

/** Input of `complaints.list`; `direction` is how the query client asks for a page. */
export const complaintsPageInput = listComplaintsInput.extend({ direction: z.literal("forward").optional() });

/** How far the read model is behind what was decided. */
export const readModelLag = z.object({
  behind: z.number().meta({ description: "Events that the list does not have yet" }),
  lagSeconds: z.number(),
  rebuilding: z.boolean(),
});
export type ReadModelLag = z.output<typeof readModelLag>;

/** Names of people and tokens by their ids, as far as they are known here. */
export const people = z.record(z.string(), z.string());

export const complaintsPage = z.object({
  items: z.array(complaintSummary),
  nextCursor: z.string().nullable(),
  people,
});
/** Answer of `GET /api/complaints`. */
export const complaintsListOutput = z.object({
  items: z.array(complaintView),
  nextCursor: z.string().nullable(),
});

export type ComplaintsPage = z.output<typeof complaintsPage>;

export const complaintCounts = z.object({
  byStatus: z.record(z.enum(STATUSES), z.number()),
  overdue: z.number(),
  lag: readModelLag,
});
export type ComplaintCounts = z.output<typeof complaintCounts>;
