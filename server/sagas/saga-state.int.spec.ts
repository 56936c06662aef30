import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, someone, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";

let database: TestDatabase;
let services: WebServices;

/** An event of a stream that says something, at an exchange. */
function said(exchange: string, orderId: string, eventData: object) {
  const event = { ...orderEvent(orderId), eventData };
  return testRecord({ exchange, routingKey: "order", json: event });
}

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  await storeArrivals(database.url, [
    said("orders", "7", { status: "placed", email: "ada@example.com", gift: true }),
    said("orders", "7", { status: "paid" }),
    said("orders", "7", { status: "shipped" }),
    said("parcels", "8", { weight: 2 }),
  ]);
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const BOTH = [
  { streamId: "Order-7", version: 2 },
  { streamId: "Order-8", version: 1 },
];
const ask = (principal = withRoles("viewer")) =>
  callerAs(services, principal).sagas.state({ vhost: "/", streams: BOTH, changed: "Order-7" });

describe("the states of a moment", () => {
  it("are what the events by then said, with what the last one changed", async () => {
    const { streams } = await ask(withRoles("viewer", "auditor"));
    expect(streams.map(({ streamId, version, state }) => [streamId, version, JSON.parse(state)])).toEqual([
      ["Order-7", 2, expect.objectContaining({ status: "paid", email: "ada@example.com", gift: true })],
      ["Order-8", 1, expect.objectContaining({ weight: 2 })],
    ]);
    expect(streams.map(({ changes }) => changes)).toEqual([
      [{ path: "status", before: '"placed"', after: '"paid"' }],
      null,
    ]);
  });

  it("hide what is personal from whoever may not read it", async () => {
    const { streams } = await ask();
    expect(streams[0]!.state).not.toContain("ada@example.com");
    expect(streams[0]!.state).toContain("paid");
  });

  it("leave out streams of which nothing lies in the scope, and those that are not there", async () => {
    const scoped = someone({ role: "viewer", vhost: "/", exchanges: "parcels" });
    expect((await ask(scoped)).streams.map(({ streamId }) => streamId)).toEqual(["Order-8"]);
    const none = callerAs(services).sagas.state({
      vhost: "elsewhere",
      streams: BOTH,
      changed: null,
    });
    expect(await none).toEqual({ streams: [] });
  });
});
