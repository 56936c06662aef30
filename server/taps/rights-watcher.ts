import { pause } from "@/server/backoff";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Management } from "@/server/broker/management";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { checkRights } from "./permissions";
import type { Tapper } from "./tapper";

const EVERY_MS = 60_000;

/** Asks now and then what the broker does not grant, so that the pages can say it with the command that grants it. */
export class RightsWatcher {
  readonly #stopping = new AbortController();
  #run: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: {
      target: BrokerTarget;
      management: Management;
      tappers: readonly Tapper[];
      logger: Logger;
    },
  ) {}

  start(): void {
    this.#run = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#run;
  }

  async #watch(): Promise<void> {
    const { target, management, tappers, logger } = this.options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      for (const tapper of tappers) {
        try {
          tapper.report(await checkRights(target, management, tapper.vhost));
        } catch (error) {
          // The broker is away: the taps say so themselves.
          logger.debug({ vhost: tapper.vhost, error: errorText(error) }, "could not check our rights");
        }
      }
      await pause(EVERY_MS, signal);
    }
  }
}
