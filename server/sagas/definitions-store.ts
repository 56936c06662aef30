import type { ClientBase, Pool } from "pg";
import { type DefinitionInForce, type SagaDefinition, sagaDefinition } from "./definition";
import { SHIPPED_DEFINITIONS } from "./shipped-definitions";

/** Versions of definitions as they are kept: of each name the newest counts, before what is shipped under it. */

type Reader = ClientBase | Pool;

/** A version of a definition. */
export interface DefinitionVersion {
  name: string;
  /** From 1; 0: as it is shipped. */
  version: number;
  /** Null: it was removed. */
  definition: SagaDefinition | null;
  /** It is stored, but this version of Sillage cannot read it, so it does not count. */
  unreadable: boolean;
  writtenBy: string | null;
  writtenAt: Date | null;
}

interface Row {
  name: string;
  version: number;
  definition: unknown;
  writtenBy: string;
  writtenAt: Date;
}

const COLUMNS = `name, version, definition, written_by AS "writtenBy", written_at AS "writtenAt"`;

/** The newest version of each name, removed ones too, in order of their names. */
export async function newestDefinitions(reader: Reader): Promise<DefinitionVersion[]> {
  const { rows } = await reader.query<Row>(
    `SELECT DISTINCT ON (name) ${COLUMNS} FROM saga_definitions ORDER BY name, version DESC`,
  );
  const stored = rows.map(versionOf);
  const shipped = SHIPPED_DEFINITIONS.filter(({ name }) => !stored.some((it) => it.name === name));
  return [...stored, ...shipped.map(asShipped)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The definitions that sagas are judged by now. */
export async function definitionsInForce(reader: Reader): Promise<DefinitionInForce[]> {
  return (await newestDefinitions(reader)).flatMap(({ version, definition }) =>
    definition ? [{ version, definition }] : [],
  );
}

/** All versions of a definition, the newest first. */
export async function versionsOf(reader: Reader, name: string): Promise<DefinitionVersion[]> {
  const { rows } = await reader.query<Row>(
    `SELECT ${COLUMNS} FROM saga_definitions WHERE name = $1 ORDER BY version DESC LIMIT 500`,
    [name],
  );
  const shipped = SHIPPED_DEFINITIONS.find((it) => it.name === name);
  return [...rows.map(versionOf), ...(shipped ? [asShipped(shipped)] : [])];
}

/** Start types that some definition names or has ever named. */
export async function definedStartTypes(reader: Reader): Promise<string[]> {
  const { rows } = await reader.query<{ type: string }>(
    `SELECT DISTINCT s->>'type' AS type FROM saga_definitions, jsonb_array_elements(definition->'starts') AS s
     WHERE jsonb_typeof(definition->'starts') = 'array'`,
  );
  const shipped = SHIPPED_DEFINITIONS.flatMap(({ starts }) => starts.map(({ type }) => type));
  return [...new Set([...shipped, ...rows.map(({ type }) => type)])].sort();
}

/**
 * Writes the next version of a definition, in the caller's transaction.
 * @param definition null removes it
 * @returns the version that it has
 */
export async function writeDefinition(
  client: ClientBase,
  name: string,
  definition: SagaDefinition | null,
  writtenBy: string,
): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `INSERT INTO saga_definitions (name, version, definition, written_by)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3 FROM saga_definitions WHERE name = $1 RETURNING version`,
    [name, definition && JSON.stringify(definition), writtenBy],
  );
  return rows[0]!.version;
}

/** Whoever writes a definition waits for whoever is writing one: what is compared is what is replaced. */
export async function lockDefinitions(client: ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtext('saga_definitions'))");
}

function versionOf({ definition, ...row }: Row): DefinitionVersion {
  if (definition === null) return { ...row, definition: null, unreadable: false };
  const parsed = sagaDefinition.safeParse(definition);
  return { ...row, definition: parsed.data ?? null, unreadable: !parsed.success };
}

function asShipped(definition: SagaDefinition): DefinitionVersion {
  const { name } = definition;
  return { name, version: 0, definition, unreadable: false, writtenBy: null, writtenAt: null };
}
