import type { TrackedEnvelope } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/server/access/principal";
import { downloadBody, getMessageById, getRelated, getSearch } from "@/server/audit/audit-rest";
import type { LiveTurn } from "@/server/audit/live-messages";
import { encodeProperties } from "@/server/broker/testing/encode-properties";
import { readEnv } from "@/server/env";
import { downloadQuarantined, getQuarantine, getQuarantinedById } from "@/server/quarantine/quarantine-rest";
import { getRouteById } from "@/server/routes/routes-rest";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, someone, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";

const viewer = withRoles("viewer");
const auditor = withRoles("auditor");
const admin = withRoles("admin");

/** Everything of one person that is in the messages below. */
const PERSONAL = /jane|doe|example\.com|6 39 98|s3cr3t|amFuZ/i;

let database: TestDatabase;
let services: WebServices;
let quarantined: string;

const text = (value: string) => ({ tag: "S" as const, value: Buffer.from(value) });

const order = (number: number, more: object = {}) => ({
  eventId: `e-${number}`,
  eventType: "OrderPlaced",
  aggregateType: "Order",
  aggregateId: `o-${number}`,
  eventData: {
    orderId: `o-${number}`,
    customer: { name: "Jane Doe", email: "jane.doe@example.com", phone: "+33 6 39 98 40 17" },
    note: "write to jane.doe@example.com",
    lines: [{ name: "Teapot", sku: "T-1", quantity: 2 }],
    ...more,
  },
  metadata: {
    timestamp: new Date(0).toISOString(),
    correlationId: "c-jane.doe@example.com",
    causationId: "jane.doe@example.com",
    userId: "jane.doe@example.com",
  },
});

const rawProperties = encodeProperties({
  contentType: "application/json",
  appId: "shop",
  headers: [
    ["authorization", text("Bearer s3cr3t")],
    ["city", text("Bath")],
    ["x-user", { tag: "F", value: [["email", text("jane.doe@example.com")]] }],
    ["raw", { tag: "x", value: Buffer.from("jane.doe") }],
  ],
});

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  await storeArrivals(database.url, [
    testRecord({ json: order(1), rawProperties, routingKey: "order.jane.doe@example.com.placed" }),
    testRecord({ json: order(2), rawProperties }),
    testRecord({ body: Buffer.from("Dear Jane Doe"), exchange: "letters" }),
    testRecord({ body: Buffer.from([0, 1, 255, 74, 97, 110, 101]), exchange: "letters" }),
    testRecord({ json: { password: "s3cr3t", ok: true }, exchange: "crm.logins" }),
  ]);
  const body = Buffer.from(JSON.stringify(order(3)));
  const put = await services.prisma.quarantinedMessage.create({
    data: {
      receivedAt: new Date(),
      vhost: "/",
      exchange: new Uint8Array(Buffer.from("orders")),
      routingKey: new Uint8Array(Buffer.from("jane.doe@example.com")),
      redelivered: false,
      rawProperties: new Uint8Array(rawProperties),
      bodyCodec: 0,
      bodySize: body.length,
      body: new Uint8Array(body),
      reason: 'invalid input syntax: "Jane Doe"',
      errorCode: "22P02",
    },
  });
  quarantined = String(put.id);
});

afterAll(async () => {
  services?.log.close();
  await services?.searchPool.end();
  await services?.storePool.end();
  await services?.prisma.$disconnect();
  await database?.drop();
});

const as = (principal: Principal) => callerAs(services, principal);
const ids = async () => (await as(auditor).audit.search({ limit: 100 })).items.map((item) => item.message.id);

describe("a viewer", () => {
  it("is shown nothing personal by any procedure or route", async () => {
    const { audit, overview, quarantine, routes } = as(viewer);
    const answers: unknown[] = [
      await audit.search({ limit: 100 }),
      await audit.knownValues(),
      await overview.totals({}),
      await overview.series({}),
      await quarantine.list({}),
      await quarantine.summary(),
      await quarantine.one({ id: quarantined }),
    ];
    const url = (query: string) => new Request(`http://localhost/${query}`);
    const rest: Promise<Response>[] = [
      visit("GET /api/audit/search", services, (it) => getSearch(url("?limit=100"), it), viewer),
      visit("GET /api/quarantine", services, (it) => getQuarantine(url(""), it), viewer),
      visit("GET /api/quarantine/{id}", services, (it) => getQuarantinedById(quarantined, it), viewer),
      visit("GET /api/quarantine/{id}/body", services, (it) => downloadQuarantined(quarantined, it), viewer),
    ];
    for (const id of await ids()) {
      answers.push(
        await audit.message({ id }),
        await audit.causation({ id }),
        await audit.correlation({ id }),
        await audit.streamOf({ id }),
        await audit.arrivals({ id }),
        await audit.sources({ id }),
        await routes.of({ id }),
      );
      rest.push(visit("GET /api/audit/messages/{id}", services, (it) => getMessageById(id, it), viewer));
      rest.push(visit("GET /api/audit/messages/{id}/body", services, (it) => downloadBody(id, it), viewer));
      rest.push(visit("GET /api/audit/messages/{id}/route", services, (it) => getRouteById(id, it), viewer));
      for (const what of ["causation", "correlation", "stream", "arrivals", "sources"] as const) {
        const door = `GET /api/audit/messages/{id}/${what}` as const;
        rest.push(visit(door, services, (it) => getRelated(id, what, it), viewer));
      }
    }
    for (const answer of await Promise.all(rest)) answers.push(await answer.text());
    expect(answers.length).toBeGreaterThan(60);
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(PERSONAL);
  });

  it("is shown what is not personal, and told what is missing", async () => {
    const { items } = await as(viewer).audit.search({ exchange: "orders", eventType: "OrderPlaced" });
    const detail = await as(viewer).audit.message({ id: items[0]!.message.id });
    expect(JSON.parse(detail.body.text!).eventData).toMatchObject({
      orderId: "o-2",
      customer: { name: "•••", email: "•••", phone: "•••" },
      note: "write to •••",
      lines: [{ name: "Teapot", sku: "T-1", quantity: 2 }],
    });
    expect(detail.body).toMatchObject({ masked: 7, withheld: null });
    expect(detail.maskedFields).toBe(3);
    expect(detail.contentDigest).toBeNull();
    expect(detail.item.masked).toContain("actor");
    const letters = await as(viewer).audit.search({ exchange: "letters" });
    const withheld = letters.items.map(({ message }) => as(viewer).audit.message({ id: message.id }));
    expect((await Promise.all(withheld)).map(({ body }) => [body.withheld, body.text, body.head])).toEqual([
      ["binary", null, ""],
      ["text", null, ""],
    ]);
  });

  it("follows new messages masked", async () => {
    const lastEventId = String((await as(viewer).audit.search({})).head);
    const turns = await as(viewer).audit.live({ filter: { exchange: "live" }, lastEventId });
    const iterator = turns[Symbol.asyncIterator]() as AsyncIterator<TrackedEnvelope<LiveTurn>>;
    const first = iterator.next();
    await storeArrivals(database.url, [testRecord({ json: order(9), exchange: "live" })]);
    const [, turn] = (await first).value as unknown as [string, LiveTurn];
    expect(turn.items).toHaveLength(1);
    expect(JSON.stringify(turn)).not.toMatch(PERSONAL);
    await iterator.return?.();
  });

  it.each(["jane", "Jane Doe", "doe@example", "s3cr3t", "6 39 98", "Dear"])(
    "finds nothing by the masked text %s, where an auditor does",
    async (q) => {
      const found = async (principal: Principal) => {
        const { items, count } = await as(principal).audit.search({ q });
        const { total } = await as(principal).overview.series({ q });
        return [items.length, count?.value, total];
      };
      expect(await found(viewer)).toEqual([0, 0, 0]);
      expect((await found(auditor)).every((number) => Number(number) > 0)).toBe(true);
    },
  );

  it("finds by the text that is shown", async () => {
    for (const q of ["Teapot", '"sku":"T-1"', "Bath", "•••"])
      expect([q, (await as(viewer).audit.search({ q, exchange: "orders" })).items.length]).toEqual([q, 2]);
  });

  it.each([
    { userId: "jane.doe@example.com" },
    { correlationId: "c-jane.doe@example.com" },
    { causationId: "jane.doe@example.com" },
    { aggregateId: "•••" },
    { routingKey: "order.jane.doe@example.#" },
  ])("is refused the filter %j, and so are the chart and the live rows", async (filter) => {
    const forbidden = { code: "FORBIDDEN" };
    await expect(as(viewer).audit.search(filter)).rejects.toMatchObject(forbidden);
    await expect(as(viewer).overview.series(filter)).rejects.toMatchObject(forbidden);
    await expect(as(viewer).audit.count(filter)).rejects.toMatchObject(forbidden);
    if (!filter.aggregateId) expect((await as(auditor).audit.search(filter)).items.length).toBeGreaterThan(0);
  });

  it("learns nothing of a routing key by asking for its words", async () => {
    for (const routingKey of ["order.jane.#", "#.placed", "order.*.*.com.placed"]) {
      const { items, count } = await as(viewer).audit.search({ routingKey });
      expect([routingKey, items.length, count?.value]).toEqual([routingKey, 0, 0]);
      expect((await as(viewer).audit.count({ routingKey })).value).toBe(0);
      expect((await as(auditor).audit.search({ routingKey })).items).toHaveLength(1);
    }
  });
});

describe("reading what is personal", () => {
  it("is recorded once for each message and person, and not where it is masked", async () => {
    const reader = { ...auditor, id: "auditor-7", name: "Ada" };
    const [id] = (await as(reader).audit.search({ aggregateId: "o-2" })).items.map(
      ({ message }) => message.id,
    );
    await as(reader).audit.message({ id: id! });
    await as(reader).audit.message({ id: id! });
    await as(reader).quarantine.one({ id: quarantined });
    await as({ ...viewer, id: "viewer-7" }).audit.message({ id: id! });
    const { rows } = await services.storePool.query(
      `SELECT action, target_id, vhost, exchange FROM operator_actions
       WHERE actor_id LIKE '%-7' AND target_type <> 'messages' ORDER BY id`,
    );
    expect(rows).toEqual([
      { action: "message.read-unmasked", target_id: id, vhost: "/", exchange: "orders" },
      { action: "quarantine.read-unmasked", target_id: quarantined, vhost: "/", exchange: "orders" },
    ]);
  });
});

describe("somebody who reads unmasked in one place", () => {
  const mixed = someone(
    { role: "viewer", vhost: null, exchanges: null },
    { role: "auditor", vhost: "/", exchanges: "crm.*" },
  );

  it("sees that place as it is, and the others masked", async () => {
    const { items } = await as(mixed).audit.search({ limit: 100 });
    const bodies = await Promise.all(items.map(({ message }) => as(mixed).audit.message({ id: message.id })));
    const of = (exchange: string) => bodies.find(({ item }) => item.message.exchange === exchange)!;
    expect(of("crm.logins").body.text).toBe('{"password":"s3cr3t","ok":true}');
    expect(of("orders").body.text).not.toMatch(PERSONAL);
    expect((await as(mixed).audit.search({ q: "s3cr3t" })).items).toHaveLength(1);
  });

  it("takes files from there alone", async () => {
    const { items } = await as(mixed).audit.search({ exchange: "crm.logins" });
    const body = (id: string) =>
      visit("GET /api/audit/messages/{id}/body", services, (it) => downloadBody(id, it), mixed);
    expect((await body(items[0]!.message.id)).status).toBe(200);
  });
});

describe("the rules", () => {
  it("are an administrator's alone", async () => {
    for (const principal of [viewer, auditor, withRoles("operator")]) {
      await expect(as(principal).masking.rules()).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("count from the next request on, and are recorded", async () => {
    const [id] = (await as(viewer).audit.search({ aggregateId: "o-2" })).items.map((item) => item.message.id);
    const bodyOf = async () => JSON.parse((await as(viewer).audit.message({ id: id! })).body.text!).eventData;
    const rule = {
      by: "path",
      pattern: "$.eventData.lines[*].sku",
      effect: "mask",
      vhost: null,
      exchanges: "ord*",
    } as const;
    const added = await as(admin).masking.add(rule);
    expect((await bodyOf()).lines[0].sku).toBe("•••");
    await as(admin).masking.change({ ...rule, id: added.id, exchanges: "crm.*" });
    expect((await bodyOf()).lines[0].sku).toBe("T-1");
    await as(admin).masking.remove({ id: added.id });
    const shown = await as(admin).masking.add({
      ...rule,
      by: "name",
      pattern: "phone",
      effect: "show",
      exchanges: "orders",
    });
    expect((await bodyOf()).customer.phone).toBe("+33 6 39 98 40 17");
    await as(admin).masking.remove({ id: shown.id });
    await as(admin).masking.switchDefault({ id: "phone", on: false });
    expect((await bodyOf()).customer.phone).toBe("+33 6 39 98 40 17");
    await as(admin).masking.switchDefault({ id: "phone", on: true });
    expect((await bodyOf()).customer.phone).toBe("•••");
    const { rows } = await services.storePool.query(
      "SELECT action, target_id FROM operator_actions WHERE action LIKE 'masking%' ORDER BY id",
    );
    expect(rows.map((row) => row.action)).toEqual([
      "masking-rule.created",
      "masking-rule.changed",
      "masking-rule.removed",
      "masking-rule.created",
      "masking-rule.removed",
      "masking-rule.changed",
      "masking-rule.changed",
    ]);
    expect(rows.at(-1).target_id).toBe("default phone");
  });

  it("that name the field an id was read from mask it in lists, and nobody finds it", async () => {
    const rule = { by: "name", pattern: "orderId", effect: "mask", vhost: null, exchanges: null } as const;
    const { id } = await as(admin).masking.add(rule);
    const { items } = await as(viewer).audit.search({ exchange: "orders" });
    expect(items.map(({ event }) => event?.aggregateId)).toEqual(["•••", "•••"]);
    await expect(
      as(viewer).audit.search({ aggregateType: "Order", aggregateId: "o-2" }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await as(admin).masking.remove({ id });
  });

  it("are refused where they are none, or there is one already", async () => {
    const rule = { by: "name", pattern: "note", effect: "mask", vhost: null, exchanges: null } as const;
    await expect(as(admin).masking.add({ ...rule, pattern: "a*b" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    const { id } = await as(admin).masking.add(rule);
    await expect(as(admin).masking.add({ ...rule, effect: "show" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await as(admin).masking.remove({ id });
    await expect(as(admin).masking.remove({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("can be tried before, on a text or a message, without showing what is masked", async () => {
    const rule = { by: "name", pattern: "note", effect: "mask", vhost: null, exchanges: null } as const;
    expect(await as(admin).masking.preview({ rule, of: { text: '{"note":"x","email":"a@b.co"}' } })).toEqual({
      text: '{"note":"•••","email":"•••"}',
      masked: 2,
      withheld: null,
      changed: 1,
      elsewhere: false,
    });
    const [id] = await ids().then((all) => all.slice(-1));
    const shown = await as(admin).masking.preview({
      rule: { ...rule, pattern: "email", effect: "show" },
      of: { id: id! },
    });
    expect(shown.changed).toBe(1);
    expect(shown.text).not.toMatch(PERSONAL);
    const elsewhere = { ...rule, exchanges: "other" };
    expect(await as(admin).masking.preview({ rule: elsewhere, of: { id: id! } })).toMatchObject({
      elsewhere: true,
      changed: 0,
    });
  });
});
