import { z } from "zod";
import { MOST_NESTING, nestsDeeper } from "@/server/envelopes/nesting";
import { fieldValue, headerName, isWellFormed } from "./field-schemas";
import { stepsOf } from "./json-text";

/** Characters of a value that a patch puts in. */
const LONGEST_VALUE = 65_536;
/** Operations of one patch. */
const MOST_OPERATIONS = 50;

const path = z
  .string()
  .max(1_024, "is longer than 1,024 characters")
  .refine((text) => stepsOf(text) !== null, "is not a JSON pointer, for example /order/lines/0/price")
  .meta({ description: "JSON pointer (RFC 6901) into the body; `-` after an array is its end" });

const json = z
  .string()
  .max(LONGEST_VALUE, "is longer than 65,536 characters")
  .refine(isJson, "is not JSON")
  .meta({ description: "The value as JSON text, so that numbers stay as they are written" });

const key = z
  .string()
  .max(255, "is longer than 255 characters")
  .refine(isWellFormed, "is not well-formed Unicode");

const header = headerName.meta({ description: "Name of a header" });

const operation = z.discriminatedUnion(
  "op",
  [
    z.strictObject({ op: z.literal("set"), path, json }),
    z.strictObject({ op: z.literal("remove"), path }),
    z.strictObject({ op: z.literal("rename"), path, to: key.meta({ description: "The new key" }) }),
    z.strictObject({ op: z.literal("set_header"), header, value: fieldValue }),
    z.strictObject({ op: z.literal("remove_header"), header }),
    z.strictObject({ op: z.literal("rename_header"), header, to: headerName }),
  ],
  { error: "is not one of set, remove, rename, set_header, remove_header, rename_header" },
);
export type PatchOperation = z.output<typeof operation>;
export type BodyOperation = Extract<PatchOperation, { path: string }>;
export type HeaderOperation = Extract<PatchOperation, { header: string }>;

const operations = z.array(operation).max(MOST_OPERATIONS, `has more than ${MOST_OPERATIONS} operations`);

/** Operations on the headers alone. */
export const headerOperations = operations.refine(
  (list): list is HeaderOperation[] => list.every((one) => "header" in one),
  "changes more than headers",
);

/** Operations one after the other; where one does not apply, the message stays as it is. */
export const patch = operations.min(1, "has no operation").meta({
  id: "DeadLetterPatch",
  description:
    "Operations one after the other: set, remove or rename at a JSON pointer (path) or of a header. Where one does not apply to a message, that message stays as it is.",
});
export type Patch = z.output<typeof patch>;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  return isWellFormed(text) && !nestsDeeper(Buffer.from(text), MOST_NESTING);
}
