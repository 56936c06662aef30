import type { ClientBase, Pool } from "pg";
import { DEFAULT_SAGA_SETTINGS, type SagaSettings, sagaSettings } from "./saga-settings";

/** The settings that count now, and who set them; the defaults where nobody did. */
export async function readSagaSettings(
  client: ClientBase | Pool,
): Promise<{ version: number; settings: SagaSettings; setBy: string | null; setAt: Date | null }> {
  const { rows } = await client.query<{ version: number; settings: unknown; set_by: string; set_at: Date }>(
    "SELECT version, settings, set_by, set_at FROM saga_settings ORDER BY version DESC LIMIT 1",
  );
  const row = rows[0];
  if (!row) return { version: 0, settings: DEFAULT_SAGA_SETTINGS, setBy: null, setAt: null };
  return {
    version: row.version,
    settings: sagaSettings.parse(row.settings),
    setBy: row.set_by,
    setAt: row.set_at,
  };
}

/**
 * Sets how sagas are told apart, in the caller's transaction. What is read changes once a generation has been built with
 * it: call `rebuildSagas` in the same transaction.
 */
export async function writeSagaSettings(
  client: ClientBase,
  settings: SagaSettings,
  by: string,
): Promise<void> {
  await client.query("INSERT INTO saga_settings (settings, set_by) VALUES ($1, $2)", [
    JSON.stringify(settings),
    by,
  ]);
}

/** What a generation is made with: fixed when its first event comes. */
export async function settingsOf(client: ClientBase, generation: number): Promise<SagaSettings> {
  const { rows } = await client.query<{ settings: unknown }>(
    "SELECT settings FROM saga_generations WHERE generation = $1",
    [generation],
  );
  if (rows[0]) return sagaSettings.parse(rows[0].settings);
  const { settings } = await readSagaSettings(client);
  await client.query("INSERT INTO saga_generations (generation, settings) VALUES ($1, $2)", [
    generation,
    JSON.stringify(settings),
  ]);
  return settings;
}
