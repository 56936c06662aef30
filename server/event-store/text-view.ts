/** A stored message as free text is looked for in it. */
export interface SearchableText {
  vhost: string;
  exchange: string;
  rawProperties: Uint8Array;
  /** Makes the readable body, which may be work; null when there is none, or it is too large to be searched. */
  text: () => string | null;
}

/**
 * The texts of a message that somebody may search, where that is not all: what they are shown of it and nothing else, so
 * that a search never confirms what is masked. Null: all of it.
 */
export type TextView = (message: SearchableText) => string[] | null;
