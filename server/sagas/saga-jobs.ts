import type { ClientBase, Pool } from "pg";
import { pause } from "@/server/backoff";
import type { Clock } from "@/server/clock";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { newestDefinitions } from "./definitions-store";
import { type Looked, learnSagas } from "./learn-sagas";
import { patienceNow } from "./patience";
import { rejudgeByDefinitions, rejudgeByModels, rejudgeOpen } from "./rejudge";
import { EndedRejudge } from "./rejudge-ended";
import { SagaJudge } from "./saga-judge";
import { servingSagas } from "./saga-projection";

const EVERY_MS = 5_000;
const LEARN_EVERY_MS = 60_000;
/** Any number that nothing else locks. */
const LOCK = "sillage saga jobs";

interface Options {
  pool: Pool;
  logger: Logger;
  clock: Clock;
}

/**
 * What is done about sagas in the background, by one worker at a time: what is usual is learned, and instances are judged
 * anew when definitions, patience or models have changed. Whatever is stopped half-way is done again, and converges.
 */
export class SagaJobs {
  readonly #options: Options;
  readonly #stopping = new AbortController();
  readonly #looked = new Map<string, Looked>();
  readonly #ended = new EndedRejudge();
  #running: Promise<void> | null = null;
  #learnedAt: number | null = null;
  /** What all instances were judged by when they were last gone through. */
  #judgedBy: { definitions: string; patience: string } | null = null;
  /** What has changed in the turn before: a worker may have judged by what it knew for a moment longer. */
  #changed = { definitions: false, patience: false };
  #complained = "";

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { logger } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.turn();
        this.#complained = "";
      } catch (error) {
        const reason = errorText(error);
        if (reason !== this.#complained)
          logger.warn({ reason }, "sagas cannot be learned or judged anew now");
        this.#complained = reason;
      }
      await pause(EVERY_MS, signal);
    }
  }

  /** What is to be done now, once; nothing where another worker does it. */
  async turn(): Promise<void> {
    const client = await this.#options.pool.connect();
    let broken: Error | undefined;
    try {
      const { rows } = await client.query<{ mine: boolean }>(
        "SELECT pg_try_advisory_lock(hashtext($1)) AS mine",
        [LOCK],
      );
      if (!rows[0]!.mine) return;
      try {
        await this.#work(client);
      } finally {
        await client.query("SELECT pg_advisory_unlock(hashtext($1))", [LOCK]).catch((error: Error) => {
          broken = error;
        });
      }
    } finally {
      client.release(broken);
    }
  }

  async #work(client: ClientBase): Promise<void> {
    const { pool, clock } = this.#options;
    const { signal } = this.#stopping;
    const generation = await servingSagas(pool);
    if (generation === null) return;
    // Its own, and always fresh: what it writes is never by something older than what it has compared.
    const judge = new SagaJudge({ freshMs: 0 });
    const judgedBy = await rulesIn(client, generation);
    const changed = {
      definitions: judgedBy.definitions !== this.#judgedBy?.definitions,
      patience: judgedBy.patience !== this.#judgedBy?.patience,
    };
    if (changed.definitions || this.#changed.definitions)
      await rejudgeByDefinitions(pool, generation, judge, signal);
    if (changed.patience || this.#changed.patience) await rejudgeOpen(pool, generation, judge, signal);
    if (signal.aborted) return;
    this.#judgedBy = judgedBy;
    this.#changed = changed;
    // Before anything is learned anew: by the next turn every worker judges by what was learned in this one.
    await this.#ended.turn(pool, generation, judge, signal);
    const now = clock();
    let failure: { error: unknown } | undefined;
    // A clock may be set back: then it is learned again, and not after as long as that was.
    if (this.#learnedAt === null || Math.abs(now.getTime() - this.#learnedAt) >= LEARN_EVERY_MS) {
      this.#learnedAt = now.getTime();
      // One type that cannot be learned keeps nobody from being judged by what was learned of others.
      await learnSagas(pool, generation, now, this.#looked, signal).catch((error: unknown) => {
        failure = { error };
      });
    }
    while (!signal.aborted && (await rejudgeByModels(pool, generation, judge, signal)));
    if (failure) throw failure.error;
  }
}

/** What instances are judged by, as texts that are equal when it is. */
async function rulesIn(
  client: ClientBase,
  generation: number,
): Promise<{ definitions: string; patience: string }> {
  const definitions = (await newestDefinitions(client)).map(({ name, version }) => `${name} ${version}`);
  return {
    definitions: JSON.stringify([generation, definitions]),
    patience: JSON.stringify([generation, await patienceNow(client)]),
  };
}
