import type { ClientBase, Pool } from "pg";
import { plainArray } from "@/server/event-store/array-literal";
import type { Arrived, Basis, Form, SagaInstance, SagaStep, VariantNode } from "./saga";
import { ARRIVED, toArrived } from "./step-store";

/** Which instances are meant. `ordinal` null: all under that key. */
export interface WantedInstance {
  key: string;
  ordinal: number | null;
}

/** Reads instances whole, as the projection wrote them, ordered by key and number. What is not there is left out. */
export async function readInstances(
  client: ClientBase | Pool,
  generation: number,
  wanted: readonly WantedInstance[],
): Promise<SagaInstance[]> {
  const values = [
    generation,
    plainArray(wanted.map(({ key }) => key)),
    plainArray(wanted.map(({ ordinal }) => ordinal ?? "NULL")),
  ];
  const { rows } = await client.query<SagaRow>({ text: SAGAS, values });
  const instances = new Map<string, SagaInstance>();
  for (const { key, ordinal, vhost, basis, value, form, variant, path } of rows) {
    instances.set(`${key} ${ordinal}`, {
      key: { key, vhost, basis, value },
      ordinal,
      form,
      steps: [],
      marks: [],
      variant: { id: variant, path },
    });
  }
  const steps = await client.query<(string | number | boolean | null)[]>({
    text: STEPS,
    values,
    rowMode: "array",
  });
  for (const [ordinal, beforeId, link, beforeType, beforeExchange, gapMs, dead, ...row] of steps.rows) {
    const arrived = toArrived(row as (string | number | null)[]);
    const instance = instances.get(`${row[0]} ${ordinal}`);
    if (!instance) continue;
    if (arrived.role !== "event") (instance.marks as Arrived[]).push(arrived);
    else {
      const before = {
        id: beforeId as string,
        type: beforeType as string,
        exchange: beforeExchange as string,
        link: link as NonNullable<SagaStep["before"]>["link"],
        gapMs: gapMs as number,
      };
      instance.steps.push({ ...arrived, before: beforeId === null ? null : before, dead: dead as boolean });
    }
  }
  return [...instances.values()];
}

interface SagaRow {
  key: string;
  ordinal: number;
  vhost: string;
  basis: Basis;
  value: string;
  form: Form;
  variant: string;
  path: VariantNode[];
}

const WANTED = `
  SELECT DISTINCT sagas.generation, sagas.key, sagas.ordinal, sagas.started_at
  FROM unnest($2::uuid[], $3::int[]) AS wanted (key, ordinal)
  JOIN sagas ON sagas.generation = $1 AND sagas.key = wanted.key AND sagas.ordinal = coalesce(wanted.ordinal, sagas.ordinal)`;

const SAGAS = `
  SELECT s.key, s.ordinal, s.vhost, s.basis, s.value, s.form, s.variant, v.path
  FROM (${WANTED}) AS wanted JOIN sagas AS s USING (generation, key, ordinal)
  JOIN saga_variants AS v ON v.variant = s.variant
  ORDER BY s.key, s.ordinal`;

/** What happened to an event of the first instance of a key may stand before its first event. */
const STEPS = `
  SELECT s.ordinal, s.before_id, s.link, s.before_type, s.before_exchange, s.gap_ms, s.dead, ${ARRIVED}
  FROM (${WANTED}) AS wanted
  JOIN saga_steps AS s
    ON s.generation = wanted.generation AND s.key = wanted.key AND s.ordinal = wanted.ordinal
   AND s.received_at >= CASE WHEN wanted.ordinal = 1 THEN '-infinity' ELSE wanted.started_at END
  ORDER BY s.key, s.ordinal, s.received_at, s.record_id`;
