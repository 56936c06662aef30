import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMPLAINT_VIEWS } from "@/server/complaints/complaint-projection";
import { readEnv } from "@/server/env";
import { sequence } from "@/server/event-store/sequencer";
import { createLogger } from "@/server/logger";
import { prepareProjection, runTurn } from "@/server/projections/run-projection";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type RestServer, startRestServer } from "@/server/testing/rest-server";
import { signedIn } from "@/server/testing/signed-in";
import { until } from "@/server/testing/until";
import { createWebServices, type WebServices } from "@/server/web-services";
import { ComplaintDesk } from "./complaint-desk";

const shared = globalThis as typeof globalThis & { sillageWeb?: WebServices };
let database: TestDatabase;
let services: WebServices;
let server: RestServer;
let desk: ComplaintDesk;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(
    readEnv({
      DATABASE_URL: database.url,
      RABBITMQ_URL: "amqp://broker.invalid/",
      SILLAGE_COMPLAINTS: "on",
      LOG_LEVEL: "error",
      SILLAGE_RATE_BURST: "100000",
    }),
  );
  shared.sillageWeb = services;
  server = await startRestServer();
  const { token } = await signedIn(database.url, "agent");
  const logger = createLogger({ service: "test", level: "silent" });
  desk = new ComplaintDesk({ url: server.url, token, logger, pace: 0 });
});
afterAll(async () => {
  await desk.stop();
  await server.close();
  delete shared.sillageWeb;
  services.log.close();
  await Promise.all([services.searchPool.end(), services.storePool.end()]);
  await services.prisma.$disconnect();
  await database.drop();
});

describe("the demo's complaint desk", () => {
  it("takes complaints from their filing to their end, through the REST interface alone", async () => {
    await prepareProjection(services.storePool, COMPLAINT_VIEWS);
    desk.start();
    const closed = await until(async () => {
      await sequence(services.storePool);
      while (await runTurn(services.storePool, COMPLAINT_VIEWS));
      const { rows } = await services.storePool.query(
        "SELECT view FROM complaint_views WHERE status = 'CLOSED' LIMIT 1",
      );
      return rows[0]?.view ?? null;
    });
    const types = closed.timeline.map((entry: { eventType: string }) => entry.eventType);
    expect(types).toEqual(
      expect.arrayContaining(["COMPLAINT_CREATED", "COMPLAINT_ASSIGNED", "COMPLAINT_CLOSED"]),
    );
    expect(desk.done).toBeGreaterThan(4);
  });
});
