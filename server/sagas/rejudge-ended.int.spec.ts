import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { createLogger } from "@/server/logger";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { EndedRejudge } from "./rejudge-ended";
import { FORMS } from "./saga";
import { SagaJobs } from "./saga-jobs";
import { SagaJudge } from "./saga-judge";
import { MORNING, sagaArrival, type ToldEvent } from "./testing/arrivals";
import { projectSagas } from "./testing/project-sagas";

const HOUR = 3_600_000;
let database: TestDatabase;
let pool: Pool;
let now: number;
let generation: number;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "spec", 4);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

/** So many sagas that went this way, a second from event to event, from this hour of the day on. */
async function went(name: string, count: number, hour: number, ...types: string[]): Promise<void> {
  const told = Array.from({ length: count }, (_, n) =>
    types.map((type, i): ToldEvent => {
      const at = hour * HOUR + n * 5_000 + i * 1_000;
      return { at, type, id: `${name}-${n}-${i}`, exchange: "pings", correlationId: `${name}-${n}` };
    }),
  );
  await storeArrivals(database.url, told.flat().map(sagaArrival));
  generation = await projectSagas(pool, new SagaJudge({ freshMs: 0 }));
}
const told = async () =>
  (
    await pool.query<{ last: string; status: string; next: string | null; count: number }>(
      `SELECT last_type AS last, status, waiting_for->0->>'type' AS next, count(*)::int AS count
       FROM sagas WHERE generation = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2`,
      [generation],
    )
  ).rows.map(({ last, status, next, count }) => [last, status, next, count]);

it("what ended by what was usual is judged by what is usual now, and a worker that begins anew touches nothing that is so already", async () => {
  const jobs = () =>
    new SagaJobs({
      pool,
      logger: createLogger({ service: "spec", level: "silent" }),
      clock: () => new Date(now),
    });
  await went("old", 30, 0, "Ping", "Pong");
  now = MORNING + 6 * HOUR;
  await jobs().turn();
  expect(await told()).toEqual([["Pong", "COMPLETED", null, 30]]);

  // From then on something comes after it: the same end is none any more.
  await went("new", 90, 8, "Ping", "Pong", "Paid");
  now = MORNING + 14 * HOUR;
  await jobs().turn();
  expect(await told()).toContainEqual(["Pong", "COMPLETED", null, 30]);

  // A turn later no worker judges by what was learned before.
  await jobs().turn();
  expect(await told()).toEqual([
    ["Paid", "COMPLETED", null, 90],
    ["Pong", "RUNNING", "Paid", 30],
  ]);

  const rows = async () => (await pool.query("SELECT key, xmin::text FROM sagas ORDER BY key")).rows;
  const before = await rows();
  const again = new EndedRejudge(1);
  const judge = new SagaJudge({ freshMs: 0 });
  let turns = 1;
  while (await again.turn(pool, generation, judge)) turns++;
  expect(turns).toBe(FORMS.length);
  expect(await rows()).toEqual(before);
});
