import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storeManyDeadLetters, storeTestDeadLetters } from "@/server/dead-letters/testing/dead-letters";
import { readEnv } from "@/server/env";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, someone, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { sagaId } from "./saga";
import { getSaga } from "./sagas-rest";
import { serveSagas, type TestStep, testKey, writeSagas } from "./testing/saga-rows";

let database: TestDatabase;
let services: WebServices;

const START = Date.parse("2026-03-01T10:00:00Z");
const KEY = testKey("c-1");
const ID = sagaId(KEY, 1);

/** What was published: the event, its exchange, what caused it, its kind. */
const STORY = [
  { id: "asked", type: "OrderPlaced", exchange: "orders", by: "elsewhere" },
  { id: "want-price", type: "GetPrice", exchange: "prices", by: "asked", kind: "request" },
  { id: "price", type: "PriceQuoted", exchange: "prices", by: "want-price", kind: "reply" },
  { id: "paid", type: "PaymentCompleted", exchange: "orders", by: "price" },
  { id: "back", type: "PaymentRefunded", exchange: "orders", by: "paid" },
] as const;
type Chapter = { id: string; type: string; exchange: string; by: string; kind?: string };

function record({ id, type, exchange, by, kind }: Chapter, n: number, correlationId: string) {
  return testRecord({
    receivedAt: START + n * 1_000,
    exchange,
    routingKey: `key.${id}`,
    json: {
      eventId: id,
      eventType: type,
      aggregateId: "ann@example.com",
      aggregateType: "Order",
      ...(kind ? { kind } : {}),
      producer: "shop",
      eventData: {},
      metadata: { timestamp: new Date(START).toISOString(), version: n + 1, correlationId, causationId: by },
    },
  });
}

interface Stored {
  id: string;
  at: number;
  event: string;
}
let stored: Map<string, Stored>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  const before: Chapter = { id: "elsewhere", type: "CartCheckedOut", exchange: "carts", by: "" };
  await storeArrivals(database.url, [
    record(before, -1, "c-0"),
    ...STORY.map((chapter, n) => record(chapter, n, "c-1")),
  ]);
  const { rows } = await services.storePool.query<Stored>(
    "SELECT id::text, (extract(epoch FROM received_at) * 1000000)::float8 AS at, event_id AS event FROM messages",
  );
  stored = new Map(rows.map((row) => [row.event, row]));
  const stepOf = ({ id, type, exchange, by, kind }: Chapter): TestStep => ({
    recordId: Number(stored.get(id)!.id),
    at: stored.get(id)!.at,
    type,
    exchange,
    kind: kind ?? "event",
    eventId: id,
    causationId: by,
    producer: "shop",
    streamId: "Order-ann@example.com",
    beforeId: stored.has(by) && by !== "elsewhere" ? Number(stored.get(by)!.id) : null,
    link: by === "elsewhere" ? null : "causation",
    dead: id === "paid",
  });
  const paid = stored.get("paid")!;
  const death: TestStep = {
    recordId: 900_001,
    at: paid.at + 1,
    role: "death",
    firstId: Number(paid.id),
    exchange: "orders",
  };
  await serveSagas(services.storePool);
  await writeSagas(services.storePool, [
    { value: "c-0", key: testKey("c-0"), exchanges: ["carts"], steps: [stepOf(before)] },
    {
      value: "c-1",
      key: KEY,
      startedAt: stored.get("asked")!.at,
      lastAt: stored.get("back")!.at,
      events: STORY.length,
      dead: 1,
      exchanges: ["orders", "prices"],
      participants: ["shop"],
      streams: ["Order-ann@example.com"],
      definition: "shop-order",
      definitionVersion: 0,
      steps: [...STORY.map(stepOf), death],
    },
    { value: "c-1", key: KEY, ordinal: 2, startedAt: (START + 3_600_000) * 1_000, status: "RUNNING" },
  ]);
  // More of the same correlation than are looked at, of what was under it before.
  await storeManyDeadLetters(services.storePool, 1_000, {
    diedAt: START - 3_600_000,
    originExchange: "orders",
    properties: { correlationId: "c-1" },
  });
  await storeTestDeadLetters(services.storePool, [
    {
      queue: "billing.dlq",
      originExchange: "orders",
      failedQueue: "billing",
      reason: "rejected",
      diedAt: START + 4_000,
      error: { class: "poison", type: "ParseError", message: "no total for ann@example.com" },
      json: { eventId: "paid", eventType: "PaymentCompleted", metadata: { correlationId: "c-1" } },
    },
    {
      diedAt: START + 4_000,
      originExchange: "orders",
      json: { eventId: "other", metadata: { correlationId: "c-1" } },
    },
  ]);
});

afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const idOf = (event: string) => stored.get(event)!.id;
const open = (principal = withRoles("viewer", "auditor")) =>
  callerAs(services, principal).sagas.one({ id: ID });

describe("a saga", () => {
  it("is told whole: its events as they came, what each followed, which reply is whose, what undoes what", async () => {
    const { steps, saga, ...detail } = await open();
    expect(
      steps.map(({ type, routingKey, beforeId, streamSeq }) => [type, routingKey, beforeId, streamSeq]),
    ).toEqual([
      ["OrderPlaced", "key.asked", null, 2],
      ["GetPrice", "key.want-price", idOf("asked"), 3],
      ["PriceQuoted", "key.price", idOf("want-price"), 4],
      ["PaymentCompleted", "key.paid", idOf("price"), 5],
      ["PaymentRefunded", "key.back", idOf("paid"), 6],
    ]);
    expect(steps.map(({ pairId }) => pairId)).toEqual([null, idOf("price"), idOf("want-price"), null, null]);
    expect(steps.map(({ compensation }) => compensation)).toEqual([
      null,
      null,
      null,
      null,
      expect.anything(),
    ]);
    expect(saga.definition).toEqual({ name: "shop-order", version: 0, title: "Shop order" });
    expect(detail).toMatchObject({ hiddenSteps: 0, outsideScope: 0, complaintId: null });
    expect(detail.instances.map(({ id, status }) => [id, status])).toEqual([
      [ID, "COMPLETED"],
      [sagaId(KEY, 2), "RUNNING"],
    ]);
  });

  it("leads to the saga that caused it, to its dead letters, and back from each", async () => {
    const { steps, marks, deadLetters } = await open();
    expect(steps.map(({ elsewhere }) => elsewhere)).toEqual([
      { sagaId: sagaId(testKey("c-0"), 1), recordId: idOf("elsewhere") },
      null,
      null,
      null,
      null,
    ]);
    expect(marks).toMatchObject([{ role: "death", firstId: idOf("paid") }]);
    expect(deadLetters).toMatchObject([
      {
        recordId: idOf("paid"),
        queue: "billing.dlq",
        failedQueue: "billing",
        error: "ParseError: no total for ann@example.com",
      },
    ]);
    const { of } = callerAs(services).sagas;
    for (const asked of [
      { deadLetterId: deadLetters[0]!.id },
      { recordId: idOf("back") },
      { recordId: "900001" },
    ])
      expect((await of(asked)).items.map(({ id }) => id)).toEqual([ID]);
    expect((await of({ streamId: "Order-ann@example.com", vhost: "/" })).items.map(({ id }) => id)).toContain(
      ID,
    );
    expect((await of({ streamId: "Order-ann@example.com", vhost: "other" })).items).toEqual([]);
  });

  it("shows nothing personal to whoever sees it masked, and is on record for the others", async () => {
    expect(JSON.stringify(await open(withRoles("viewer")))).not.toContain("ann@example.com");
    const reads = { where: { action: "saga.read-unmasked", targetId: ID } };
    expect(JSON.stringify(await open())).toContain("ann@example.com");
    expect(await services.prisma.operatorAction.count(reads)).toBe(1);
  });

  it("shows its part alone to whoever may see one exchange, with how much lies outside", async () => {
    const { steps, saga, outsideScope, deadLetters, instances } = await open(
      someone({ role: "viewer", vhost: "/", exchanges: "prices" }),
    );
    expect(steps.map(({ type, beforeId, pairId }) => [type, beforeId, pairId])).toEqual([
      ["GetPrice", null, idOf("price")],
      ["PriceQuoted", idOf("want-price"), idOf("want-price")],
    ]);
    expect([saga.type, saga.events, saga.durationMs, outsideScope, deadLetters]).toEqual([
      "GetPrice",
      2,
      1_000,
      3,
      [],
    ]);
    // When it began elsewhere is not told either.
    expect(instances.map(({ startedAt }) => startedAt)).toEqual([saga.startedAt]);
  });

  it("is answered by REST, and not found where there is none", async () => {
    const read = (id: string) => visit("GET /api/sagas/{id}", services, (guest) => getSaga(id, guest));
    expect(((await (await read(ID)).json()) as { saga: { id: string } }).saga.id).toBe(ID);
    expect((await read(sagaId(testKey("none"), 1))).status).toBe(404);
    expect((await read("nonsense")).status).toBe(400);
  });
});
