import { z } from "zod";
import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import { reasoned } from "@/server/operator-actions/reason";
import { planRedriveInput, redriveSelection } from "@/server/redrive/redrive-schemas";
import { MOST_EDITED_BYTES } from "./content";
import { deadLetterId } from "./dead-letter-filter";
import { isWellFormed } from "./field-schemas";
import { PATCH_REFUSALS } from "./patch-refusal";
import { headerOperations, patch } from "./patch-schemas";

/** What an edit is asked for, and what it answers. */

const versionNumber = z
  .number({ error: "is not a number" })
  .int("is not a whole number")
  .min(0, "is less than 0")
  .max(1_000_000, "is more than 1,000,000");

const accept = z.boolean().default(false).meta({
  description:
    "Keep it although it is not like what is known of its type; without this, problems are refused",
});

/** How the edited messages are redriven, in the same transaction. */
const redrive = planRedriveInput.omit({ selection: true, again: true }).optional().meta({
  description: "Redrive what was edited at once, in the same transaction; starts without a preview",
});

/** What is changed of one message; what is left out stays. */
const edit = {
  version: versionNumber.meta({
    description: "The version that you have seen; where there is a later one, 409",
  }),
  body: z
    .string()
    .refine(isWellFormed, "is not well-formed Unicode")
    .refine((text) => Buffer.byteLength(text) <= MOST_EDITED_BYTES, "is larger than 512 KiB")
    .optional()
    .meta({ description: "The whole body as text, without its content encoding" }),
  headers: headerOperations.optional(),
  routingKey: z
    .string()
    .refine(isWellFormed, "is not well-formed Unicode")
    .refine((text) => Buffer.byteLength(text) <= 255, "is longer than 255 bytes")
    .optional(),
  restore: versionNumber.optional().meta({
    description: "Make this older version count again (0: as it lay in the queue), instead of all the above",
  }),
};
const restoresOrEdits = ({ restore, body, headers, routingKey }: Edit) =>
  restore === undefined || (body ?? headers ?? routingKey) === undefined;
const NOT_BOTH = { path: ["restore"], error: "cannot be together with body, headers or routingKey" };
export type Edit = z.output<z.ZodObject<typeof edit>>;

/** Input of `deadLetters.editPreview`. */
export const editPreviewInput = z
  .strictObject({ id: deadLetterId, ...edit })
  .refine(restoresOrEdits, NOT_BOTH);

/** Body of `POST /api/dead-letters/{id}/versions`. */
export const editInput = reasoned(z.strictObject({ ...edit, accept, redrive }));
/** The same with its id: input of `deadLetters.edit`. */
export const editOneInput = editInput.extend({ id: deadLetterId }).refine(restoresOrEdits, NOT_BOTH);
export const checkedEditInput = editInput.refine(restoresOrEdits, NOT_BOTH);
export type EditInput = z.output<typeof editInput>;

const typedValues = z.custom<FieldValue[]>(Array.isArray).meta({
  description: "Typed values, as in the headers of a message; more than one where the name comes twice",
});
const textChange = z.object({ before: z.string(), after: z.string() });

export const contentChanges = z
  .object({
    routingKey: textChange.nullable(),
    headers: z.array(z.object({ name: z.string(), before: typedValues, after: typedValues })),
    body: z.array(
      z.object({
        path: z
          .string()
          .nullable()
          .meta({ description: "JSON pointer; null: the whole body, which is not JSON before or after" }),
        before: z.string().nullable().meta({ description: "As it is written; null: there was none" }),
        after: z.string().nullable(),
      }),
    ),
    layoutOnly: z.boolean().meta({ description: "The body says the same in other spaces and lines" }),
    more: z.boolean().meta({ description: "Changes of the body beyond the first 200 are left out" }),
  })
  .meta({ id: "DeadLetterChanges" });

export const shapeProblem = z
  .object({
    path: z.string().meta({ description: "JSON pointer" }),
    problem: z.enum(["missing", "unknown", "type", "format", "schema", "not_json"]),
    expected: z.array(z.string()).meta({ description: "Types or formats that are known there" }),
    said: z.string().nullable().meta({ description: "What a schema says of it" }),
  })
  .meta({ id: "ShapeProblem" });

/** What an edited body was compared with. */
export const shapeSource = z
  .object({
    eventType: z.string().nullable(),
    source: z.enum(["schema", "learned", "none"]).meta({
      description: "none: nothing is known of the type, so nothing could be checked",
    }),
    samples: z.number().meta({ description: "Stored events that it was learned from" }),
  })
  .meta({ id: "ShapeSource" });

export const editPreview = z
  .object({
    changes: contentChanges,
    problems: z.array(shapeProblem),
    shape: shapeSource,
    eventIdChanged: z.boolean().meta({ description: "Consumers will take it for another event" }),
  })
  .meta({ id: "DeadLetterEditPreview" });
export type EditPreview = z.output<typeof editPreview>;

export const editOutput = editPreview
  .extend({ version: z.number(), redriveId: z.string().nullable() })
  .meta({ id: "DeadLetterEdit" });
export type EditOutput = z.output<typeof editOutput>;

const headerEntries = z.custom<FieldEntry[]>(Array.isArray);
const readableContent = z.object({
  routingKey: z.string(),
  headers: headerEntries,
  text: z.string().nullable().meta({ description: "Null where it cannot be edited as text" }),
});

/** What the editor shows: the version that counts, and what lay in the queue. Never masked. */
export const editable = z.object({
  id: z.string(),
  vhost: z.string(),
  exchange: z.string(),
  queue: z.string(),
  eventType: z.string().nullable(),
  version: z.number(),
  content: readableContent,
  original: readableContent,
  reserved: z.array(z.string()).meta({ description: "Headers that are not for people to write" }),
  textRefusal: z.enum(PATCH_REFUSALS).nullable(),
  headersReadable: z.boolean(),
});
export type Editable = z.output<typeof editable>;

export const versionChangesInput = z.strictObject({
  id: deadLetterId,
  version: versionNumber.min(1, "is less than 1"),
});
export const versionChanges = z.object({
  changes: contentChanges,
  masked: z
    .boolean()
    .meta({ description: "Personal values are masked for you: what changed of them is not told" }),
});

const patched = {
  selection: redriveSelection,
  patch,
  through: deadLetterId.optional().meta({
    description:
      "Dead letters with a higher id are left out: what the preview answered, so that later arrivals are",
  }),
};

/** Input of a preview: of its further pages, with `after`. */
export const patchPreviewInput = z.strictObject({
  ...patched,
  after: deadLetterId.optional().meta({ description: "A further page of messages, from this id on" }),
});
export type PatchPreviewInput = z.output<typeof patchPreviewInput>;

export const patchApplyInput = reasoned(
  z.strictObject({
    ...patched,
    accept,
    redrive,
    token: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "is not the token of a preview")
      .optional()
      .meta({ description: "Of the preview: where anything that it showed has changed since, 409" }),
  }),
);
export type PatchApplyInput = z.output<typeof patchApplyInput>;

/** Body of `POST /api/dead-letters/patches`. */
export const patchesInput = z.discriminatedUnion(
  "mode",
  [
    patchPreviewInput.extend({ mode: z.literal("preview") }),
    patchApplyInput.extend({ mode: z.literal("apply") }),
  ],
  { error: "is neither preview nor apply" },
);

const patchedMessage = z
  .object({
    id: z.string(),
    version: z.number(),
    eventType: z.string().nullable(),
    outcome: z.enum(["applies", "unchanged", "refused"]),
    refusal: z.enum(PATCH_REFUSALS).nullable(),
    at: z.string().nullable().meta({ description: "The path or header that the refusal is about" }),
    changes: contentChanges.nullable(),
    problems: z.array(shapeProblem),
    shape: shapeSource.nullable(),
  })
  .meta({ id: "PatchedDeadLetter" });
export type PatchedMessage = z.output<typeof patchedMessage>;

const refusedCount = z.object({
  refusal: z.enum(PATCH_REFUSALS),
  at: z.string().nullable(),
  count: z.number(),
  example: z.string().meta({ description: "Id of one of them" }),
});

const patchCounts = z.object({
  total: z.number(),
  applies: z.number(),
  unchanged: z.number().meta({ description: "The patch applies and makes no difference" }),
  refused: z.array(refusedCount).meta({ description: "Those to which it does not apply, by reason" }),
  warned: z.number().meta({ description: "It applies, and the result is not like others of its type" }),
  unchecked: z.number().meta({ description: "It applies, and nothing is known of the type" }),
});
export type PatchCounts = z.output<typeof patchCounts>;

export const patchPreview = z
  .object({
    counts: patchCounts.nullable().meta({ description: "Null on a further page" }),
    through: z.string().nullable(),
    token: z.string().nullable(),
    items: z.array(patchedMessage),
    nextAfter: z.string().nullable(),
  })
  .meta({ id: "DeadLetterPatchPreview" });
export type PatchPreview = z.output<typeof patchPreview>;

export const patchOutput = z
  .object({
    counts: patchCounts,
    redriveId: z.string().nullable(),
  })
  .meta({ id: "DeadLetterPatchOutcome" });
export type PatchOutput = z.output<typeof patchOutput>;
