import type { ClientBase, Pool } from "pg";
import { SillageError } from "@/server/errors";
import { act } from "@/server/operator-actions/act";
import type { By } from "@/server/operator-actions/action";
import { readGenerations } from "@/server/projections/generations";
import type { SagaDefinition } from "./definition";
import type { DefinitionItem } from "./definition-schemas";
import {
  type DefinitionVersion,
  lockDefinitions,
  newestDefinitions,
  versionsOf,
  writeDefinition,
} from "./definitions-store";
import { rebuildSagas, SAGAS } from "./saga-projection";
import { groupAlike, type SagaSettings } from "./saga-settings";
import { readSagaSettings, writeSagaSettings } from "./saga-settings-store";
import { SHIPPED_DEFINITIONS } from "./shipped-definitions";

/** Changes of what sagas are judged and grouped by, each with its record in one transaction. */

export async function listDefinitions(pool: Pool): Promise<DefinitionItem[]> {
  return (await newestDefinitions(pool)).map(toItem);
}

/** @throws SillageError NOT_FOUND */
export async function definitionHistory(pool: Pool, name: string): Promise<DefinitionItem[]> {
  const versions = await versionsOf(pool, name);
  if (versions.length === 0) throw new SillageError("NOT_FOUND", "There is no such definition.");
  return versions.map(toItem);
}

interface Change {
  by: By;
  /** The version that whoever changes it has seen; undefined: whatever it is. */
  expectedVersion?: number | undefined;
}

/** Writes a definition, new or in the next version. @throws SillageError CONFLICT */
export function putDefinition(
  pool: Pool,
  definition: SagaDefinition,
  { by, expectedVersion }: Change,
): Promise<DefinitionItem> {
  const { name } = definition;
  const target = { type: "saga-definition", id: name } as const;
  return act(pool, { by, action: "saga-definition.written", target }, async (client) => {
    const before = await lockedNewest(client, name, expectedVersion);
    await writeDefinition(client, name, definition, by.actor.name);
    const value = await newest(client, name);
    return { value: toItem(value!), before: before?.definition ?? null, after: definition };
  });
}

/** Removes a definition, a shipped one too. @throws SillageError NOT_FOUND, CONFLICT */
export function removeDefinition(
  pool: Pool,
  name: string,
  { by, expectedVersion }: Change,
): Promise<DefinitionItem> {
  const target = { type: "saga-definition", id: name } as const;
  return act(pool, { by, action: "saga-definition.removed", target }, async (client) => {
    const before = await lockedNewest(client, name, expectedVersion);
    if (!before || (before.definition === null && !before.unreadable))
      throw new SillageError("NOT_FOUND", "There is no such definition. Somebody may have removed it.");
    await writeDefinition(client, name, null, by.actor.name);
    const value = await newest(client, name);
    return { value: toItem(value!), before: before.definition };
  });
}

async function lockedNewest(
  client: ClientBase,
  name: string,
  expectedVersion: number | undefined,
): Promise<DefinitionVersion | undefined> {
  await lockDefinitions(client);
  const found = await newest(client, name);
  const version = found?.version ?? 0;
  if (expectedVersion === undefined || expectedVersion === version) return found;
  throw new SillageError(
    "CONFLICT",
    `The definition was changed meanwhile: it has version ${version}, you have seen ${expectedVersion}.`,
    { details: { facts: { version, expectedVersion } } },
  );
}

const newest = async (client: ClientBase, name: string): Promise<DefinitionVersion | undefined> =>
  (await newestDefinitions(client)).find((it) => it.name === name);

function toItem({
  name,
  version,
  definition,
  unreadable,
  writtenBy,
  writtenAt,
}: DefinitionVersion): DefinitionItem {
  const shipped = SHIPPED_DEFINITIONS.find((it) => it.name === name);
  return {
    name,
    title: definition?.title ?? shipped?.title ?? name,
    version,
    state: definition ? "inForce" : unreadable ? "unreadable" : "removed",
    shipped: shipped !== undefined,
    writtenBy,
    writtenAt: writtenAt?.toISOString() ?? null,
    // A definition is JSON: what zod has checked has nothing else in it.
    definition: definition && (JSON.parse(JSON.stringify(definition)) as DefinitionItem["definition"]),
  };
}

export interface SettingsNow {
  version: number;
  settings: SagaSettings;
  setBy: string | null;
  setAt: string | null;
  rebuilding: boolean;
}

export async function settingsNow(pool: Pool): Promise<SettingsNow> {
  const [{ setAt, ...read }, { building }] = await Promise.all([
    readSagaSettings(pool),
    readGenerations(pool, SAGAS.name),
  ]);
  return { ...read, setAt: setAt?.toISOString() ?? null, rebuilding: building !== null };
}

/** Sets how sagas are told apart and how long is too long; where they are told apart otherwise, they are built anew. */
export async function setSettings(pool: Pool, settings: SagaSettings, by: By): Promise<SettingsNow> {
  const deed = { by, action: "saga-settings.changed", target: { type: "sagas", id: "settings" } } as const;
  await act(pool, deed, async (client) => {
    await lockDefinitions(client);
    const before = (await readSagaSettings(client)).settings;
    await writeSagaSettings(client, settings, by.actor.name);
    if (!groupAlike(before, settings)) await rebuildSagas(client);
    return { value: undefined, before, after: settings };
  });
  return settingsNow(pool);
}
