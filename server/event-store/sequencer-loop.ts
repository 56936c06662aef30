import type { Pool } from "pg";
import { errorText } from "@/server/errors";
import { hasUnplaced, sequence } from "./sequencer";

/** How often to look without being poked: what another process committed and did not sequence itself. */
const EVERY_MS = 500;

/** Runs the sequencer: at once when poked after a commit, and regularly for what others committed. */
export class SequencerLoop {
  readonly #pool: Pool;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #poked = false;
  #stopped = false;
  #head = 0;
  #waiting = 0;
  #error: string | null = null;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The log as last seen: its length, records without a position, and why the last turn failed, if it did. */
  get state(): { head: number; waiting: number; error: string | null } {
    return { head: this.#head, waiting: this.#waiting, error: this.#error };
  }

  start(): void {
    this.poke();
    this.#timer = setInterval(() => this.poke(), EVERY_MS);
  }

  /** Something was committed: give it its position now. */
  poke(): void {
    this.#poked = true;
    if (!this.#stopped) this.#running ??= this.#work();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  async #work(): Promise<void> {
    while (this.#poked && !this.#stopped) {
      this.#poked = false;
      try {
        const turn = await sequence(this.#pool);
        if (turn.head !== null) [this.#head, this.#waiting] = [turn.head, turn.waiting];
        // Another process may have committed meanwhile and found the lease taken.
        if (turn.sequenced > 0 && (await hasUnplaced(this.#pool))) this.#poked = true;
        this.#error = null;
      } catch (error) {
        this.#error = errorText(error);
      }
    }
    this.#running = null;
  }
}
