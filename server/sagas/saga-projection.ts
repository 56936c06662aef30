import type { ClientBase, Pool } from "pg";
import { plainArray } from "@/server/event-store/array-literal";
import type { LogArrival } from "@/server/event-store/read-log-arrivals";
import { digestKey } from "@/server/event-store/store-keys";
import { Changes } from "@/server/flows/contributions";
import { storeChanges } from "@/server/flows/flow-store";
import { readGenerations, requestRebuild } from "@/server/projections/generations";
import { WHOLE_LOG } from "@/server/projections/log-source";
import type { Projection } from "@/server/projections/projection";
import { type Difference, foldArrivals } from "./fold-page";
import { inOrder, tellInstance } from "./fold-saga";
import type { Judge } from "./judge";
import { limitMarks } from "./limit-marks";
import { inPortions } from "./portions";
import { type Arrived, type SagaInstance, sagaId } from "./saga";
import { type GroupKey, groupKeyOf } from "./saga-key";
import type { SagaSettings } from "./saga-settings";
import { settingsOf } from "./saga-settings-store";
import { deleteSagas, upsertSagas } from "./saga-store";
import { SAGA_VIEWS } from "./served-sagas";
import { type Asked, insertSteps, loadSteps, updateSteps } from "./step-store";

/** Raise the version whenever the same log is to give other sagas. */
export const SAGAS = { name: SAGA_VIEWS, version: 1 } as const;

/** Sagas, their steps and the counted edges, made of the whole log. */
export function sagaProjection(judge: Judge): Projection<LogArrival> {
  return {
    ...SAGAS,
    source: WHOLE_LOG,

    async apply(client, generation, entries) {
      // A machine that fails may forget the last turns: rows and position together, so that they are done again.
      await client.query("SET LOCAL synchronous_commit = off");
      const settings = await settingsOf(client, generation);
      // Not kept from turn to turn: the first one makes it, and may be undone.
      const secret = await digestKey(client);
      const groups = groupsOf(entries, settings, secret);
      await limitMarks(client, generation, groups);
      const changes = new Changes();
      const ids: string[] = [];
      for (const portion of await portionsOf(client, generation, [...groups.values()])) {
        const changed = await takeOver(client, generation, { groups: portion, settings, changes, judge });
        ids.push(...changed.map(({ key, ordinal }) => sagaId(key.key, ordinal)));
      }
      await storeChanges(client, generation, changes.all());
      return ids;
    },

    clear: clearGeneration,
  };
}

/** The generation that is read; null while there is none yet. */
export async function servingSagas(pool: Pool): Promise<number | null> {
  return (await readGenerations(pool, SAGAS.name)).serving?.generation ?? null;
}

/** Makes all sagas anew, with the settings that count when this transaction commits; what was being built is given up. */
export async function rebuildSagas(client: ClientBase): Promise<void> {
  await requestRebuild(client, SAGAS, { anew: true });
}

/**
 * Keys in portions of which not too much is stored: everybody may write to a saga of thousands of events in the same second. What
 * all instances of a key have is more than will be loaded of it, never less.
 */
async function portionsOf(
  client: ClientBase,
  generation: number,
  groups: readonly Group[],
): Promise<Group[][]> {
  const { rows } = await client.query<{ key: string; events: number }>(
    `SELECT key, sum(events)::float8 AS events FROM sagas WHERE generation = $1 AND key = ANY ($2::uuid[]) GROUP BY key`,
    [generation, plainArray(groups.map(({ key }) => key.key))],
  );
  const stored = new Map(rows.map(({ key, events }) => [key, events]));
  const sized = groups.map((group) => ({ group, events: stored.get(group.key.key) ?? 0 }));
  return inPortions(sized).map((portion) => portion.map(({ group }) => group));
}

/** Takes over what came under some keys. @returns the instances that are new or not as they were */
async function takeOver(
  client: ClientBase,
  generation: number,
  {
    groups,
    settings,
    changes,
    judge,
  }: { groups: Group[]; settings: SagaSettings; changes: Changes; judge: Judge },
): Promise<SagaInstance[]> {
  const loaded = await loadSteps(client, generation, groups.map(askedOf));
  const differences = groups.map(({ key, arrivals }) =>
    foldArrivals(key, loaded.get(key.key), arrivals, settings, changes),
  );
  await write(client, generation, differences);
  const changed = instancesOf(differences);
  const verdicts = await judge.judge(client, changed);
  await upsertSagas(
    client,
    generation,
    changed.map((instance, n) => ({ instance, verdict: verdicts[n]! })),
  );
  return changed;
}

interface Group {
  key: GroupKey;
  arrivals: Arrived[];
  /** The first place from which on anything may change. */
  from: Pick<Arrived, "at" | "id">;
}

function groupsOf(
  entries: readonly LogArrival[],
  { anchors }: SagaSettings,
  secret: Buffer,
): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { belongs, firstAt, ...arrived } of entries) {
    const key = groupKeyOf({ ...belongs, vhost: arrived.vhost }, anchors, secret);
    const group = groups.get(key.key) ?? { key, arrivals: [], from: arrived };
    groups.set(key.key, group);
    group.arrivals.push(arrived);
    if (inOrder(arrived, group.from) < 0) group.from = arrived;
    // What happens to an event changes the instance of that event.
    if (firstAt === null || arrived.firstId === null) continue;
    const first = { at: firstAt, id: arrived.firstId };
    if (inOrder(first, group.from) < 0) group.from = first;
  }
  return groups;
}

const askedOf = ({ key, from }: Group): Asked => ({ key: key.key, at: from.at, id: from.id });

async function write(
  client: ClientBase,
  generation: number,
  differences: readonly Difference[],
): Promise<void> {
  await insertSteps(
    client,
    generation,
    differences.flatMap(({ inserted }) => inserted),
  );
  await updateSteps(
    client,
    generation,
    differences.flatMap(({ updated }) => updated),
  );
  await deleteSagas(
    client,
    generation,
    differences.flatMap(({ key, gone }) => gone.map((ordinal) => ({ key: key.key, ordinal }))),
  );
}

function instancesOf(differences: readonly Difference[]): SagaInstance[] {
  return differences.flatMap(({ key, changed }) => changed.map((split) => tellInstance(key, split)));
}

async function clearGeneration(client: ClientBase, generation: number, limit: number): Promise<number> {
  for (const table of ["sagas", "saga_steps", "flow_edges"]) {
    const { rowCount } = await client.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE generation = $1 LIMIT $2))`,
      [generation, limit],
    );
    if (rowCount) return rowCount;
  }
  await client.query("DELETE FROM saga_generations WHERE generation = $1", [generation]);
  return 0;
}
