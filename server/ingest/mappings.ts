import type { Pool } from "pg";
import { z } from "zod";
import type { EnvelopeMapping } from "@/server/envelopes/envelope";
import type { Logger } from "@/server/logger";

const EVERY_MS = 5_000;

const FIELDS = [
  "eventId",
  "eventType",
  "kind",
  "producer",
  "aggregateType",
  "aggregateId",
  "declaredVersion",
  "schemaVersion",
  "occurredAt",
  "correlationId",
  "causationId",
  "traceId",
  "spanId",
  "actor",
] as const;

/** Where each field stands: a dotted path that begins with body, headers or properties. */
export const mappingFields = z.partialRecord(
  z.enum(FIELDS),
  z.string().regex(/^(body|headers|properties)(\.[^.]+)+$/, {
    error: "begins with body., headers. or properties., for example body.meta.id",
  }),
);

/** The operators' envelope mappings, read again every few seconds, so that reading a message asks no database. */
export class Mappings {
  readonly #pool: Pool;
  readonly #logger: Logger;
  #byExchange = new Map<string, EnvelopeMapping>();
  #timer: NodeJS.Timeout | null = null;

  constructor(pool: Pool, logger: Logger) {
    this.#pool = pool;
    this.#logger = logger;
  }

  async start(): Promise<void> {
    await this.#load();
    this.#timer = setInterval(() => this.#load().catch(() => {}), EVERY_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  readonly for = (vhost: string, exchange: string): EnvelopeMapping | undefined =>
    this.#byExchange.size === 0 ? undefined : this.#byExchange.get(`${vhost}\0${exchange}`);

  async #load(): Promise<void> {
    const { rows } = await this.#pool.query<{ vhost: string; exchange: string; fields: unknown }>(
      "SELECT vhost, exchange, fields FROM envelope_mappings",
    );
    const next = new Map<string, EnvelopeMapping>();
    for (const { vhost, exchange, fields } of rows) {
      const parsed = mappingFields.safeParse(fields);
      if (parsed.success) next.set(`${vhost}\0${exchange}`, { exchange, fields: parsed.data });
      else this.#logger.warn({ vhost, exchange }, "an envelope mapping cannot be read and is ignored");
    }
    this.#byExchange = next;
  }
}
