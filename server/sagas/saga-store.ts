import type { ClientBase } from "pg";
import { plainArray, textArray } from "@/server/event-store/array-literal";
import type { SagaInstance, Verdict } from "./saga";

/** An instance and what can be said of it. */
export interface Judged {
  instance: SagaInstance;
  verdict: Verdict;
}

/** Streams of an instance that its row names; there may be as many as it has events. */
const MOST_STREAMS = 100;

/** Stores instances in place of what is there under their numbers. */
export async function upsertSagas(
  client: ClientBase,
  generation: number,
  judged: readonly Judged[],
): Promise<void> {
  if (judged.length === 0) return;
  await storeVariants(
    client,
    judged.map(({ instance }) => instance),
  );
  await client.query(
    `INSERT INTO sagas (generation, ${COLUMNS})
     SELECT $1, ${COLUMNS.replace(/\b(started|last|late|stuck)_at\b/g, "to_timestamp($1_at / 1000000)")}
     FROM jsonb_to_recordset($2) AS row (
       key uuid, ordinal int, vhost text, basis text, value text, form text, start_type text, start_exchange text,
       started_at float8, last_type text, last_exchange text, last_at float8, duration_ms float8, events int,
       inferred_links int, dead int, redriven int, participants text[], exchanges text[], streams text[], variant uuid,
       status text, certainty text, late_at float8, stuck_at float8, waiting_for jsonb, deviations jsonb, definition text,
       definition_version int, model_version int)
     ON CONFLICT (generation, key, ordinal) DO UPDATE SET (${COLUMNS}) = (${EXCLUDED})`,
    [generation, JSON.stringify(judged.map(toRow))],
  );
}

/** Removes instances that are no more: what they were of belongs to others. */
export async function deleteSagas(
  client: ClientBase,
  generation: number,
  gone: readonly { key: string; ordinal: number }[],
): Promise<void> {
  if (gone.length === 0) return;
  await client.query(
    `DELETE FROM sagas USING unnest($2::uuid[], $3::int[]) AS gone (key, ordinal)
     WHERE generation = $1 AND sagas.key = gone.key AND sagas.ordinal = gone.ordinal`,
    [generation, plainArray(gone.map(({ key }) => key)), plainArray(gone.map(({ ordinal }) => ordinal))],
  );
}

/**
 * Stores what is said of instances, and nothing else of them; where that is what is said already, nothing is written.
 * @returns how many of them something else is said of now
 */
export async function updateVerdicts(
  client: ClientBase,
  generation: number,
  judged: readonly { key: string; ordinal: number; verdict: Verdict }[],
): Promise<number> {
  if (judged.length === 0) return 0;
  const { rowCount } = await client.query(
    `UPDATE sagas AS s
     SET status = n.status, certainty = n.certainty, late_at = to_timestamp(n.late_at / 1000000),
         stuck_at = to_timestamp(n.stuck_at / 1000000), waiting_for = n.waiting_for, deviations = n.deviations,
         definition = n.definition, definition_version = n.definition_version, model_version = n.model_version
     FROM jsonb_to_recordset($2) AS n (
       key uuid, ordinal int, status text, certainty text, late_at float8, stuck_at float8, waiting_for jsonb,
       deviations jsonb, definition text, definition_version int, model_version int)
     WHERE s.generation = $1 AND s.key = n.key AND s.ordinal = n.ordinal
       AND (s.status, s.certainty, s.late_at, s.stuck_at, s.waiting_for, s.deviations, s.definition, s.definition_version,
            s.model_version)
         IS DISTINCT FROM (n.status, n.certainty, to_timestamp(n.late_at / 1000000), to_timestamp(n.stuck_at / 1000000),
            n.waiting_for, n.deviations, n.definition, n.definition_version, n.model_version)`,
    [
      generation,
      JSON.stringify(judged.map(({ key, ordinal, verdict }) => ({ key, ordinal, ...verdictRow(verdict) }))),
    ],
  );
  return rowCount ?? 0;
}

const NAMES = [
  "key",
  "ordinal",
  "vhost",
  "basis",
  "value",
  "form",
  "start_type",
  "start_exchange",
  "started_at",
  "last_type",
  "last_exchange",
  "last_at",
  "duration_ms",
  "events",
  "inferred_links",
  "dead",
  "redriven",
  "participants",
  "exchanges",
  "streams",
  "variant",
  "status",
  "certainty",
  "late_at",
  "stuck_at",
  "waiting_for",
  "deviations",
  "definition",
  "definition_version",
  "model_version",
];
const COLUMNS = NAMES.join(", ");
const EXCLUDED = NAMES.map((name) => `excluded.${name}`).join(", ");

function toRow({ instance, verdict }: Judged) {
  const { key, ordinal, form, steps, marks, variant } = instance;
  const first = steps[0]!;
  const last = steps.at(-1)!;
  return {
    key: key.key,
    ordinal,
    vhost: key.vhost,
    basis: key.basis,
    value: key.value,
    form,
    start_type: first.type,
    start_exchange: first.exchange,
    started_at: first.at,
    last_type: last.type,
    last_exchange: last.exchange,
    last_at: last.at,
    duration_ms: (last.at - first.at) / 1_000,
    events: steps.length,
    inferred_links: steps.filter(({ before }) => before?.link === "order").length,
    dead: steps.filter(({ dead }) => dead).length,
    redriven: marks.filter(({ role }) => role === "redrive").length,
    participants: distinct(steps.map(({ producer }) => producer)),
    exchanges: distinct(steps.map(({ exchange }) => exchange)),
    streams: distinct(steps.map(({ streamId }) => streamId)).slice(0, MOST_STREAMS),
    variant: variant.id,
    ...verdictRow(verdict),
  };
}

function verdictRow(verdict: Verdict) {
  return {
    status: verdict.status,
    certainty: verdict.certainty,
    late_at: verdict.lateAt,
    stuck_at: verdict.stuckAt,
    waiting_for: verdict.waitingFor,
    deviations: verdict.deviations,
    definition: verdict.definition?.name ?? null,
    definition_version: verdict.definition?.version ?? null,
    model_version: verdict.modelVersion,
  };
}

/** In order of appearance. */
function distinct(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))];
}

/** Two generations may be written at once: in order, so that neither waits for the other for ever. */
async function storeVariants(client: ClientBase, instances: readonly SagaInstance[]): Promise<void> {
  const variants = new Map(instances.map((instance) => [instance.variant.id, instance]));
  const rows = [...variants.values()].sort((a, b) => (a.variant.id < b.variant.id ? -1 : 1));
  await client.query(
    `INSERT INTO saga_variants (variant, start_type, path)
     SELECT n.variant, n.start_type, n.path FROM unnest($1::uuid[], $2::text[], $3::jsonb[]) AS n (variant, start_type, path)
     WHERE NOT EXISTS (SELECT 1 FROM saga_variants AS v WHERE v.variant = n.variant)
     ORDER BY n.variant
     ON CONFLICT (variant) DO NOTHING`,
    [
      plainArray(rows.map(({ variant }) => variant.id)),
      textArray(rows.map(({ steps }) => steps[0]!.type)),
      textArray(rows.map(({ variant }) => JSON.stringify(variant.path))),
    ],
  );
}
