import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { inTransaction } from "@/server/event-store/append-batch";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { SILENT_JUDGE } from "./judge";
import { MOST_OF_EVENT } from "./limit-marks";
import { rebuildSagas } from "./saga-projection";
import { deathOf, redriveOf, sagaArrival, type ToldEvent } from "./testing/arrivals";
import { hashSagas } from "./testing/hash-sagas";
import { projectSagas } from "./testing/project-sagas";

let database: TestDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 4);
});
afterEach(async () => {
  await pool?.end();
  await database?.drop();
});

const order = (id: string, version: number): ToldEvent["of"] => ["Order", id, version];

describe("made of the log", () => {
  it("instances have their events, linked by cause or by order, with what happened to them, and every edge is counted", async () => {
    const placed: ToldEvent = {
      at: 0,
      type: "OrderPlaced",
      id: "e1",
      correlationId: "c-1",
      of: order("1", 1),
      from: "shop",
    };
    const paid: ToldEvent = {
      at: 1_000,
      type: "PaymentTaken",
      id: "e2",
      cause: "e1",
      correlationId: "c-1",
      of: ["Payment", "7", 1],
      from: "till",
    };
    await storeArrivals(database.url, [
      sagaArrival(placed),
      sagaArrival(paid),
      sagaArrival({
        at: 4_000,
        type: "OrderShipped",
        id: "e3",
        correlationId: "c-1",
        of: order("1", 2),
        from: "shop",
      }),
      sagaArrival({ at: 10, type: "OrderPlaced", id: "f1", traceId: "t-2", of: order("2", 1) }),
      sagaArrival({
        at: 20,
        type: "PaymentTaken",
        id: "g1",
        of: ["Payment", "9", 1],
        data: { orderId: "3" },
      }),
      sagaArrival({ at: 30, type: "Ticked" }),
      sagaArrival(paid),
    ]);
    await projectSagas(pool);
    // What happens to what is stored already.
    await storeArrivals(database.url, [deathOf(paid, 2_000), redriveOf(paid, 5_000)]);
    const generation = await projectSagas(pool);

    const { rows: sagas } = await pool.query(
      `SELECT basis, value, ordinal, form, start_type, last_type, duration_ms, events, inferred_links, dead, redriven,
         participants, exchanges, streams, status, certainty
       FROM sagas WHERE generation = $1 ORDER BY basis, value`,
      [generation],
    );
    const nothingSaid = { ordinal: 1, status: "RUNNING", certainty: "unknown", exchanges: ["shop"] };
    const alone = {
      form: "single",
      duration_ms: 0,
      events: 1,
      inferred_links: 0,
      dead: 0,
      redriven: 0,
      participants: [],
    };
    expect(sagas).toEqual([
      {
        ...nothingSaid,
        basis: "correlation",
        value: "c-1",
        form: "saga",
        start_type: "OrderPlaced",
        last_type: "OrderShipped",
        duration_ms: 4_000,
        events: 3,
        inferred_links: 1,
        dead: 1,
        redriven: 1,
        participants: ["shop", "till"],
        streams: ["Order-1", "Payment-7"],
      },
      {
        ...nothingSaid,
        ...alone,
        basis: "reference",
        value: "Order-3",
        start_type: "PaymentTaken",
        last_type: "PaymentTaken",
        streams: ["Payment-9"],
      },
      {
        ...nothingSaid,
        ...alone,
        basis: "trace",
        value: "t-2",
        start_type: "OrderPlaced",
        last_type: "OrderPlaced",
        streams: ["Order-2"],
      },
    ]);

    const { rows: steps } = await pool.query(
      `SELECT event_type AS type, role, ordinal, link, before_type AS before, gap_ms AS gap, dead FROM saga_steps
       WHERE generation = $1 ORDER BY received_at, record_id`,
      [generation],
    );
    const start = { role: "event", ordinal: 1, link: null, before: "", gap: null, dead: false };
    const mark = { ...start, type: "PaymentTaken" };
    expect(steps).toEqual([
      { ...start, type: "OrderPlaced" },
      { ...start, type: "OrderPlaced" },
      { ...start, type: "PaymentTaken" },
      { ...start, type: "Ticked", ordinal: null },
      { ...start, type: "PaymentTaken", link: "causation", before: "OrderPlaced", gap: 1_000, dead: true },
      { ...mark, role: "death" },
      { ...start, type: "OrderShipped", link: "order", before: "PaymentTaken", gap: 3_000 },
      { ...mark, role: "redrive" },
    ]);

    const { rows: edges } = await pool.query(
      `SELECT level, saga_type, before_type, event_type, count::int, inferred::int, dead::int
       FROM flow_edges JOIN flow_edge_names ON id = edge WHERE generation = $1 ORDER BY 1, 2, 3, 4`,
      [generation],
    );
    const once = { count: 1, inferred: 0, dead: 0 };
    const counted = [
      { ...once, saga_type: "", before_type: "", event_type: "Ticked" },
      { ...once, saga_type: "OrderPlaced", before_type: "", event_type: "OrderPlaced", count: 2 },
      { ...once, saga_type: "OrderPlaced", before_type: "OrderPlaced", event_type: "" },
      { ...once, saga_type: "OrderPlaced", before_type: "OrderPlaced", event_type: "PaymentTaken", dead: 1 },
      { ...once, saga_type: "OrderPlaced", before_type: "OrderShipped", event_type: "" },
      {
        ...once,
        saga_type: "OrderPlaced",
        before_type: "PaymentTaken",
        event_type: "OrderShipped",
        inferred: 1,
      },
      { ...once, saga_type: "PaymentTaken", before_type: "", event_type: "PaymentTaken" },
      { ...once, saga_type: "PaymentTaken", before_type: "PaymentTaken", event_type: "" },
    ];
    expect(edges).toEqual([0, 1, 2, 3].flatMap((level) => counted.map((edge) => ({ level, ...edge }))));
  });

  it("an event that dies for ever is told to have died so often, which every rebuild tells alike, and what else happens to it", async () => {
    const placed: ToldEvent = { at: 0, type: "OrderPlaced", id: "e1", correlationId: "c-1" };
    const nameless: ToldEvent = { at: 5, type: "Ticked", correlationId: "c-1" };
    const deaths = Array.from({ length: MOST_OF_EVENT + 70 }, (_, n) => deathOf(placed, 1_000 - n));
    await storeArrivals(database.url, [sagaArrival(placed), sagaArrival(nameless), ...deaths]);
    const generation = await projectSagas(pool, SILENT_JUDGE, 100);
    await storeArrivals(database.url, [
      deathOf(placed, 2_000),
      redriveOf(placed, 3_000),
      deathOf(nameless, 4_000),
    ]);
    await projectSagas(pool);
    const told = async (generation: number) =>
      (
        await pool.query(
          `SELECT p.role, p.first_id IS NULL AS unknown, count(*)::int FROM saga_steps AS p
           WHERE generation = $1 AND role <> 'event' GROUP BY 1, 2 ORDER BY 1, 2`,
          [generation],
        )
      ).rows;
    expect(await told(generation)).toEqual([
      { role: "death", unknown: false, count: MOST_OF_EVENT },
      { role: "death", unknown: true, count: 1 },
      { role: "redrive", unknown: false, count: 1 },
    ]);
    const hash = await hashSagas(pool, generation);
    const client = await pool.connect();
    await inTransaction(client, () => rebuildSagas(client));
    client.release();
    expect(await hashSagas(pool, await projectSagas(pool, SILENT_JUDGE, 37))).toBe(hash);
  });
});
