import { afterAll, beforeAll, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createLogger } from "@/server/logger";
import { createMetrics } from "@/server/metrics/registry";
import { ProcessReport } from "@/server/processes/process-report";
import { getMetrics } from "@/server/status/status-rest";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { until } from "@/server/testing/until";
import { visit } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { measureEnded, overdueGauges } from "./measure-sagas";
import { SagaJudge } from "./saga-judge";
import { MORNING, sagaArrival, type ToldEvent } from "./testing/arrivals";
import { projectSagas } from "./testing/project-sagas";

/** A moment at which everything here has ended just now. */
const clock = () => new Date(MORNING + 60_000);
let database: TestDatabase;
let services: WebServices;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end(), services?.prisma.$disconnect()]);
  await database?.drop();
});

/** An order of the shop, whose definition is shipped. */
const order = (n: number, ...told: [type: string, at: number][]) =>
  told.map(([type, at], i): ToldEvent => {
    const id = `${n}-${i}`;
    return { at, type, id, of: ["Order", `o-${n}`], exchange: "shop.orders", correlationId: `order-${n}` };
  });
it("Prometheus reads how long sagas took by type and end, each once, how many are late and stuck, and few types", async () => {
  const metrics = createMetrics("worker");
  const judge = new SagaJudge({ freshMs: 0, onJudged: measureEnded(metrics, clock) });
  const told = [
    ...order(1, ["order.created", 0], ["order.completed", 4_000]),
    ...order(2, ["order.created", 0], ["order.completed", 20_000]),
    ...order(3, ["order.created", 0], ["order.cancelled", 40_000]),
    // Its orchestrator said nothing more, all day.
    ...order(4, ["order.created", 0], ["payment.captured", 500]),
  ];
  await storeArrivals(database.url, told.map(sagaArrival));
  await projectSagas(services.storePool, judge);
  // A saga that has ended is judged again with what still comes, and not measured again.
  await storeArrivals(database.url, [
    sagaArrival({ ...order(1, ["order.shipped", 5_000])[0]!, id: "1-late" }),
  ]);
  await projectSagas(services.storePool, judge);
  // Whoever invents names does not fill Prometheus.
  for (let n = 0; n < 70; n++) metrics.sagas.ended(`Invented${n}`, false, "FAILED", 2);

  const overdue = overdueGauges(metrics, services.storePool, clock);
  const report = new ProcessReport({
    id: "spec",
    pool: services.storePool,
    logger: createLogger({ service: "spec", level: "silent" }),
    status: () => ({
      ...{ role: "worker", queues: [], taps: [], sequencer: { head: 0, waiting: 0, error: null } },
      outbox: { published: 0, error: null, waiting: 0, oldestSeconds: null, failing: [] },
    }),
    metrics: async () => {
      await overdue();
      return metrics.registry.getMetricsAsJSON();
    },
  });
  report.start();
  const text = await until(async () => {
    const answer = await visit("GET /metrics", services, ({ services: of }) => getMetrics(of));
    const read = await answer.text();
    return read.includes("saga_execution_duration_seconds_count{") ? read : null;
  });
  await report.stop();

  const lines = text.split("\n");
  /** The value of the series of this name with all these labels. */
  const value = (name: string, ...labels: string[]) =>
    Number(
      lines
        .find((line) => /^[a-z_]+/.exec(line)?.[0] === name && labels.every((it) => line.includes(it)))
        ?.split(" ")
        .at(-1),
    );
  const orders = (what: string, ...labels: string[]) =>
    value(`saga_execution_duration_seconds_${what}`, 'saga_type="shop-order"', ...labels);
  expect(orders("count", 'status="COMPLETED"')).toBe(2);
  expect(orders("sum", 'status="COMPLETED"')).toBe(24);
  expect(orders("bucket", 'status="COMPLETED"', 'le="5"')).toBe(1);
  expect(orders("count", 'status="COMPENSATED"')).toBe(1);
  expect(value("sillage_sagas_late")).toBe(1);
  expect(value("sillage_sagas_stuck")).toBe(1);
  const counts = lines.filter((line) => line.startsWith("saga_execution_duration_seconds_count"));
  // 50 as they are, the rest together, and the one that has a definition.
  expect(new Set(counts.map((line) => /saga_type="([^"]*)"/.exec(line)?.[1])).size).toBe(52);
});
