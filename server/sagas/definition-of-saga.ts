import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { sql } from "@/server/event-store/sql";
import { type SagaDefinition, sagaDefinition } from "./definition";
import type { ShownStep } from "./saga-schemas";
import { undoesByName } from "./saga-words";
import { SHIPPED_DEFINITIONS } from "./shipped-definitions";

/** The definition that a saga was judged by, in the version that it was judged by; null where there is none, or it cannot be read. */
export async function definitionOf(
  pool: Pool,
  {
    definition: name,
    definitionVersion: version,
  }: { definition: string | null; definitionVersion: number | null },
): Promise<SagaDefinition | null> {
  if (name === null) return null;
  if (!version) return SHIPPED_DEFINITIONS.find((shipped) => shipped.name === name) ?? null;
  const [row] = await askDatabase<{ definition: unknown }>(
    pool,
    sql`SELECT f.definition FROM saga_definitions AS f WHERE f.name = ${name} AND f.version = ${version}`,
  );
  return sagaDefinition.safeParse(row?.definition).data ?? null;
}

/** How people call a definition that is shipped. */
export const shippedTitle = (name: string): string | null =>
  SHIPPED_DEFINITIONS.find((shipped) => shipped.name === name)?.title ?? null;

/** Whether an event undoes another one: as the definition says, or by the words of its name. */
export function compensationOf(type: string, definition: SagaDefinition | null): ShownStep["compensation"] {
  if (definition?.compensations?.some((compensation) => compensation.type === type)) return "exact";
  return undoesByName(type) ? "inferred" : null;
}
