/** Why an operation of a patch does not apply to a message. */
export const PATCH_REFUSALS = [
  /** The body is not JSON (or nests too deep). */
  "not_json",
  /** Nothing is at that path, or its parent is not there. */
  "no_such_path",
  /** What is to be a parent is neither an object nor an array. */
  "no_parent",
  /** A key or a header comes twice: it is not clear which one is meant. */
  "twice",
  /** The new name is taken. */
  "name_taken",
  "no_such_header",
  /** The broker or Sillage writes this header. */
  "reserved_header",
  /** The headers of this message cannot be read. */
  "headers_unreadable",
  /** The body is not text. */
  "binary",
  /** The body has a content encoding that cannot be taken off and put on again. */
  "encoded",
  /** The body is too large to be edited. */
  "too_large",
  /** Its content is not in our custody. */
  "not_held",
  /** There is no such older version. */
  "no_such_version",
  /** A redrive has it. */
  "claimed",
  /** Whoever asks is not shown all of its content. */
  "masked",
] as const;
export type PatchRefusal = (typeof PATCH_REFUSALS)[number];

/** Thrown by the pure parts; callers turn it into an answer. */
export class DoesNotApply extends Error {
  readonly refusal: PatchRefusal;
  /** The path or header that it is about. */
  readonly at: string | null;

  constructor(refusal: PatchRefusal, at: string | null = null) {
    super(at === null ? refusal : `${refusal}: ${at}`);
    this.name = "DoesNotApply";
    this.refusal = refusal;
    this.at = at;
  }
}
