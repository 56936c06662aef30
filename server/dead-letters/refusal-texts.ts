import { SillageError } from "@/server/errors";
import { DoesNotApply, type PatchRefusal } from "./patch-refusal";

/** What the API says where an edit does not apply; the pages have words of their own for each. */
const TEXTS: Record<PatchRefusal, string> = {
  not_json: "The body is not JSON, or nests too deep.",
  no_such_path: "There is nothing at that path.",
  no_parent: "What stands there has no such member: it is neither an object nor an array that takes it.",
  twice: "It comes twice, so it is not clear which one is meant.",
  name_taken: "That name is taken.",
  no_such_header: "There is no such header.",
  reserved_header: "The broker or Sillage writes this header.",
  headers_unreadable: "The headers of this message cannot be read, so they cannot be changed.",
  binary: "The body is not text.",
  encoded: "The body has a content encoding that cannot be taken off.",
  too_large: "The body is larger than 512 KiB.",
  not_held:
    "Its content is not in custody: only what is held, or was redriven, can be edited. Hold its queue first.",
  no_such_version: "There is no such older version.",
  claimed: "A redrive has it in hand. Abort that one, or wait until it has settled it.",
  masked:
    "You are shown this message masked, so you would send masks. Editing needs the permission to read personal data of its exchange.",
};

/** The refusal as an error for whoever asked for an edit of this one message. */
export function refused(refusal: PatchRefusal, at: string | null = null): SillageError {
  const code = refusal === "masked" ? "FORBIDDEN" : refusal === "claimed" ? "CONFLICT" : "UNPROCESSABLE";
  const text = at === null ? TEXTS[refusal] : `${TEXTS[refusal]} (${at})`;
  return new SillageError(code, text, { details: { facts: { refusal, at } } });
}

/** Runs what may not apply. @throws SillageError UNPROCESSABLE in its place */
export function orRefuse<T>(edit: () => T): T {
  try {
    return edit();
  } catch (error) {
    throw error instanceof DoesNotApply ? refused(error.refusal, error.at) : error;
  }
}
