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

type MappingFor = (vhost: string, exchange: string) => EnvelopeMapping | undefined;

/** The operators' mappings as they stand now. One that cannot be read is left out and told to `onBad`. */
export async function mappingsOf(
  pool: Pool,
  onBad: (vhost: string, exchange: string) => void = () => {},
): Promise<MappingFor> {
  const { rows } = await pool.query<{ vhost: string; exchange: string; fields: unknown }>(
    "SELECT vhost, exchange, fields FROM envelope_mappings",
  );
  const byExchange = new Map<string, EnvelopeMapping>();
  for (const { vhost, exchange, fields } of rows) {
    const parsed = mappingFields.safeParse(fields);
    if (parsed.success) byExchange.set(`${vhost}\0${exchange}`, { exchange, fields: parsed.data });
    else onBad(vhost, exchange);
  }
  if (byExchange.size === 0) return () => undefined;
  return (vhost, exchange) => byExchange.get(`${vhost}\0${exchange}`);
}

/** The operators' mappings, read again every few seconds, so that reading a message asks no database. */
export class Mappings {
  readonly #pool: Pool;
  readonly #logger: Logger;
  #current: MappingFor = () => undefined;
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

  readonly for: MappingFor = (vhost, exchange) => this.#current(vhost, exchange);

  async #load(): Promise<void> {
    this.#current = await mappingsOf(this.#pool, (vhost, exchange) =>
      this.#logger.warn({ vhost, exchange }, "an envelope mapping cannot be read and is ignored"),
    );
  }
}
