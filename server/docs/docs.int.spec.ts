import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/server/access/principal";
import { readEnv } from "@/server/env";
import { serveSagas } from "@/server/sagas/testing/saga-rows";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { ANYBODY, someone, visit } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { getAsyncApi, getEventsMarkdown } from "./docs-rest";

let database: TestDatabase;
let services: WebServices;

const IN_ORDERS = someone({ role: "viewer", vhost: "/", exchanges: "orders" });
const BIG = "12345678901234567890.10";

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  const repeated = orderEvent("1", { eventType: "OrderPlaced" });
  const paid = JSON.stringify({
    ...orderEvent("2", { eventType: "PaymentTake" }),
    eventData: { orderId: "2", customer: { email: "ann@example.org", name: "Ann Archer" }, amount: "AMOUNT" },
  }).replace('"AMOUNT"', BIG);
  await storeArrivals(database.url, [
    testRecord({ json: repeated }),
    testRecord({ json: repeated }),
    ...[3, 4, 5].map((n) => testRecord({ json: orderEvent(String(n), { eventType: "OrderPlaced" }) })),
    testRecord({ exchange: "payments", body: Buffer.from(paid) }),
    testRecord({ exchange: "orders.dlx", json: orderEvent("3", { eventType: "OrderPlaced" }) }),
  ]);
  await serveSagas(services.storePool);
});

afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const FILES = {
  markdown: ["GET /api/docs/events.md", getEventsMarkdown],
  asyncapi: ["GET /api/docs/asyncapi.json", getAsyncApi],
} as const;
/** A range that is over, so that it is the same each time. */
const TO = new Date(Date.now() + 60_000).toISOString();

const ask = (
  file: keyof typeof FILES,
  principal: Principal = ANYBODY,
  headers: Record<string, string> = {},
) => {
  const [name, handle] = FILES[file];
  const request = new Request(`http://localhost/?to=${TO}`, { headers });
  return visit(name, services, (it) => handle(request, it), principal);
};

describe("what is written down about the system", () => {
  it.each(["markdown", "asyncapi"] as const)(
    "%s: a file, the same each time, known by its tag",
    async (file) => {
      const answer = await ask(file);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="/);
      const text = await answer.text();
      expect(await (await ask(file)).text()).toBe(text);
      expect((await ask(file, ANYBODY, { "if-none-match": answer.headers.get("etag")! })).status).toBe(304);
    },
  );

  it("says of each event type how often, with what schema, and what was seen of its guarantees", async () => {
    const text = await (await ask("markdown")).text();
    expect(text).toContain("| `OrderPlaced` | `orders` | event | 4 |");
    expect(text).toContain("| repeated arrivals, stored once | 1 |");
    expect(text).toContain("| with an event id, so repeats are known | yes |");
    expect(text).toContain("| persistent messages | no |");
    expect(text).toContain("Schema, *inferred* from 4 bodies:");
    expect(text).toContain("- `PaymentTake` on `payments`");
    expect(text).not.toContain("- `OrderPlaced` on");
  });

  it.each(["markdown", "asyncapi"] as const)(
    "%s: masked for everybody, with numbers as they are",
    async (file) => {
      const text = await (await ask(file)).text();
      expect(text).not.toMatch(/ann@|Archer/);
      expect(text).toContain("•••");
      expect(text).toContain(BIG);
    },
  );

  it.each(["markdown", "asyncapi"] as const)("%s: nothing of what lies outside of a scope", async (file) => {
    const text = await (await ask(file, IN_ORDERS)).text();
    expect(text).toContain("OrderPlaced");
    expect(text).not.toMatch(/payment/i);
  });

  it("takes no more queries for many event types than for few, but for some more samples", async () => {
    let taken = 0;
    services.searchPool.on("acquire", () => taken++);
    const queries = async () => {
      taken = 0;
      expect((await ask("markdown", IN_ORDERS)).status).toBe(200);
      return taken;
    };
    const few = await queries();
    const types = Array.from({ length: 60 }, (_, n) => `Thing${n}Done`);
    await storeArrivals(
      database.url,
      types.map((eventType) => testRecord({ json: orderEvent(eventType, { eventType }) })),
    );
    const many = await queries();
    expect(few).toBeGreaterThan(0);
    expect(many - few).toBeLessThanOrEqual(3);
    expect(await (await ask("markdown", IN_ORDERS)).text()).toContain("### `Thing59Done` on `orders`");
  });

  it("learns what a masked number is", async () => {
    const document = JSON.parse(await (await ask("asyncapi")).text());
    const data = document.components.messages.PaymentTake.payload.properties.eventData.properties;
    expect(data.amount).toEqual({ type: "number" });
    expect(data.customer.properties.email).toEqual({ type: "string" });
  });
});
