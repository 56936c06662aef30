import { hostname } from "node:os";
import type { Pool } from "pg";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import type { ProcessStatus } from "./process-status";

const EVERY_MS = 1_000;
/** A process that said nothing for this long is gone: killed, or its machine is. */
const SILENT_MS = 60_000;

export interface ReportOptions {
  id: string;
  pool: Pool;
  logger: Logger;
  status: () => Promise<ProcessStatus> | ProcessStatus;
  /** prom-client's metrics as JSON. */
  metrics: () => Promise<unknown[]>;
}

/** Writes what this process says about itself into the store every second, where the pages and /metrics read it. */
export class ProcessReport {
  readonly #options: ReportOptions;
  readonly #startedAt = new Date();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #failed = false;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  start(): void {
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), EVERY_MS);
  }

  /** Takes the process off the list. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#writing;
    await this.#options.pool.query("DELETE FROM processes WHERE id = $1", [this.#options.id]).catch(() => {});
  }

  #beat(): void {
    this.#writing ??= this.#write()
      .then(() => {
        this.#failed = false;
      })
      .catch((error) => {
        if (!this.#failed)
          this.#options.logger.warn({ error: errorText(error) }, "cannot report to the store");
        this.#failed = true;
      })
      .finally(() => {
        this.#writing = null;
      });
  }

  async #write(): Promise<void> {
    const { id, pool } = this.#options;
    const status = await this.#options.status();
    const metrics = await this.#options.metrics();
    await pool.query(
      `INSERT INTO processes (id, role, host, pid, started_at, seen_at, status, metrics)
       VALUES ($1, $2, $3, $4, $5, now(), $6, $7)
       ON CONFLICT (id) DO UPDATE SET seen_at = now(), status = excluded.status, metrics = excluded.metrics`,
      [
        id,
        status.role,
        hostname(),
        process.pid,
        this.#startedAt,
        JSON.stringify(status),
        JSON.stringify(metrics),
      ],
    );
    await pool.query("DELETE FROM processes WHERE seen_at < now() - $1 * interval '1 millisecond'", [
      SILENT_MS,
    ]);
  }
}
