import { randomUUID } from "node:crypto";
import { join } from "node:path";
import pg, { type Pool } from "pg";
import { createPool } from "@/server/db";
import { readEnv } from "@/server/env";
import { migrate } from "@/server/launch/migrate";
import { startPostgres } from "@/server/launch/postgres-node";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs } from "@/server/testing/visitors";
import { createWebServices } from "@/server/web-services";
import { print, progress, quantile } from "./figures";
import { fillSagas } from "./fill-sagas";

const DAY = 86_400_000;
const ASKED = 40;
const LONG_SAGA = 5_000;

/**
 * `npm run bench -- flows [sagas] [days]`: the flow map over the ten events of each of so many sagas, the list of these sagas, and
 * one saga of 5,000 events, each as its procedure gives it, from the call to the answer.
 */
export async function benchFlows(sagas = 1_000_000, days = 30): Promise<void> {
  const database = await startPostgres({ dataDir: join(readEnv().dataDir, "bench-flows") });
  const url = await emptyDatabase(database.url("postgres"), database.url("flows"));
  const pool = createPool(url, "bench", 2);
  const services = createWebServices(
    readEnv({ DATABASE_URL: url, LOG_LEVEL: "error", SILLAGE_RATE_BURST: "1000000" }),
  );
  try {
    const began = performance.now();
    await fillSagas(pool, sagas, days);
    const long = await fillLongSaga(pool, url);
    const { rows } = await pool.query<{ steps: number; edges: number; slots: number }>(
      `SELECT (SELECT count(*) FROM saga_steps)::int AS steps, (SELECT count(*) FROM flow_edge_names)::int AS edges,
         (SELECT count(*) FROM flow_edges)::int AS slots`,
    );
    print({
      name: "flows",
      what: "filled",
      sagas,
      days,
      ...rows[0]!,
      seconds: (performance.now() - began) / 1_000,
    });
    await measure(callerAs(services), { sagas, days, long, events: rows[0]!.steps });
  } finally {
    services.log.close();
    await Promise.all([services.searchPool.end(), services.storePool.end(), pool.end()]);
    await services.prisma.$disconnect();
    await database.stop();
  }
}

/** A database that has the tables and nothing in them. @returns its address */
async function emptyDatabase(admin: string, url: string): Promise<string> {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  await client.query("DROP DATABASE IF EXISTS flows WITH (FORCE)");
  await client.query("CREATE DATABASE flows");
  await client.end();
  await migrate(url);
  return url;
}

type Caller = ReturnType<typeof callerAs>;

async function measure(
  caller: Caller,
  { sagas, days, long, events }: { sagas: number; days: number; long: string; events: number },
): Promise<void> {
  const now = Date.now();
  const any = () => now - Math.random() * days * DAY;
  /** A range of any length that begins and ends at no round moment. */
  const anyRange = () => {
    const [from, to] = [any(), any()].sort((a, b) => a - b) as [number, number];
    return { from: new Date(from).toISOString(), to: new Date(to + 60_000).toISOString() };
  };
  const last = (ms: number) => ({ from: new Date(now - ms).toISOString() });
  const { items } = await caller.flows.variants(last(DAY));
  const variant = items[0]!.variant;
  const { graph } = caller.flows;
  const { list } = caller.sagas;
  const questions: [what: string, ask: () => Promise<unknown>][] = [
    ["map, everything", () => graph({})],
    [`map, ${days} days up to now`, () => graph(last(days * DAY - 12_345_678))],
    ["map, any range", () => graph(anyRange())],
    ["map, any range, one saga type", () => graph({ ...anyRange(), sagaType: "Type3.Step1" })],
    ["map, any range, one event type", () => graph({ ...anyRange(), eventType: "Type3.Step4" })],
    ["map, any range, one exchange", () => graph({ ...anyRange(), exchange: "exchange-3" })],
    ["map, one variant", () => graph({ ...last(days * DAY), variant })],
    ["variants, a day", () => caller.flows.variants(last(DAY))],
    ["variants, everything", () => caller.flows.variants({})],
    ["behind a node", () => caller.flows.behind({ ...anyRange(), type: "Type3.Step4" })],
    [
      "behind an edge",
      () => caller.flows.behind({ ...anyRange(), type: "Type3.Step4", before: "Type3.Step3" }),
    ],
    ["list, newest", () => list({})],
    ["list, any range", () => list(anyRange())],
    ["list, of one type", () => list({ type: "Type3.Step1" })],
    ["list, failed", () => list({ status: "FAILED" })],
    ["list, stuck", () => list({ status: "STUCK" })],
    ["list, late", () => list({ late: true })],
    ["list, with dead letters", () => list({ deadLetters: true })],
    ["list, of one participant", () => list({ participant: "service-7" })],
    ["list, one correlation id", () => list({ correlationId: "c-4711" })],
    ["list, of one variant", () => list({ variant })],
    ["list, longest first", () => list({ order: "duration" })],
    [`saga of ${LONG_SAGA} events`, () => caller.sagas.one({ id: long })],
  ];
  for (const [what, ask] of questions) {
    progress(what);
    const times: number[] = [];
    let failure: string | null = null;
    for (let n = 0; n < ASKED && failure === null; n++) {
      const began = performance.now();
      // A question that is refused is a figure too; the others are still asked.
      await ask().catch((error: Error) => {
        failure = error.message;
      });
      times.push(performance.now() - began);
    }
    print({
      name: "flows",
      what,
      sagas,
      events,
      p50_ms: quantile(times, 0.5),
      p95_ms: quantile(times, 0.95),
      failure,
    });
  }
}

/** One saga of thousands of events, with its messages: its page reads those. @returns its id */
async function fillLongSaga(pool: Pool, url: string): Promise<string> {
  const correlation = randomUUID();
  const key = randomUUID();
  const start = Date.now() - 3_600_000;
  const records = Array.from({ length: LONG_SAGA }, (_, n) => {
    const json = orderEvent("long", { eventId: `long-${correlation}-${n}`, eventType: `Long.Step${n % 40}` });
    return testRecord({
      receivedAt: start + n * 500,
      exchange: "exchange-1",
      json: { ...json, metadata: { ...json.metadata, correlationId: correlation } },
    });
  });
  await storeArrivals(url, records, 500);
  await pool.query(
    `INSERT INTO saga_steps (generation, key, received_at, record_id, vhost, role, exchange, event_type, kind, producer, event_id,
       stream_id, ordinal, before_id, link, before_type, before_exchange, gap_ms)
     SELECT 1, $1, received_at, id, vhost, 'event', exchange, event_type, 'event', 'service-' || row_number() OVER w % 9, event_id,
       stream_id, 1, lag(id) OVER w, CASE WHEN lag(id) OVER w IS NOT NULL THEN 'order' END, coalesce(lag(event_type) OVER w, ''),
       coalesce(lag(exchange) OVER w, ''), extract(epoch FROM received_at - lag(received_at) OVER w) * 1000
     FROM messages WHERE correlation_id = $2 WINDOW w AS (ORDER BY received_at, id)`,
    [key, correlation],
  );
  await pool.query(
    `INSERT INTO sagas (generation, key, ordinal, vhost, basis, value, form, start_type, start_exchange, started_at, last_type,
       last_exchange, last_at, duration_ms, events, inferred_links, dead, redriven, participants, exchanges, streams, variant,
       status, certainty, waiting_for, deviations)
     SELECT 1, $1, 1, '/', 'correlation', $2, 'saga', 'Long.Step0', 'exchange-1', min(received_at), 'Long.Step39', 'exchange-1',
       max(received_at), 2500000, count(*), count(*) - 1, 0, 0, array_agg(DISTINCT producer), '{exchange-1}',
       array_agg(DISTINCT stream_id) FILTER (WHERE stream_id IS NOT NULL), gen_random_uuid(), 'RUNNING', 'unknown', '[]', '[]'
     FROM saga_steps WHERE key = $1`,
    [key, correlation],
  );
  return key.replaceAll("-", "");
}
