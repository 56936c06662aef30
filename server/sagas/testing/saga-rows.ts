import { createHash, randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { StepRole } from "../saga";
import type { SagaRow } from "../saga-item";
import { SAGA_VIEWS } from "../served-sagas";

/** A saga of a test, as the projection would have written it. Everything has a value where it is not given. */
export type TestSaga = Partial<Omit<SagaRow, "generation" | "definitionTitle">> & {
  modelVersion?: number | null;
};

/** An event of such a saga, or what happened to one. */
export interface TestStep {
  recordId: number;
  at: number;
  role?: StepRole;
  firstId?: number | null;
  exchange?: string;
  type?: string;
  kind?: string;
  producer?: string | null;
  eventId?: string | null;
  causationId?: string | null;
  streamId?: string | null;
  beforeId?: number | null;
  link?: "causation" | "order" | null;
  gapMs?: number | null;
  dead?: boolean;
}

/** The key of a value, for tests. */
export const testKey = (value: string): string => {
  const hex = createHash("sha256").update(value).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
};

/** Has a generation served, if none is yet. */
export async function serveSagas(pool: Pool, generation = 1): Promise<void> {
  await pool.query(
    `INSERT INTO projection_generations (name, generation, state, code_version) VALUES ($1, $2, 'serving', 1)
     ON CONFLICT DO NOTHING`,
    [SAGA_VIEWS, generation],
  );
}

/** Writes sagas into the read model, with their steps where they are given. */
export async function writeSagas(
  pool: Pool,
  sagas: readonly (TestSaga & { steps?: readonly TestStep[] })[],
  generation = 1,
): Promise<void> {
  for (const { steps = [], ...saga } of sagas) {
    const startedAt = saga.startedAt ?? Date.now() * 1_000;
    const exchange = saga.startExchange ?? "orders";
    const row = {
      generation,
      key: saga.key ?? testKey(saga.value ?? randomUUID()),
      ordinal: saga.ordinal ?? 1,
      vhost: saga.vhost ?? "/",
      basis: saga.basis ?? "correlation",
      value: saga.value ?? "value",
      form: saga.form ?? "saga",
      start_type: saga.startType ?? "OrderPlaced",
      start_exchange: exchange,
      started_at: momentOf(startedAt),
      last_type: saga.lastType ?? "OrderShipped",
      last_exchange: saga.lastExchange ?? exchange,
      last_at: momentOf(saga.lastAt ?? startedAt + 60_000_000),
      duration_ms: saga.durationMs ?? 60_000,
      events: saga.events ?? 3,
      inferred_links: saga.inferredLinks ?? 0,
      dead: saga.dead ?? 0,
      redriven: saga.redriven ?? 0,
      participants: saga.participants ?? ["shop"],
      exchanges: saga.exchanges ?? [exchange],
      streams: saga.streams ?? [],
      variant: saga.variant ?? testKey("variant"),
      status: saga.status ?? "COMPLETED",
      certainty: saga.certainty ?? "inferred",
      late_at: saga.lateAt == null ? null : momentOf(saga.lateAt),
      stuck_at: saga.stuckAt == null ? null : momentOf(saga.stuckAt),
      waiting_for: JSON.stringify(saga.waitingFor ?? []),
      deviations: JSON.stringify(saga.deviations ?? []),
      definition: saga.definition ?? null,
      definition_version: saga.definitionVersion ?? null,
      model_version: saga.modelVersion ?? null,
    };
    await insert(pool, "sagas", row);
    for (const step of steps)
      await insert(pool, "saga_steps", {
        generation,
        key: row.key,
        received_at: momentOf(step.at),
        record_id: step.recordId,
        vhost: row.vhost,
        role: step.role ?? "event",
        first_id: step.firstId ?? null,
        exchange: step.exchange ?? exchange,
        event_type: step.type ?? "OrderPlaced",
        kind: step.kind ?? "event",
        producer: step.producer ?? null,
        event_id: step.eventId ?? null,
        causation_id: step.causationId ?? null,
        stream_id: step.streamId ?? null,
        ordinal: row.ordinal,
        before_id: step.beforeId ?? null,
        link: step.link ?? null,
        gap_ms: step.gapMs ?? null,
        dead: step.dead ?? false,
      });
  }
}

async function insert(
  pool: Pool,
  table: "sagas" | "saga_steps",
  row: Record<string, unknown>,
): Promise<void> {
  const columns = Object.keys(row);
  await pool.query(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(", ")})`,
    Object.values(row),
  );
}

/** Microseconds since 1970 as PostgreSQL reads them. */
const momentOf = (micros: number): string => {
  const text = new Date(Math.floor(micros / 1_000)).toISOString();
  return text.replace(
    /\.(\d{3})Z$/,
    (_, millis: string) => `.${millis}${String(micros % 1_000).padStart(3, "0")}Z`,
  );
};
