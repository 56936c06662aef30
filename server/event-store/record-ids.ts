import type { ClientBase } from "pg";

/** Size of a block of `record_id_blocks`: part of the stored format, never change it. */
const BLOCK = 65_536;

/** Gives out record ids: unique over all writers of a store, consecutive within one call, not dense. */
export class RecordIds {
  #next = 0;
  #end = 0;

  /** First of `count` consecutive ids. Asks the database for a block when the one in hand is too short. `count` is at most 65,536. */
  async take(client: ClientBase, count: number): Promise<number> {
    // A loop: while we wait for a block, another consumer of this process may use up the one before.
    while (this.#next + count > this.#end) {
      const { rows } = await client.query<{ block: string }>("SELECT nextval('record_id_blocks') AS block");
      this.#next = Number(rows[0]!.block) * BLOCK;
      this.#end = this.#next + BLOCK;
    }
    const first = this.#next;
    this.#next += count;
    return first;
  }
}
