import { z } from "zod";
import { ACTOR_KINDS, OUTCOMES, TARGET_TYPES } from "./action";
import { ACTION_NAMES } from "./action-names";

/** What the record tells the page and the API. Times are ISO text. Names and values are hostile text. */

export const actionId = z.string().regex(/^\d{1,18}$/, { error: "is not the id of an action" });

const text = z.string().min(1).max(400);
const which = {
  who: text.optional().describe("Part of the name, or the id, of who acted"),
  action: z.enum(ACTION_NAMES).optional().describe("What was done, exact"),
  targetType: z.enum(TARGET_TYPES).optional().describe("Kind of thing that was acted on"),
  target: text
    .optional()
    .describe("Part of the id or name of what was acted on, of its exchange or virtual host"),
  outcome: z.enum(OUTCOMES).optional().describe("What came of it"),
  q: z
    .string()
    .min(2)
    .max(200)
    .optional()
    .describe("Text in the reason, the details and the values before and after"),
  from: z.coerce.date().optional().describe("At or after this moment (ISO 8601)"),
  to: z.coerce.date().optional().describe("Before this moment (ISO 8601)"),
};
export const actionFilter = z.object(which);
export type ActionFilter = z.output<typeof actionFilter>;

/** Query of `GET /api/operator-actions`: newest first. */
export const listActionsInput = z.strictObject({
  ...which,
  cursor: z.string().max(64).optional().describe("Go on where the page before ended"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** Input of `actions.list`; `direction` is how the query client asks for a page. */
export const actionsPageInput = z.strictObject({
  ...which,
  cursor: z.string().max(64).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  direction: z.literal("forward").optional(),
});

export const actionItem = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.object({
      kind: z.enum(ACTOR_KINDS),
      id: z.string().nullable().meta({ description: "Null where there is no account" }),
      name: z.string(),
    }),
    from: z.string().nullable().meta({ description: "Address of the client" }),
    action: z.enum(ACTION_NAMES),
    target: z.object({
      type: z.enum(TARGET_TYPES),
      id: z.string(),
      vhost: z.string().nullable(),
      exchange: z.string().nullable(),
    }),
    reason: z.string().nullable(),
    outcome: z.enum(OUTCOMES),
  })
  .meta({ id: "OperatorAction" });
export type ActionItem = z.output<typeof actionItem>;

export const actionsPage = z.object({ items: z.array(actionItem), nextCursor: z.string().nullable() });
export type ActionsPage = z.output<typeof actionsPage>;

export const actionDetail = actionItem
  .extend({
    before: z.unknown().meta({ description: "State before; null where there was none" }),
    after: z.unknown().meta({ description: "State after" }),
    detail: z.unknown().meta({ description: "What else is worth knowing, such as what went wrong" }),
  })
  .meta({ id: "OperatorActionDetail" });
export type ActionDetail = z.output<typeof actionDetail>;

/** Kinds of things that show on themselves what was done to them. */
export const OBJECT_TYPES = [
  "exchange",
  "vhost",
  "message",
  "quarantine",
  "dead-letter",
  "dead-letter-queue",
  "redrive",
] as const;
export const actionsOfInput = z.strictObject({
  type: z.enum(OBJECT_TYPES),
  id: z.string().max(400),
  /** Of an exchange: two virtual hosts may have one of the same name. */
  vhost: z.string().max(255).optional(),
});
export type ActionsOfInput = z.output<typeof actionsOfInput>;

/** What everybody who may see an object may know of what was done to it: no address, no values. */
export const actionLine = actionItem
  .pick({ id: true, at: true, action: true, reason: true, outcome: true })
  .extend({
    who: z.string(),
  });
export type ActionLine = z.output<typeof actionLine>;
export const actionsOfOutput = z.object({ items: z.array(actionLine), more: z.boolean() });
