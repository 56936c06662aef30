import type { ClientBase, Pool } from "pg";
import { z } from "zod";
import type { SagaModel } from "./saga-model";

/** What was learned, as it is kept: one model a virtual host and start type. */

type Reader = ClientBase | Pool;

/** Which sagas a model is of. */
export interface ModelName {
  vhost: string;
  startType: string;
}

export interface StoredModel extends ModelName {
  version: number;
  model: SagaModel;
}

const context = z.object({
  seen: z.array(z.string()).nullable(),
  last: z.string(),
  instances: z.number(),
  total: z.number(),
  nothing: z.number(),
  next: z.array(
    z.object({
      type: z.string(),
      count: z.number(),
      from: z.string().nullable(),
      p50Ms: z.number(),
      p95Ms: z.number(),
    }),
  ),
  p95Ms: z.number().nullable(),
});
const storedModel = z.object({ startType: z.string(), instances: z.number(), contexts: z.array(context) });

/**
 * Reads models that are others than the reader has.
 * @param known names, each with the version that the reader has (0: none)
 * @returns those that exist, each with its model, or null where it is still the known one
 */
export async function readModels(
  reader: Reader,
  known: readonly (ModelName & { version: number })[],
): Promise<(ModelName & { version: number; model: SagaModel | null })[]> {
  if (known.length === 0) return [];
  const { rows } = await reader.query<ModelName & { version: number; model: unknown }>({
    name: "saga-models-read",
    text: `SELECT m.vhost, m.start_type AS "startType", m.version,
             CASE WHEN m.version <> k.version THEN m.model END AS model
           FROM unnest($1::text[], $2::text[], $3::int[]) AS k (vhost, start_type, version)
           JOIN saga_models AS m ON m.vhost = k.vhost AND m.start_type = k.start_type`,
    values: [
      known.map(({ vhost }) => vhost),
      known.map(({ startType }) => startType),
      known.map(({ version }) => version),
    ],
  });
  return rows.map((row) => ({
    ...row,
    model: row.model === null ? null : modelOf(row.model, row.startType),
  }));
}

/** What an older version of Sillage learned in another form says nothing, until it is learned again. */
function modelOf(stored: unknown, startType: string): SagaModel {
  return storedModel.safeParse(stored).data ?? { startType, instances: 0, contexts: [] };
}

/** Names and versions of all models. */
export async function modelVersions(reader: Reader): Promise<(ModelName & { version: number })[]> {
  const { rows } = await reader.query<ModelName & { version: number }>(
    `SELECT vhost, start_type AS "startType", version FROM saga_models ORDER BY vhost, start_type`,
  );
  return rows;
}

/** Keeps a model under the next version. */
export async function writeModel(
  client: Reader,
  { vhost, startType }: ModelName,
  model: SagaModel,
): Promise<void> {
  await client.query(
    `INSERT INTO saga_models (vhost, start_type, version, learned_at, instances, model)
     VALUES ($1, $2, 1, clock_timestamp(), $3, $4)
     ON CONFLICT (vhost, start_type) DO UPDATE SET version = saga_models.version + 1, learned_at = excluded.learned_at,
       instances = excluded.instances, model = excluded.model`,
    [vhost, startType, model.instances, JSON.stringify(model)],
  );
}
