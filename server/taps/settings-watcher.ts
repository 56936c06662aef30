import type { Pool } from "pg";
import { pause } from "@/server/backoff";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { readTapSettings, type TapSettings } from "./taps-store";

const EVERY_MS = 2_000;

/** Follows what people decided about a virtual host's taps. While the database is away, the last known decisions hold. */
export class SettingsWatcher {
  #settings: TapSettings | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly vhost: string,
    private readonly logger: Logger,
    private readonly onChange: () => void,
  ) {}

  get consent(): boolean {
    return this.#settings?.consent === true;
  }

  get excluded(): ReadonlySet<string> {
    return this.#settings?.excluded ?? new Set();
  }

  /** Asks once. */
  async read(): Promise<void> {
    try {
      const settings = await readTapSettings(this.pool, this.vhost);
      const changed = !same(this.#settings, settings);
      this.#settings = settings;
      if (changed) this.onChange();
    } catch (error) {
      this.logger.warn(
        { vhost: this.vhost, error: errorText(error) },
        "Could not read the settings of the taps",
      );
    }
  }

  /** Asks again and again until the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(EVERY_MS, signal);
      if (!signal.aborted) await this.read();
    }
  }
}

function same(a: TapSettings | null, b: TapSettings): boolean {
  return (
    a !== null &&
    a.consent === b.consent &&
    a.excluded.size === b.excluded.size &&
    [...a.excluded].every((name) => b.excluded.has(name))
  );
}
