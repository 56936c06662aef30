import pg from "pg";
import { theApp } from "../the-app";

/**
 * Says of sagas that begin at an exchange with one type that another one is to follow within a time, and ends them; and that
 * what is three times as late is stuck, however short that is, until `patience` is called.
 */
export async function aDefinition(of: {
  name: string;
  exchange: string;
  begins: string;
  ends: string;
  within: string;
}): Promise<{ patience: () => Promise<void> }> {
  const definition = {
    name: of.name,
    title: of.name,
    starts: [{ type: of.begins, exchange: of.exchange }],
    steps: [{ type: of.ends, after: of.begins, within: of.within }],
    ends: { completed: [of.ends] },
  };
  const database = new pg.Client({ connectionString: theApp().databaseUrl });
  await database.connect();
  await database.query(
    "INSERT INTO saga_definitions (name, version, definition, written_by) VALUES ($1, 1, $2, 'the test')",
    [of.name, definition],
  );
  const settings = (floorMs: number) =>
    database.query("INSERT INTO saga_settings (settings, set_by) VALUES ($1, 'the test')", [
      { stuckFloorMs: floorMs },
    ]);
  await settings(0);
  return {
    patience: async () => {
      await settings(30_000);
      await database.end();
    },
  };
}
