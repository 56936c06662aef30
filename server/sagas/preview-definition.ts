import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { sql } from "@/server/event-store/sql";
import { definitionFor, type SagaDefinition } from "./definition";
import type { DefinitionPreview } from "./definition-schemas";
import { definitionsInForce } from "./definitions-store";
import { judgeSaga } from "./judge-saga";
import { readModels } from "./models-store";
import { patienceNow } from "./patience";
import { readInstances } from "./read-instances";
import { type SagaInstance, type SagaStatus, statusAt } from "./saga";
import { LearnedSituations } from "./saga-model";
import { SERVED } from "./served-sagas";

/** Sagas that a preview looks at, the newest, and events of them altogether. */
const LOOKED_AT = 300;
const MOST_EVENTS = 30_000;

/** What a definition would say of the newest sagas that begin so, against what is said of them now. */
export async function previewDefinition(
  pool: Pool,
  definition: SagaDefinition,
  now: Date,
): Promise<NonNullable<DefinitionPreview["effect"]>> {
  const instances = await newestInstances(pool, definition);
  const others = (await definitionsInForce(pool)).filter((it) => it.definition.name !== definition.name);
  const before = await definitionsInForce(pool);
  const after = [...others, { version: -1, definition }];
  const patience = await patienceNow(pool);
  const situations = await learnedOf(pool, instances);
  const micros = now.getTime() * 1_000;
  const changes = new Map<string, { from: SagaStatus; to: SagaStatus; count: number }>();
  let looked = 0;
  let deviating = 0;
  for (const instance of instances) {
    const { type, exchange, vhost } = instance.steps[0]!;
    const beginning = { type, exchange, vhost };
    const next = definitionFor(after, beginning);
    if (next?.definition.name !== definition.name) continue;
    looked++;
    const model = situations.get(vhost + type) ?? null;
    const was = judgeSaga(instance, { definition: definitionFor(before, beginning), model, patience });
    const is = judgeSaga(instance, { definition: next, model, patience });
    if (is.deviations.length > 0) deviating++;
    const from = statusAt(was.status, was.stuckAt, micros);
    const to = statusAt(is.status, is.stuckAt, micros);
    if (from === to) continue;
    const change = changes.get(`${from} ${to}`) ?? { from, to, count: 0 };
    changes.set(`${from} ${to}`, { ...change, count: change.count + 1 });
  }
  return { looked, changes: [...changes.values()].sort((a, b) => b.count - a.count), deviating };
}

async function newestInstances(pool: Pool, { starts }: SagaDefinition): Promise<SagaInstance[]> {
  const types = [...new Set(starts.map(({ type }) => type))];
  const rows = await askDatabase<{ generation: number; key: string; ordinal: number; events: number }>(
    pool,
    sql`SELECT g.generation, g.key::text, g.ordinal, g.events FROM unnest(${types}::text[]) AS t (type)
        CROSS JOIN LATERAL (
          SELECT generation, key, ordinal, events, started_at FROM sagas
          WHERE generation = ${SERVED} AND form = 'saga' AND start_type = t.type
          ORDER BY started_at DESC LIMIT ${LOOKED_AT}) AS g
        ORDER BY g.started_at DESC LIMIT ${LOOKED_AT}`,
  );
  let events = 0;
  const wanted = rows.filter((row) => {
    events += row.events;
    return events <= MOST_EVENTS;
  });
  return wanted[0] ? readInstances(pool, wanted[0].generation, wanted) : [];
}

async function learnedOf(
  pool: Pool,
  instances: readonly SagaInstance[],
): Promise<Map<string, { version: number; situations: LearnedSituations }>> {
  const names = new Map(
    instances.map(({ steps }) => {
      const { vhost, type } = steps[0]!;
      return [vhost + type, { vhost, startType: type, version: 0 }];
    }),
  );
  const models = await readModels(pool, [...names.values()]);
  return new Map(
    models.flatMap(({ vhost, startType, version, model }) =>
      model ? [[vhost + startType, { version, situations: new LearnedSituations(model) }]] : [],
    ),
  );
}
