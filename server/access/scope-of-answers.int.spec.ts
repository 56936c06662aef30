import type { TrackedEnvelope } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { downloadBody } from "@/server/audit/audit-rest";
import type { LiveTurn } from "@/server/audit/live-messages";
import { readEnv } from "@/server/env";
import { quarantine } from "@/server/event-store/quarantine";
import { RecordIds } from "@/server/event-store/record-ids";
import { getQuarantine } from "@/server/quarantine/quarantine-rest";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, someone, visit } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import type { Grant } from "./principal";

/** A team that sees the exchange `orders` of `/`, beside what belongs to others and shares its ids. */
const TEAM = (["viewer", "operator", "auditor"] as const).map(
  (role): Grant => ({ role, vhost: "/", exchanges: "orders" }),
);
const team = someone(...TEAM);

let database: TestDatabase;
let services: WebServices;
const as = (principal = team) => callerAs(services, principal);

const START = Date.parse("2026-03-01T10:00:00Z");
let clock = START;

/** One event of a story that runs through both exchanges: one correlation, one order, each caused by the one before. */
function chapter(exchange: string, id: string, by: string | null, vhost = "/") {
  const json = orderEvent("7", { eventId: id, eventType: `Type ${id}` });
  return testRecord({
    receivedAt: ++clock,
    vhost,
    exchange,
    json: { ...json, producer: `from ${exchange}`, metadata: { ...json.metadata, causationId: by } },
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  await storeArrivals(database.url, [
    chapter("orders", "a", null),
    chapter("payments", "b", "a"),
    chapter("orders", "c", "b"),
    chapter("payments", "c", "b"),
    chapter("orders", "d", "c"),
    chapter("orders", "e", "d", "shop"),
  ]);
  await putAside("orders", "payments");
});

afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

async function putAside(...exchanges: string[]): Promise<void> {
  const client = await services.storePool.connect();
  const ids = new RecordIds();
  for (const exchange of exchanges) {
    const record = testRecord({ exchange, receivedAt: ++clock });
    const firstRecord = await ids.take(client, 1);
    await quarantine(client, record, { reason: "refused", code: "22021" }, { firstRecord, lease: null });
  }
  client.release();
}

/** Record id of the message of an exchange with an event id, as somebody sees it who sees all. */
async function recordOf(exchange: string, eventId: string): Promise<string> {
  return (await callerAs(services).audit.search({ exchange, eventId, vhost: "/" })).items[0]!.message.id;
}
const idsOf = (items: readonly { event: { eventId: string | null } | null }[]) =>
  items.map(({ event }) => event?.eventId);
const itemsOf = (steps: readonly { item: { event: { eventId: string | null } | null } }[]) =>
  idsOf(steps.map(({ item }) => item));

describe("a team that may see one exchange", () => {
  it("finds its messages alone, and is told their exact number", async () => {
    const { items, count } = await as().audit.search({});
    expect(idsOf(items)).toEqual(["d", "c", "a"]);
    expect(count).toEqual({ value: 3, exact: true });
    expect((await as().audit.search({ exchange: "payments" })).count).toEqual({ value: 0, exact: true });
    expect((await as().audit.search({ q: "Type b" })).items).toEqual([]);
  });

  it("opens none of the others: they are not there", async () => {
    const hidden = await recordOf("payments", "b");
    const { audit, routes } = as();
    for (const ask of [
      audit.message,
      audit.causation,
      audit.correlation,
      audit.streamOf,
      audit.arrivals,
      audit.sources,
      routes.of,
    ]) {
      await expect(ask({ id: hidden })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    const body = await visit(
      "GET /api/audit/messages/{id}/body",
      services,
      (guest) => downloadBody(hidden, guest),
      team,
    );
    expect(body.status).toBe(404);
  });

  it("is shown nothing of them beside its own", async () => {
    const id = await recordOf("orders", "c");
    const { causes, effects, end, missing } = await as().audit.causation({ id });
    expect([itemsOf(causes), end, missing, itemsOf(effects)]).toEqual([[], "missing", "b", ["d"]]);
    const correlation = await as().audit.correlation({ id });
    expect([idsOf(correlation.items), correlation.total]).toEqual([["a", "c", "d"], 3]);
    expect(itemsOf((await as().audit.streamOf({ id })).items)).toEqual(["a", "c", "d"]);
    const arrivals = await as().audit.arrivals({ id });
    expect([itemsOf(arrivals.items), arrivals.total]).toEqual([["c"], 1]);
  });

  it("counts its own alone, over time and in all", async () => {
    const range = { from: new Date(START).toISOString(), to: new Date(START + 60_000).toISOString() };
    const series = await as().overview.series(range);
    expect([series.total, series.stacks.map(({ name }) => name)]).toEqual([3, ["orders"]]);
    const totals = await as().overview.totals(range);
    expect(totals.messages).toBe(3);
    expect(totals.exchanges).toEqual([{ name: "orders", count: 3 }]);
    expect(totals.eventTypes.map(({ name }) => name).sort()).toEqual(["Type a", "Type c", "Type d"]);
  });

  it("is offered the values of its own alone", async () => {
    clock = Date.now() - 60_000;
    await storeArrivals(database.url, [chapter("orders", "now", null), chapter("payments", "later", null)]);
    const known = await as().audit.knownValues();
    expect(known).toEqual({
      exchange: ["orders"],
      eventType: ["Type now"],
      vhost: ["/"],
      producer: ["from orders"],
    });
    const all = await callerAs(services).audit.knownValues();
    expect(all.producer).toContain("from payments");
  });

  it("follows its own alone, live", async () => {
    const head = String((await callerAs(services).audit.search({})).head);
    const live = await as().audit.live({ filter: {}, lastEventId: head });
    const turns = live[Symbol.asyncIterator]() as AsyncIterator<TrackedEnvelope<LiveTurn>>;
    clock = Date.now();
    const more = [0, 1, 2, 3].map((i) => chapter(i % 2 === 0 ? "payments" : "orders", `live-${i}`, null));
    const stored = storeArrivals(database.url, more);
    const seen: (string | null | undefined)[] = [];
    while (seen.length < 2) {
      const [, turn] = (await turns.next()).value as unknown as [string, LiveTurn];
      seen.push(...idsOf(turn.items).reverse());
    }
    await turns.return?.();
    await stored;
    expect(seen).toEqual(["live-1", "live-3"]);
  });

  it("sees of the quarantine what came from its exchange, and counts nothing else", async () => {
    const { list, summary, preview, one, importOne } = as().quarantine;
    const [own] = (await list({})).items;
    expect((await list({})).items.map(({ exchange }) => exchange)).toEqual(["orders"]);
    expect(await summary()).toMatchObject({ open: 1, groups: [{ exchange: "orders", open: 1 }] });
    expect(await preview({})).toMatchObject({ count: 1, through: own!.id });
    const all = await callerAs(services).quarantine.list({});
    const hidden = all.items.find(({ exchange }) => exchange === "payments")!.id;
    await expect(one({ id: hidden })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(importOne({ id: hidden })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const rest = await visit(
      "GET /api/quarantine",
      services,
      (guest) => getQuarantine(new Request("http://localhost/api/quarantine"), guest),
      team,
    );
    expect(await rest.json()).toMatchObject({ open: 1, items: [{ exchange: "orders" }] });
    const part = await as().quarantine.importPart({ filter: {}, through: hidden });
    expect(part.outcomes.map(({ id }) => id)).toEqual([own!.id]);
    expect((await callerAs(services).quarantine.list({})).items.map(({ id }) => id)).toEqual([hidden]);
  });

  it("hears of the problems of its part alone", async () => {
    for (const name of ["orders", "payments"]) {
      await services.storePool.query(
        `INSERT INTO delivery_gaps (vhost, exchange, from_at, to_at, count, exact, cause, candidates)
         VALUES ('/', $1, now(), now(), 5, true, 'not_explained', '{}')`,
        [name],
      );
    }
    const { problems } = await as().overview.problems();
    expect(problems.find(({ kind }) => kind === "gaps")).toMatchObject({
      count: 5,
      subjects: [{ name: "orders", count: 5 }],
    });
    expect(problems.find(({ kind }) => kind === "quarantine")).toBeUndefined();
    expect((await as().topology.gaps({ vhost: "/", exchange: "payments" })).items).toEqual([]);
    expect((await as().topology.gaps({ vhost: "/", exchange: "orders" })).items).toHaveLength(1);
  });

  it("decides about the taps of its exchange alone, and of no virtual host as a whole", async () => {
    const { exclude, include, consent } = as().topology;
    await exclude({ vhost: "/", exchange: "orders" });
    await include({ vhost: "/", exchange: "orders" });
    const refused = { code: "FORBIDDEN" };
    await expect(exclude({ vhost: "/", exchange: "payments" })).rejects.toMatchObject(refused);
    await expect(include({ vhost: "shop", exchange: "orders" })).rejects.toMatchObject(refused);
    await expect(consent({ vhost: "/" })).rejects.toMatchObject(refused);
  });
});
