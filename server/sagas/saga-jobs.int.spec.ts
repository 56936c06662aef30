import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { loadHistory } from "@/server/demo/load-history";
import { inTransaction } from "@/server/event-store/append-batch";
import { sequence } from "@/server/event-store/sequencer";
import { createLogger } from "@/server/logger";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { shopOrder } from "./definitions/shop-order";
import { writeDefinition } from "./definitions-store";
import { rejudgeOpen } from "./rejudge";
import type { Expectation } from "./saga";
import { SagaJobs } from "./saga-jobs";
import { SagaJudge } from "./saga-judge";
import { SHIPPED_DEFINITIONS } from "./shipped-definitions";
import { projectSagas } from "./testing/project-sagas";

/** The demo's day ends at noon; one hour later all of it has come to rest. */
const NOON = new Date(Date.UTC(2026, 10, 21, 12));
const LATER = new Date(NOON.getTime() + 3_600_000);
let database: TestDatabase;
let pool: Pool;
let jobs: SagaJobs;
let generation: number;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "spec", 4);
  jobs = new SagaJobs({
    pool,
    logger: createLogger({ service: "spec", level: "silent" }),
    clock: () => LATER,
  });
  for (const { name } of SHIPPED_DEFINITIONS) await write(name, null);
  await loadHistory({ pool, vhost: "/", now: NOON });
  await sequence(pool);
  generation = await projectSagas(pool, new SagaJudge({ freshMs: 0 }));
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

async function write(name: string, definition: Parameters<typeof writeDefinition>[2]): Promise<void> {
  const client = await pool.connect();
  try {
    await inTransaction(client, () => writeDefinition(client, name, definition, "spec"));
  } finally {
    client.release();
  }
}

interface Told {
  last: string;
  status: string;
  certainty: string;
  definition: string | null;
  stuck: boolean;
  waitingFor: Expectation[];
}

/** Sagas that begin so, by their last event, as they are an hour later: how many, and one of them. */
async function told(startType: string, exchange: string): Promise<Map<string, Told & { count: number }>> {
  const { rows } = await pool.query<Told & { count: number }>(
    `SELECT last_type AS last, min(status) AS status, min(certainty) AS certainty, min(definition) AS definition,
       bool_and(status IN ('RUNNING', 'COMPENSATING') AND coalesce(stuck_at <= $4, false)) AS stuck, count(*)::int,
       (array_agg(waiting_for ORDER BY key))[1] AS "waitingFor"
     FROM sagas WHERE generation = $1 AND start_type = $2 AND start_exchange = $3
     GROUP BY last_type, status`,
    [generation, startType, exchange, LATER],
  );
  return new Map(rows.map((row) => [row.last, row]));
}
const orders = () => told("order.created", "shop.orders");
const complaints = () => told("COMPLAINT_CREATED", "helpdesk.complaints.events");

describe("the sagas of the demo", () => {
  it("are judged by what was learned, where no definition says anything", async () => {
    expect((await orders()).get("order.completed")).toMatchObject({
      status: "RUNNING",
      certainty: "unknown",
    });
    await jobs.turn();
    const ordered = await orders();
    expect(ordered.get("order.completed")).toMatchObject({
      status: "COMPLETED",
      certainty: "inferred",
      definition: null,
    });
    expect(ordered.get("order.cancelled")).toMatchObject({ status: "COMPENSATED", certainty: "inferred" });
    const forgotten = ordered.get("command.ship-order")!;
    expect(forgotten).toMatchObject({ status: "RUNNING", stuck: true });
    expect(forgotten.waitingFor[0]).toMatchObject({ type: "order.shipped", from: "shipping-service" });
    expect(forgotten.waitingFor[0]!.share).toBeGreaterThan(0.7);
    expect(forgotten.waitingFor[0]!.instances).toBeGreaterThan(100);

    const filed = await complaints();
    expect(filed.get("AUDIT_COMPENSATION")).toMatchObject({ status: "COMPENSATED", certainty: "inferred" });
    const left = filed.get("NOTIFICATION_SENT")!;
    expect(left).toBeDefined();
  });

  it("are judged anew with other patience where they can get late, and no others", async () => {
    // One of which nothing is known.
    await pool.query(
      `UPDATE sagas SET late_at = NULL, stuck_at = NULL WHERE (generation, key) = (
         SELECT generation, key FROM sagas WHERE generation = $1 AND status = 'RUNNING' ORDER BY key LIMIT 1)`,
      [generation],
    );
    const { rows } = await pool.query<{ due: number; open: number }>(
      `SELECT count(stuck_at)::int AS due, count(*)::int AS open FROM sagas
       WHERE generation = $1 AND status IN ('RUNNING', 'COMPENSATING')`,
      [generation],
    );
    const { due, open } = rows[0]!;
    expect(open).toBeGreaterThan(due);
    expect(due).toBeGreaterThan(0);
    expect(await rejudgeOpen(pool, generation, new SagaJudge({ freshMs: 0 }))).toBe(due);
  });

  it("are judged by their definitions from when on there are some, exactly", async () => {
    for (const definition of SHIPPED_DEFINITIONS) await write(definition.name, definition);
    await jobs.turn();
    const ordered = await orders();
    expect(ordered.get("order.completed")).toMatchObject({
      status: "COMPLETED",
      certainty: "exact",
      definition: "shop-order",
    });
    expect(ordered.get("order.cancelled")).toMatchObject({ status: "COMPENSATED", certainty: "exact" });
    const forgotten = ordered.get("command.ship-order")!;
    expect(forgotten).toMatchObject({ status: "RUNNING", certainty: "exact", stuck: true });
    expect(forgotten.waitingFor).toMatchObject([
      { type: "ship-order.reply", from: "shipping-service", afterType: "command.ship-order", share: null },
    ]);
    const deviations = await pool.query(
      "SELECT 1 FROM sagas WHERE generation = $1 AND definition = 'shop-order' AND deviations <> '[]'",
      [generation],
    );
    expect(deviations.rowCount).toBe(0);

    const filed = [...(await complaints()).values()];
    expect(
      filed.every(
        ({ certainty, definition }) => certainty === "exact" && definition === "helpdesk-complaint",
      ),
    ).toBe(true);
  });

  it("are judged again when their definition changes, and by what is usual when it is removed", async () => {
    await write("shop-order", { ...shopOrder, ends: { completed: ["command.ship-order"] } });
    await jobs.turn();
    const { rows } = await pool.query(
      "SELECT DISTINCT definition_version AS version FROM sagas WHERE generation = $1 AND definition = 'shop-order'",
      [generation],
    );
    expect(rows).toEqual([{ version: 3 }]);
    expect((await orders()).get("command.ship-order")).toMatchObject({ status: "COMPLETED", stuck: false });
    await write("shop-order", null);
    await jobs.turn();
    expect((await orders()).get("command.ship-order")).toMatchObject({
      status: "RUNNING",
      definition: null,
      stuck: true,
    });
  });

  it("are put right where a worker still judged by the patience before", async () => {
    const due = async () =>
      (
        await pool.query<{ key: string; due: string }>(
          "SELECT key, stuck_at AS due FROM sagas WHERE generation = $1 AND stuck_at IS NOT NULL ORDER BY key",
          [generation],
        )
      ).rows;
    await pool.query(
      `INSERT INTO saga_settings (settings, set_by) VALUES ('{"stuckFloorMs": 7200000}', 'spec')`,
    );
    await jobs.turn();
    const right = await due();
    expect(right.length).toBeGreaterThan(0);
    await pool.query("UPDATE sagas SET stuck_at = stuck_at - interval '1 hour' WHERE generation = $1", [
      generation,
    ]);
    await jobs.turn();
    expect(await due()).toEqual(right);
  });

  it("are learned and judged though one type of them cannot be", async () => {
    await pool.query("TRUNCATE saga_models");
    await pool.query("ALTER TABLE saga_models ADD CONSTRAINT unlearned CHECK (start_type <> 'CreateOrder')");
    const again = new SagaJobs({
      pool,
      logger: createLogger({ service: "spec", level: "silent" }),
      clock: () => LATER,
    });
    await expect(again.turn()).rejects.toThrow("unlearned");
    const { rows } = await pool.query<{ type: string }>("SELECT start_type AS type FROM saga_models");
    const types = rows.map(({ type }) => type);
    expect(types).toContain("order.created");
    // One before it and one after it in the order of their names.
    expect(types.some((type) => type > "CreateOrder")).toBe(true);
    expect(types).not.toContain("CreateOrder");
    await pool.query("ALTER TABLE saga_models DROP CONSTRAINT unlearned");
  });
});
