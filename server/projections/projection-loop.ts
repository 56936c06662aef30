import { setTimeout } from "node:timers/promises";
import type { Pool } from "pg";
import type { Clock } from "@/server/clock";
import { errorText } from "@/server/errors";
import { listenTo } from "@/server/event-store/listen";
import { LOG_CHANNEL } from "@/server/event-store/sequencer";
import type { Logger } from "@/server/logger";
import { readGenerations } from "./generations";
import type { Projection } from "./projection";
import { restAfterTurn } from "./rest-after-turn";
import { prepareProjection, runTurn } from "./run-projection";

/** How often to look without hearing that the log has grown. */
const EVERY_MS = 1_000;
/** After a turn that failed. */
const FAILED_MS = 1_000;

/** What a worker says of a projection. Times are ISO text. */
export interface ProjectionStatus {
  name: string;
  /** Events that the read model does not have yet, and for how long the oldest of them has been waiting. */
  behind: number;
  lagSeconds: number;
  /** A generation is being built beside the one that is served. */
  rebuilding: boolean;
  /** Why the last turn failed, in words for a person; it is tried again. */
  error: string | null;
}

interface Options {
  databaseUrl: string;
  pool: Pool;
  logger: Logger;
  clock: Clock;
  /** Whether something on this thread must not be kept waiting now. */
  busy?: () => boolean;
}

/** Keeps read models up to date: at once when the log grows, and regularly in case that was not heard. */
export class ProjectionLoop {
  readonly #options: Options;
  readonly #runners: ProjectionRunner[];
  #stopListening: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: Options, projections: readonly Projection[]) {
    this.#options = options;
    this.#runners = projections.map((projection) => new ProjectionRunner(options, projection));
  }

  start(): void {
    const poke = () => {
      for (const runner of this.#runners) runner.poke();
    };
    this.#stopListening = listenTo(LOG_CHANNEL, this.#options.databaseUrl, this.#options.logger, poke);
    this.#timer = setInterval(poke, EVERY_MS);
    poke();
  }

  async stop(): Promise<void> {
    this.#stopListening?.();
    if (this.#timer) clearInterval(this.#timer);
    await Promise.all(this.#runners.map((runner) => runner.stop()));
  }

  status(): Promise<ProjectionStatus[]> {
    return Promise.all(this.#runners.map((runner) => runner.status()));
  }
}

class ProjectionRunner {
  readonly #options: Options;
  readonly #projection: Projection;
  #prepared = false;
  #poked = false;
  #stopped = false;
  #running: Promise<void> | null = null;
  #error: string | null = null;
  readonly #stop = new AbortController();

  constructor(options: Options, projection: Projection) {
    this.#options = options;
    this.#projection = projection;
  }

  poke(): void {
    this.#poked = true;
    if (!this.#stopped) this.#running ??= this.#work();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stop.abort();
    await this.#running;
  }

  async status(): Promise<ProjectionStatus> {
    const { pool, clock } = this.#options;
    const lag = await projectionLag(pool, this.#projection, clock());
    return { name: this.#projection.name, ...lag, error: this.#error };
  }

  async #work(): Promise<void> {
    const { pool, logger, busy } = this.#options;
    const { name, source } = this.#projection;
    while (this.#poked && !this.#stopped) {
      this.#poked = false;
      try {
        if (!this.#prepared) await prepareProjection(pool, this.#projection);
        this.#prepared = true;
        const began = performance.now();
        const small = busy?.() ?? false;
        const more = await runTurn(pool, this.#projection, small ? source.small : undefined);
        if (more) this.#poked = true;
        this.#error = null;
        const ms = performance.now() - began;
        await this.#rest(restAfterTurn({ ms, more, busy: small, paceMs: source.paceMs }));
      } catch (error) {
        // An event that cannot be taken over holds up the rest: nothing is left out without a word.
        if (this.#error === null)
          logger.error({ projection: name, error: errorText(error) }, "a projection failed");
        this.#error = errorText(error);
        await this.#rest(FAILED_MS);
      }
    }
    this.#running = null;
  }

  /** Resolves after so long, or when it is stopped. */
  async #rest(ms: number): Promise<void> {
    if (ms <= 0) return;
    await setTimeout(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
  }
}

/** How far a read model is behind what is stored. */
export async function projectionLag(
  pool: Pool,
  { name, source }: Pick<Projection, "name" | "source">,
  now: Date,
): Promise<Pick<ProjectionStatus, "behind" | "lagSeconds" | "rebuilding">> {
  const { serving, building } = await readGenerations(pool, name);
  const { events, since } = await source.lag(pool, serving?.position ?? 0);
  return {
    behind: events,
    lagSeconds: since === null ? 0 : Math.max(0, (now.getTime() - since.getTime()) / 1_000),
    rebuilding: building !== null,
  };
}
