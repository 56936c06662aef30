import type { ClientBase } from "pg";
import type { LogSource } from "./log-source";

/**
 * A read model that is made of the log alone. Its rows carry the generation that they belong to: a rebuild writes those of
 * the next one beside those that are being read.
 */
export interface Projection<Entry = unknown> {
  readonly name: string;
  /** Where its entries come from. */
  readonly source: LogSource<Entry>;
  /** Raise it whenever the same events are to give other rows: the read model is then rebuilt beside the old one. */
  readonly version: number;
  /**
   * Takes entries over into the rows of a generation, in the caller's transaction, which also keeps how far it came. Each
   * comes once, in the order of the log.
   * @returns what has changed, by its key, for those who look at it
   */
  apply(client: ClientBase, generation: number, entries: readonly Entry[]): Promise<string[]>;
  /** Removes at most `limit` rows of a generation that nobody reads any more. @returns how many it removed */
  clear(client: ClientBase, generation: number, limit: number): Promise<number>;
}
