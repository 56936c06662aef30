import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import type { SagaDefinition } from "./definition";
import { getDefinition } from "./definitions-rest";
import { SagaJudge } from "./saga-judge";
import { sagaArrival } from "./testing/arrivals";
import { projectSagas } from "./testing/project-sagas";

let database: TestDatabase;
let services: WebServices;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(
    readEnv({ DATABASE_URL: database.url, RABBITMQ_URL: "amqp://broker.invalid/", LOG_LEVEL: "error" }),
  );
  const shop = { exchange: "shop.orders", correlationId: "saga-1" };
  const parcel = { exchange: "parcels", correlationId: "parcel-1" };
  await storeArrivals(database.url, [
    sagaArrival({ at: 0, type: "order.created", id: "e1", of: ["Order", "ord-7", 1], ...shop }),
    sagaArrival({ at: 90, type: "command.reserve-stock", id: "e2", cause: "e1", ...shop }),
    sagaArrival({ at: 0, type: "ParcelSent", id: "p1", ...parcel }),
    sagaArrival({ at: 1_000, type: "ParcelScanned", id: "p2", ...parcel }),
  ]);
  await projectSagas(services.storePool, new SagaJudge({ freshMs: 0 }));
});

afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const operator = () => callerAs(services, withRoles("operator")).sagas;
const parcels: SagaDefinition = {
  name: "parcel",
  title: "Parcel",
  starts: [{ type: "ParcelSent" }],
  steps: [{ type: "ParcelDelivered", after: "ParcelSent", within: "2d", from: "carrier" }],
  ends: { completed: ["ParcelDelivered"] },
};
const failure = (promise: Promise<unknown>) => promise.then(String, (error: { code: string }) => error.code);

describe("a definition", () => {
  it("says where it is wrong while it is typed, and what it would change", async () => {
    const wrong = { ...parcels, steps: [{ ...parcels.steps[0], within: "soon" }] };
    expect(await operator().definitionPreview({ text: JSON.stringify(wrong) })).toEqual({
      problems: [{ path: "/steps/0/within", said: "is no duration, such as 30s, 15m, 2h or 1d" }],
      effect: null,
    });
    const ends = { ...parcels, steps: [], ends: { completed: ["ParcelScanned"] } };
    expect(await operator().definitionPreview({ text: JSON.stringify(ends) })).toEqual({
      problems: [],
      effect: { looked: 1, changes: [{ from: "RUNNING", to: "COMPLETED", count: 1 }], deviating: 0 },
    });
    expect((await operator().definitionPreview({ text: "{" })).problems[0]!.said).toContain(
      "no JSON at line 1",
    );
  });

  it("is written in versions, removed, and each change is on record with its reason", async () => {
    const { writeDefinition, removeDefinition, definitions, definitionVersions } = operator();
    const text = JSON.stringify(parcels);
    expect(await writeDefinition({ text, expectedVersion: 0, reason: "new carrier" })).toMatchObject({
      version: 1,
    });
    expect(await failure(writeDefinition({ text, expectedVersion: 0 }))).toBe("CONFLICT");
    expect(await removeDefinition({ name: "shop-order", reason: "not ours" })).toMatchObject({
      state: "removed",
    });
    await writeDefinition({ text: JSON.stringify({ ...parcels, title: "Parcels" }), expectedVersion: 1 });
    expect((await definitions()).items.map(({ name, version, state }) => [name, version, state])).toEqual([
      ["complaint", 0, "inForce"],
      ["helpdesk-complaint", 0, "inForce"],
      ["parcel", 2, "inForce"],
      ["shop-order", 1, "removed"],
    ]);
    expect((await definitionVersions({ name: "parcel" })).items.map(({ title }) => title)).toEqual([
      "Parcels",
      "Parcel",
    ]);
    const actions = await services.prisma.operatorAction.findMany({
      where: { targetType: "saga-definition" },
      orderBy: { id: "asc" },
    });
    expect(actions.map(({ action, outcome, reason }) => [action, outcome, reason])).toEqual([
      ["saga-definition.written", "done", "new carrier"],
      ["saga-definition.written", "failed", null],
      ["saga-definition.removed", "done", "not ours"],
      ["saga-definition.written", "done", null],
    ]);
  });

  it("is changed by nobody who may only read", async () => {
    const viewer = callerAs(services, withRoles("viewer")).sagas;
    expect((await viewer.definitions()).items).toHaveLength(4);
    expect(await failure(viewer.writeDefinition({ text: "{}" }))).toBe("FORBIDDEN");
    const answer = await visit("GET /api/sagas/definitions/{name}", services, (guest) =>
      getDefinition("parcel", guest),
    );
    expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(2);
  });
});

describe("the settings", () => {
  it("build sagas anew where they are told apart otherwise, and not where only patience changes", async () => {
    const { settings, setSettings } = operator();
    const now = (await settings()).settings;
    const patient = await setSettings({ ...now, stuckMultiple: 5, reason: "too many alarms" });
    expect([patient.settings.stuckMultiple, patient.rebuilding]).toEqual([5, false]);
    expect(await setSettings({ ...now, silenceMs: 86_400_000 })).toMatchObject({ rebuilding: true });
  });
});

describe("compensation by hand", () => {
  it("publishes what the definition says, once, with correlation and cause, on record; an operator may", async () => {
    const [saga] = (await operator().list({ type: "order.created", form: "saga" })).items;
    const id = saga!.id;
    const reason = "the customer called";
    const agent = callerAs(services, withRoles("agent")).sagas;
    expect(await failure(agent.compensate({ id, reason }))).toBe("FORBIDDEN");
    expect(await operator().compensate({ id, reason })).toMatchObject({ type: "command.release-stock" });
    expect(await failure(operator().compensate({ id, reason }))).toBe("CONFLICT");
    const { rows } = await services.storePool.query(
      "SELECT vhost, exchange, routing_key, properties, headers, convert_from(body, 'UTF8')::jsonb AS body FROM outbox",
    );
    expect(rows).toMatchObject([
      {
        vhost: "/",
        exchange: "shop.commands",
        routing_key: "command.release-stock",
        properties: { correlationId: "saga-1", type: "command.release-stock", appId: "sillage" },
        headers: { "causation-id": "e2" },
        body: { type: "command.release-stock", payload: { orderId: "ord-7", reason } },
      },
    ]);
    const [parcel] = (await operator().list({ type: "ParcelSent", form: "saga" })).items;
    expect(await failure(operator().compensate({ id: parcel!.id, reason }))).toBe("UNPROCESSABLE_CONTENT");
  });
});
