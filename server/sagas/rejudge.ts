import type { ClientBase, Pool } from "pg";
import { inTransaction } from "@/server/event-store/append-batch";
import { tellViewers } from "@/server/projections/view-changes";
import { definitionFor } from "./definition";
import { definedStartTypes, definitionsInForce } from "./definitions-store";
import type { Judge } from "./judge";
import { modelVersions } from "./models-store";
import { inPortions } from "./portions";
import { readInstances } from "./read-instances";
import { FORMS, type StoredStatus, sagaId } from "./saga";
import { updateVerdicts } from "./saga-store";
import { SAGA_VIEWS } from "./served-sagas";

/** Which instance. */
interface InstanceName {
  key: string;
  ordinal: number;
}

/** Instances that are judged in one transaction. */
const TURN = 300;
/** Instances that are compared in one look. */
export const PAGE = 3_000;

/**
 * Judges instances anew and writes what is said of them now. Each is locked before it is read, so that no verdict of older
 * events can follow one of newer events; what somebody else has in hand is left to the next turn.
 * @returns how many were judged
 */
export async function judgeAnew(
  pool: Pool,
  generation: number,
  names: readonly InstanceName[],
  judge: Judge,
): Promise<number> {
  const client = await pool.connect();
  try {
    let judged = 0;
    for (let i = 0; i < names.length; i += TURN) {
      judged += await inTransaction(client, () =>
        judgeTurn(client, generation, names.slice(i, i + TURN), judge),
      );
    }
    return judged;
  } finally {
    client.release();
  }
}

async function judgeTurn(
  client: ClientBase,
  generation: number,
  names: readonly InstanceName[],
  judge: Judge,
): Promise<number> {
  const { rows: locked } = await client.query<InstanceName & { events: number }>(
    `SELECT g.key, g.ordinal, g.events FROM sagas AS g JOIN unnest($2::uuid[], $3::int[]) AS w (key, ordinal)
       ON g.key = w.key AND g.ordinal = w.ordinal
     WHERE g.generation = $1 FOR UPDATE OF g SKIP LOCKED`,
    [generation, names.map(({ key }) => key), names.map(({ ordinal }) => ordinal)],
  );
  let judged = 0;
  for (const portion of inPortions(locked)) judged += await judgeLocked(client, generation, portion, judge);
  return judged;
}

async function judgeLocked(
  client: ClientBase,
  generation: number,
  locked: readonly InstanceName[],
  judge: Judge,
): Promise<number> {
  const instances = await readInstances(client, generation, locked);
  const verdicts = await judge.judge(client, instances);
  const changed = await updateVerdicts(
    client,
    generation,
    instances.map(({ key, ordinal }, i) => ({ key: key.key, ordinal, verdict: verdicts[i]! })),
  );
  if (changed > 0) {
    const ids = instances.map(({ key, ordinal }) => sagaId(key.key, ordinal));
    await tellViewers(client, SAGA_VIEWS, ids);
  }
  return instances.length;
}

/**
 * Judges anew what was judged by another version of its definition than counts now, or by one that was removed. May be
 * stopped at any moment and begun again: only what differs is touched.
 * @returns how many were judged
 */
export async function rejudgeByDefinitions(
  pool: Pool,
  generation: number,
  judge: Judge,
  signal?: AbortSignal,
): Promise<number> {
  const definitions = await definitionsInForce(pool);
  let judged = 0;
  for (const type of await definedStartTypes(pool)) {
    for (const form of FORMS) {
      await eachPage(pool, generation, { form, type }, signal, async (page) => {
        const differ = page.filter(({ vhost, exchange, definition, version }) => {
          const expected = definitionFor(definitions, { type, exchange, vhost });
          return (
            definition !== (expected?.definition.name ?? null) || version !== (expected?.version ?? null)
          );
        });
        judged += await judgeAnew(pool, generation, differ, judge);
      });
    }
  }
  return judged;
}

/** An instance as a walk sees it, and what it was judged by. */
export interface Seen extends InstanceName {
  vhost: string;
  exchange: string;
  status: StoredStatus;
  definition: string | null;
  version: number | null;
  modelVersion: number | null;
  startedAt: string;
}

/** Which instances of a generation a walk goes through; both fields have an index that tells them in order of time. */
export type Walk = { form: string } & (
  | { type: string }
  | {
      status: string /** Only what will be late and stuck, as far as anything is known of it. */;
      due?: boolean;
    }
);

/** A page of a walk, in an order that judging does not change. */
export async function pageOf(
  pool: Pool,
  generation: number,
  walk: Walk,
  after: Seen | null,
): Promise<Seen[]> {
  const [field, value] =
    "type" in walk ? (["start_type", walk.type] as const) : (["status", walk.status] as const);
  const due = "status" in walk && walk.due;
  const { rows } = await pool.query<Seen>(
    `SELECT key, ordinal, vhost, start_exchange AS exchange, status, definition, definition_version AS version,
       model_version AS "modelVersion", started_at::text AS "startedAt"
     FROM sagas WHERE generation = $1 AND form = $2 AND ${field} = $3 ${due ? "AND stuck_at IS NOT NULL" : ""}
       AND ($4::timestamptz IS NULL OR (started_at, key, ordinal) > ($4::timestamptz, $5::uuid, $6::int))
     ORDER BY started_at, key, ordinal LIMIT $7`,
    [
      generation,
      walk.form,
      value,
      after?.startedAt ?? null,
      after?.key ?? null,
      after?.ordinal ?? null,
      PAGE,
    ],
  );
  return rows;
}

/**
 * Judges open instances anew that can get late: how long is too long was changed, or this process does not know by what they were
 * judged. Of most events alone nothing is known, and there may be millions, open for ever.
 * @returns how many were judged
 */
export async function rejudgeOpen(
  pool: Pool,
  generation: number,
  judge: Judge,
  signal?: AbortSignal,
): Promise<number> {
  let judged = 0;
  for (const status of ["RUNNING", "COMPENSATING"]) {
    for (const form of FORMS) {
      await eachPage(pool, generation, { form, status, due: true }, signal, async (page) => {
        judged += await judgeAnew(pool, generation, page, judge);
      });
    }
  }
  return judged;
}

async function eachPage(
  pool: Pool,
  generation: number,
  walk: Walk,
  signal: AbortSignal | undefined,
  take: (page: readonly Seen[]) => Promise<void>,
): Promise<void> {
  for (let after: Seen | null = null; !signal?.aborted; ) {
    const page: Seen[] = await pageOf(pool, generation, walk, after);
    await take(page);
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}

/**
 * Judges open instances anew that were judged by another model than the one that is kept now, a few thousand at most.
 * @returns whether there may be more that can be judged now: what others hold is left for the next turn
 */
export async function rejudgeByModels(
  pool: Pool,
  generation: number,
  judge: Judge,
  signal?: AbortSignal,
): Promise<boolean> {
  let left = PAGE;
  let judged = 0;
  for (const { vhost, startType, version } of await modelVersions(pool)) {
    if (signal?.aborted) return true;
    const { rows } = await pool.query<InstanceName>(
      `SELECT key, ordinal FROM sagas
       WHERE generation = $1 AND start_type = $2 AND vhost = $3 AND status IN ('RUNNING', 'COMPENSATING')
         AND model_version IS DISTINCT FROM $4
       LIMIT $5`,
      [generation, startType, vhost, version, left],
    );
    judged += await judgeAnew(pool, generation, rows, judge);
    left -= rows.length;
    if (left <= 0) return judged > 0;
  }
  return false;
}
