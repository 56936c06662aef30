import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { encodeProperties } from "@/server/broker/testing/encode-properties";
import { readEnv } from "@/server/env";
import { quarantine } from "@/server/event-store/quarantine";
import type { ArrivalRecord } from "@/server/event-store/record";
import { RecordIds } from "@/server/event-store/record-ids";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { TEST_IMPORTER } from "@/server/testing/by";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { callerAs, visit } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { QuarantineImport } from "./import-quarantined";
import { downloadQuarantined, getQuarantinedById } from "./quarantine-rest";

let database: TestDatabase;
let services: WebServices;
let pool: Pool;
let caller: ReturnType<typeof callerAs>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  pool = services.storePool;
  caller = callerAs(services);
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

/** While this stands, the database refuses what has the routing key `poison`. */
const poison = () =>
  pool.query("ALTER TABLE messages ADD CONSTRAINT poison CHECK (routing_key <> 'poison') NOT VALID");
const cure = () => pool.query("ALTER TABLE messages DROP CONSTRAINT IF EXISTS poison");

beforeEach(async () => {
  await cure();
  await pool.query("DELETE FROM quarantine_attempts; DELETE FROM quarantined_messages");
});

const ids = new RecordIds();
async function putAside(...records: ArrivalRecord[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    for (const record of records) {
      const firstRecord = await ids.take(client, 1);
      await quarantine(
        client,
        record,
        { reason: "refused at first", code: "22021" },
        { firstRecord, lease: null },
      );
    }
  } finally {
    client.release();
  }
  const { rows } = await pool.query<{ id: string }>("SELECT id::text FROM quarantined_messages ORDER BY id");
  return rows.slice(-records.length).map(({ id }) => id);
}
const order = (id: string, more: Parameters<typeof testRecord>[0] = {}) =>
  testRecord({ json: orderEvent(id, { eventId: `event-${id}` }), ...more });

describe("an import", () => {
  it("stores the message, links it, and keeps what came of each attempt", async () => {
    const [id] = await putAside(order("1", { routingKey: "poison" }));
    await poison();
    const refused = await caller.quarantine.importOne({ id: id! });
    expect(refused).toMatchObject({ outcome: "refused", errorCode: "23514", importedId: null });
    await cure();
    const imported = await caller.quarantine.importOne({ id: id! });
    expect(imported).toMatchObject({ outcome: "imported", reading: "event" });
    const { item, history } = await caller.quarantine.one({ id: id! });
    expect(item).toMatchObject({ attempts: 2, importedId: imported.importedId });
    expect(history.map(({ errorCode }) => errorCode)).toEqual(["22021", "23514", null]);
    const stored = await caller.audit.message({ id: imported.importedId! });
    expect(stored.item.event!.aggregateId).toBe("1");
  });

  it("of one that was imported before, or by two at once, stores it once", async () => {
    const [id] = await putAside(order("2"));
    const both = await Promise.all([
      caller.quarantine.importOne({ id: id! }),
      new QuarantineImport(services.prisma, pool).attempt(TEST_IMPORTER, id!),
    ]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["already", "imported"]);
    const again = await caller.quarantine.importOne({ id: id! });
    expect(again.outcome).toBe("already");
    expect(new Set([...both, again].map(({ importedId }) => importedId)).size).toBe(1);
    expect((await caller.audit.search({ aggregateId: "2", aggregateType: "Order" })).items).toHaveLength(1);
  });

  it("says when the event has come since: then it is a duplicate", async () => {
    const record = order("3");
    const [first, second] = await putAside(record, record);
    await caller.quarantine.importOne({ id: first! });
    expect(await caller.quarantine.importOne({ id: second! })).toMatchObject({ reading: "duplicate" });
  });

  it("that cannot be done now changes nothing", async () => {
    const [id] = await putAside(order("4"));
    await pool.query("ALTER TABLE messages RENAME TO messages_away");
    await expect(caller.quarantine.importOne({ id: id! })).rejects.toMatchObject({
      code: "INTERNAL_SERVER_ERROR",
    });
    await pool.query("ALTER TABLE messages_away RENAME TO messages");
    const { item, history } = await caller.quarantine.one({ id: id! });
    expect(item).toMatchObject({ attempts: 1, importedAt: null });
    expect(history).toHaveLength(1);
  });
});

describe("an import of all that match", () => {
  it("goes on in parts, tells each outcome, and leaves what it was not asked for", async () => {
    await putAside(
      ...Array.from({ length: 60 }, (_, n) =>
        order(`a${n}`, { routingKey: n % 6 === 0 ? "poison" : "fine" }),
      ),
      order("elsewhere", { exchange: "other" }),
    );
    await poison();
    const filter = { exchange: "orders" };
    const { count, through } = await caller.quarantine.preview(filter);
    expect(count).toBe(60);
    await putAside(order("later"));
    const outcomes: Awaited<ReturnType<typeof caller.quarantine.importPart>>["outcomes"] = [];
    let parts = 0;
    // A part ends after so many, or sooner on a slow machine.
    for (let after: string | undefined, more = true; more; parts++) {
      const part = await caller.quarantine.importPart({ filter, through: through!, ...(after && { after }) });
      expect(part.outcomes.length).toBeLessThanOrEqual(50);
      outcomes.push(...part.outcomes);
      more = part.next !== null;
      after = part.next ?? undefined;
    }
    expect(parts).toBeGreaterThan(1);
    expect(outcomes.filter(({ outcome }) => outcome === "imported")).toHaveLength(50);
    const refused = outcomes.filter(({ outcome }) => outcome === "refused");
    expect(refused).toHaveLength(10);
    expect(new Set(refused.map(({ errorCode }) => errorCode))).toEqual(new Set(["23514"]));
    expect(await caller.quarantine.summary()).toMatchObject({ open: 12, imported: 50 });
  });

  it("asked twice imports once", async () => {
    await putAside(order("b1"), order("b2"));
    const { through } = await caller.quarantine.preview({});
    const part = () => caller.quarantine.importPart({ filter: {}, through: through! });
    const outcomes = (await Promise.all([part(), part()])).flatMap((answer) => answer.outcomes);
    expect(outcomes.filter(({ outcome }) => outcome === "imported")).toHaveLength(2);
    expect((await part()).outcomes).toEqual([]);
  });

  it("over REST and the command tells what is still refused", async () => {
    await putAside(order("c1"), order("c2", { routingKey: "poison" }));
    await poison();
    const result = await new QuarantineImport(services.prisma, pool).all(TEST_IMPORTER);
    expect(result).toMatchObject({ imported: 1, failed: 1, refused: [{ errorCode: "23514" }] });
  });
});

describe("the list", () => {
  it("is filtered and paged, newest first, and counted by place and reason", async () => {
    const [one, two, three] = await putAside(
      order("d1"),
      order("d2", { exchange: "" }),
      order("d3", { vhost: "other", exchange: "" }),
    );
    const page = await caller.quarantine.list({ limit: 2 });
    expect(page.items.map(({ id }) => id)).toEqual([three, two]);
    const rest = await caller.quarantine.list({ limit: 2, cursor: page.nextCursor! });
    expect(rest.items.map(({ id }) => id)).toEqual([one]);
    expect(rest.nextCursor).toBeNull();
    expect((await caller.quarantine.list({ exchange: "" })).items).toHaveLength(2);
    expect((await caller.quarantine.list({ exchange: "", vhost: "other" })).items).toHaveLength(1);
    expect((await caller.quarantine.list({ errorCode: "23505" })).items).toEqual([]);
    const { open, groups } = await caller.quarantine.summary();
    expect(open).toBe(3);
    expect(groups).toContainEqual({
      vhost: "/",
      exchange: "orders",
      errorCode: "22021",
      cause: "text",
      open: 1,
    });
  });

  const byId = (id: string) =>
    visit("GET /api/quarantine/{id}", services, (guest) => getQuarantinedById(id, guest));
  const download = (id: string) =>
    visit("GET /api/quarantine/{id}/body", services, (guest) => downloadQuarantined(id, guest));

  it("opens one with its headers, its body and its bytes", async () => {
    const rawProperties = encodeProperties({
      headers: [["tenant", { tag: "S", value: Buffer.from("acme") }]],
    });
    const [id] = await putAside(testRecord({ rawProperties, body: Buffer.from([0, 255, 1]) }));
    const detail = await (await byId(id!)).json();
    expect(detail.properties.headers).toEqual([{ name: "tenant", value: { type: "text", value: "acme" } }]);
    expect(detail.body).toMatchObject({ format: "binary", decodedSize: 3 });
    const bytes = await download(id!);
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(Buffer.from([0, 255, 1]));
    expect((await download("999999")).status).toBe(404);
    expect((await byId("x")).status).toBe(400);
  });
});
