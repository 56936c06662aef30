import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import type { ArrivalRecord } from "@/server/event-store/record";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, visit } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { getRelated } from "./audit-rest";
import { walkCausation } from "./causation";
import { missingPlaces } from "./related-queries";

let database: TestDatabase;
let services: WebServices;
let caller: ReturnType<typeof callerAs>;
let clock = Date.parse("2026-03-01T10:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  caller = callerAs(services);
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

interface Said {
  id?: string;
  by?: string | null;
  correlation?: string;
  order?: string;
  version?: number;
  note?: string;
  vhost?: string;
  exchange?: string;
  producer?: string;
}

/** An arrival of an event, later than those made before it. */
function event(type: string, said: Said = {}): ArrivalRecord {
  const json = orderEvent(said.order ?? type, { eventType: type, note: said.note ?? "" });
  return testRecord({
    receivedAt: ++clock,
    vhost: said.vhost ?? "/",
    exchange: said.exchange ?? "orders",
    json: {
      ...json,
      ...(said.id ? { eventId: said.id } : {}),
      ...(said.producer ? { producer: said.producer } : {}),
      metadata: {
        ...json.metadata,
        timestamp: new Date(clock).toISOString(),
        version: said.version ?? 1,
        ...(said.correlation ? { correlationId: said.correlation } : {}),
        ...(said.by ? { causationId: said.by } : {}),
      },
    },
  });
}

const store = (...records: ArrivalRecord[]) => storeArrivals(database.url, records);
/** Record id of the only message with that type. */
async function recordOf(eventType: string): Promise<string> {
  return (await caller.audit.search({ eventType })).items[0]!.message.id;
}
const causation = async (type: string) => caller.audit.causation({ id: await recordOf(type) });
const typesOf = (steps: readonly { item: { event: { eventType: string } | null } }[]) =>
  steps.map(({ item }) => item.event!.eventType);

describe("causes and effects", () => {
  it("are walked to the first cause and to the last effect", async () => {
    await store(
      event("A", { id: "a" }),
      event("B", { id: "b", by: "a" }),
      event("B2", { id: "b2", by: "a" }),
      event("C", { id: "c", by: "b" }),
      event("D1", { id: "d1", by: "c" }),
      event("E", { id: "e", by: "d1" }),
      event("D2", { id: "d2", by: "c" }),
    );
    const tree = await causation("C");
    expect(typesOf(tree.causes)).toEqual(["B", "A"]);
    expect(tree.end).toBe("root");
    expect(tree.causes[1]!.effects).toEqual({ total: 2, exact: true });
    expect(typesOf(tree.effects)).toEqual(["D1", "E", "D2"]);
    expect(tree.effects.map(({ depth }) => depth)).toEqual([1, 2, 1]);
    expect(tree).toMatchObject({ direct: { total: 2, exact: true }, cut: { deep: false, wide: false } });
  });

  it("that go round in a circle end, and say so", async () => {
    await store(
      event("X", { id: "x", by: "z" }),
      event("Y", { id: "y", by: "x" }),
      event("Z", { id: "z", by: "y" }),
    );
    const tree = await causation("Y");
    expect(typesOf(tree.causes)).toEqual(["X", "Z"]);
    expect(tree.end).toBe("circle");
    expect(typesOf(tree.effects)).toEqual(["Z", "X", "Y"]);
    expect(tree.effects.map(({ circle }) => circle)).toEqual([false, false, true]);
  });

  it("of an event that names itself are none", async () => {
    await store(event("SELF", { id: "self", by: "self" }));
    expect(await causation("SELF")).toMatchObject({
      causes: [],
      end: "root",
      effects: [],
      direct: { total: 0 },
    });
  });

  it("tell a cause that is not stored, also when another virtual host has it", async () => {
    await store(event("ELSEWHERE", { id: "far", vhost: "other" }), event("ORPHAN", { by: "far" }));
    expect(await causation("ORPHAN")).toMatchObject({ causes: [], end: "missing", missing: "far" });
  });

  it("of one with 1,000 effects show the oldest and count the rest", async () => {
    await store(
      event("MANY", { id: "many" }),
      ...Array.from({ length: 1_000 }, () => event("ONE", { by: "many" })),
    );
    const tree = await causation("MANY");
    expect(tree.effects).toHaveLength(20);
    expect(tree.direct).toEqual({ total: 1_000, exact: true });
    expect(tree.cut.wide).toBe(true);
    expect(tree.effects.map(({ item }) => item.message.receivedAt)).toEqual(
      tree.effects.map(({ item }) => item.message.receivedAt).sort(),
    );
  });

  it("that go deep are cut, with the number of those below", async () => {
    await store(
      event("L0", { id: "l0" }),
      ...Array.from({ length: 20 }, (_, n) => event(`L${n + 1}`, { id: `l${n + 1}`, by: `l${n}` })),
    );
    const down = await causation("L0");
    expect(typesOf(down.effects).at(-1)).toBe("L6");
    expect(down.effects.at(-1)).toMatchObject({ hidden: 1, hiddenExact: true });
    expect(down.cut).toEqual({ deep: true, wide: false });
    const up = await causation("L20");
    expect(typesOf(up.causes).at(-1)).toBe("L8");
    expect(up.end).toBe("cut");
  });

  it("stop at their number of rows, whatever the shape", async () => {
    const wide = Array.from({ length: 15 }, (_, n) => event("W1", { id: `w${n}`, by: "w" }));
    const below = wide.flatMap((_, n) => Array.from({ length: 20 }, () => event("W2", { by: `w${n}` })));
    await store(event("W", { id: "w" }), ...wide, ...below);
    const tree = await causation("W");
    expect(tree.effects).toHaveLength(200);
    expect(tree.cut.wide).toBe(true);
    const hidden = tree.effects.reduce((sum, step) => sum + (step.hidden ?? 0), 0);
    expect(hidden + 200).toBe(15 + 300);
  });

  it("of a message without an event id are unknown below it", async () => {
    const none = { rows: [], total: 0, exact: true };
    const tree = await walkCausation({ id: "1", eventId: null, causationId: null } as never, {
      byEventIds: async () => new Map([["x", none]]),
      effects: async () => new Map(),
    });
    expect(tree).toMatchObject({ end: "root", direct: null, effects: [] });
  });
});

describe("the same correlation", () => {
  it("is in order of receipt, around the message, with what is before and after counted", async () => {
    await store(...Array.from({ length: 150 }, (_, n) => event(`S${n}`, { correlation: "saga" })));
    const middle = await caller.audit.correlation({ id: await recordOf("S100") });
    expect(middle).toMatchObject({ correlationId: "saga", total: 150, exact: true, before: 70 });
    expect(middle.items.map((item) => item.event!.eventType)).toEqual(
      Array.from({ length: 60 }, (_, n) => `S${70 + n}`),
    );
    const last = await caller.audit.correlation({ id: await recordOf("S149") });
    expect(last.items.at(-1)!.event!.eventType).toBe("S149");
    expect(last.items).toHaveLength(60);
    const first = await caller.audit.correlation({ id: await recordOf("S0") });
    expect(first).toMatchObject({ before: 0 });
    expect(first.items).toHaveLength(60);
  });
});

describe("the same stream", () => {
  it("shows places, declared versions and what is wrong with them", async () => {
    const of = (type: string, version: number) => event(type, { order: "77", version });
    await store(of("V1", 1), of("V2", 2), of("V5", 5), of("V3", 3), of("V5AGAIN", 5));
    const stream = await caller.audit.streamOf({ id: await recordOf("V5") });
    expect(stream).toMatchObject({ streamId: "Order-77", version: 5, missing: [], owned: false });
    expect(stream.items.map(({ item }) => item.event!.streamSeq)).toEqual([1, 2, 3, 4, 5]);
    expect(stream.items.map(({ notes }) => notes)).toEqual([
      [],
      [],
      [{ code: "gap", from: 4, to: 4 }],
      [{ code: "late" }],
      [{ code: "repeated" }],
    ]);
  });

  it("names the places that are no longer stored", () => {
    expect(missingPlaces([3, 4, 7], 1, 9)).toEqual([
      { from: 1, to: 2 },
      { from: 5, to: 6 },
      { from: 8, to: 9 },
    ]);
    expect(missingPlaces([1, 2], 1, 2)).toEqual([]);
  });
});

describe("the arrivals of an event", () => {
  it("are told apart: the first, the same again, another content, another source", async () => {
    const said = { id: "twice", order: "9" };
    const first = event("TWICE", said);
    await store(
      first,
      { ...first, receivedAt: ++clock },
      event("TWICE", { ...said, note: "other content" }),
      event("TWICE", { ...said, exchange: "elsewhere" }),
    );
    const { items } = await caller.audit.search({ eventId: "twice" });
    const duplicate = items.find(({ message }) => message.reading === "duplicate")!;
    const arrivals = await caller.audit.arrivals({ id: duplicate.message.id });
    expect(arrivals.items.map(({ relation }) => relation)).toEqual(["first", "same", "clash", "other"]);
    const stream = await caller.audit.streamOf({ id: duplicate.message.id });
    expect(stream.items.length).toBeGreaterThan(0);
  });
});

describe("where a field was read from", () => {
  it("is told for what was stored, and not for what is read otherwise today", async () => {
    await store(event("TRACED", { id: "traced", by: "somebody", producer: "shop" }));
    const id = await recordOf("TRACED");
    const { fields, differs } = await caller.audit.sources({ id });
    expect(differs).toEqual([]);
    expect(fields.causationId).toEqual({ stage: "body", path: "body.metadata.causationId" });
    expect(fields.eventType).toEqual({ stage: "body", path: "body.eventType" });
    await services.storePool.query(
      `INSERT INTO envelope_mappings (vhost, exchange, fields, updated_at)
       VALUES ('/', 'orders', '{"producer": "body.eventData.orderId"}', now())`,
    );
    const later = await caller.audit.sources({ id });
    expect(later.differs).toEqual(["producer"]);
    expect(later.fields).not.toHaveProperty("producer");
    await services.storePool.query("DELETE FROM envelope_mappings");
  });
});

describe("GET /api/audit/messages/{id}/…", () => {
  const related = (id: string, what: Parameters<typeof getRelated>[1]) =>
    visit(`GET /api/audit/messages/{id}/${what}`, services, (guest) => getRelated(id, what, guest));

  it.each(["causation", "correlation", "stream", "arrivals", "sources"] as const)(
    "answers %s, and 404",
    async (what) => {
      const found = await related(await recordOf("C"), what);
      expect(found.status).toBe(200);
      expect((await related("7", what)).status).toBe(404);
      expect((await related("x", what)).status).toBe(400);
    },
  );
});
