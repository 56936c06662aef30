import type { TrackedEnvelope } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeProperties } from "@/server/broker/testing/encode-properties";
import { readEnv } from "@/server/env";
import { openApiDocument } from "@/server/http/openapi";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, visit } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { downloadBody, getMessageById, getSearch } from "./audit-rest";
import type { LiveTurn } from "./live-messages";

let database: TestDatabase;
let services: WebServices;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  await store(
    testRecord({
      json: orderEvent("41"),
      exchange: "orders",
      routingKey: "order.created",
      rawProperties: encodeProperties({
        contentType: "application/json",
        headers: [["big", { tag: "l", value: 9007199254740993n }]],
      }),
    }),
    testRecord({ json: orderEvent("42"), exchange: "orders" }),
    testRecord({ body: Buffer.from("<script>alert(1)</script>"), exchange: "raw", routingKey: "" }),
  );
});

afterAll(async () => {
  services?.log.close();
  await services?.searchPool.end();
  await services?.prisma.$disconnect();
  await database?.drop();
});

const store = (...records: ReturnType<typeof testRecord>[]) => storeArrivals(database.url, records);

const byId = (id: string) =>
  visit("GET /api/audit/messages/{id}", services, (guest) => getMessageById(id, guest));

const search = async (query: string) => {
  const response = await visit("GET /api/audit/search", services, (guest) =>
    getSearch(new Request(`http://localhost/api/audit/search${query}`), guest),
  );
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    headers: response.headers,
    body: await response.json(),
  };
};

describe("GET /api/audit/search", () => {
  it("answers items with their message and, when it is one, their event", async () => {
    const { status, headers, body } = await search("");
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body.count).toEqual({ value: 3, exact: true });
    expect(body.nextCursor).toBeNull();
    const raw = body.items.find((item: { message: { exchange: string } }) => item.message.exchange === "raw");
    expect(raw.event).toBeNull();
    expect(raw.message.unreadableReason).toMatch(/JSON/);
  });

  it("filters, pages and goes on", async () => {
    const first = await search("?exchange=orders&limit=1");
    expect(first.body.items).toHaveLength(1);
    expect(first.body.count).toEqual({ value: 2, exact: true });
    const second = await search(`?exchange=orders&limit=1&cursor=${first.body.nextCursor}`);
    expect([first, second].map(({ body }) => body.items[0].event.aggregateId).sort()).toEqual(["41", "42"]);
    expect((await search("?aggregateType=Order&aggregateId=42")).body.items).toHaveLength(1);
    expect((await search("?q=ALERT(1)")).body.items).toHaveLength(1);
  });

  it.each([
    ["?eventtype=OrderPlaced", "eventtype", /not a parameter/],
    ["?exchange=a&exchange=b", "exchange", /more than once/],
    ["?limit=501", "limit", /more than 500/],
    ["?limit=ten", "limit", /not a number/],
    ["?kind=party", "kind", /not one of event/],
    ["?from=yesterday", "from", /ISO 8601/],
    ["?from=2026-03-02&to=2026-03-01", "to", /not after/],
    ["?cursor=abc", "cursor", /not a cursor/],
    ["?q=", "q", /empty/],
    ["?eventType=a%00b", "eventType", /NUL/],
    ["?__proto__=x", "__proto__", /not a parameter/],
  ])("refuses %s with the field and what is wrong with it", async (query, field, detail) => {
    const { status, type, body } = await search(query);
    expect(status).toBe(400);
    expect(type).toBe("application/problem+json");
    expect(body).toMatchObject({ title: "Bad request", status: 400, code: "INVALID_INPUT" });
    expect(body.errors).toContainEqual({ field, detail: expect.stringMatching(detail) });
  });
});

describe("GET /api/audit/messages/{id}", () => {
  it("shows properties with their types, the body and the place in the log", async () => {
    const found = await search("?aggregateId=41");
    const { id } = found.body.items[0].message;
    const detail = await (await byId(id)).json();
    expect(detail.properties.headers).toEqual([
      { name: "big", value: { type: "int64", value: "9007199254740993" } },
    ]);
    expect(detail.body).toMatchObject({ kept: true, format: "json", truncated: false });
    expect(JSON.parse(detail.body.text).aggregateId).toBe("41");
    expect(detail.position).toBe(0);
  });

  it("gives a body out as a download of bytes, never as a page", async () => {
    const { body } = await search("?exchange=raw");
    const response = await visit("GET /api/audit/messages/{id}/body", services, (guest) =>
      downloadBody(body.items[0].message.id, guest),
    );
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await response.text()).toBe("<script>alert(1)</script>");
  });

  it.each([
    ["7", 404],
    ["x", 400],
    ["../../etc", 400],
  ])("answers %s with %i", async (id, status) => {
    expect((await byId(id)).status).toBe(status);
  });
});

describe("audit.live", () => {
  it("shows matching messages as they are stored, and resumes after the last id without a hole", async () => {
    const caller = callerAs(services);
    const filter = { exchange: "live" };
    const read = async (lastEventId: string | null, count: number, meanwhile: () => Promise<void>) => {
      const turns = await caller.audit.live({ filter, lastEventId });
      const iterator = turns[Symbol.asyncIterator]() as AsyncIterator<TrackedEnvelope<LiveTurn>>;
      const writing = meanwhile();
      const types: string[] = [];
      let last = lastEventId;
      while (types.length < count) {
        const [id, turn] = (await iterator.next()).value as unknown as [string, LiveTurn];
        last = id;
        types.push(...turn.items.map((item) => item.event!.eventType).reverse());
      }
      await iterator.return?.();
      await writing;
      return { types, last };
    };
    const event = (eventType: string, exchange = "live") =>
      testRecord({ exchange, json: orderEvent("1", { eventType }) });
    const head = String((await caller.audit.search({})).head);
    const first = await read(head, 2, () => store(event("ONE"), event("ELSEWHERE", "other"), event("TWO")));
    expect(first.types).toEqual(["ONE", "TWO"]);
    await store(event("THREE"));
    const second = await read(first.last, 2, () => store(event("FOUR")));
    expect(second.types).toEqual(["THREE", "FOUR"]);
  });

  it("hides what went wrong inside, and says what went wrong outside", async () => {
    const caller = callerAs(services);
    await expect(caller.audit.message({ id: "7" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const broken = {
      ...services,
      searchPool: { query: () => Promise.reject(new Error("secret internals")) } as never,
    };
    const failing = callerAs(broken);
    await expect(failing.audit.message({ id: "7" })).rejects.toMatchObject({
      code: "INTERNAL_SERVER_ERROR",
      message: expect.not.stringContaining("secret"),
    });
  });
});

describe("the OpenAPI document", () => {
  it("describes each parameter of the search, and resolves every reference", () => {
    const text = JSON.stringify(openApiDocument());
    const document = JSON.parse(text);
    const names = document.paths["/api/audit/search"].get.parameters.map((it: { name: string }) => it.name);
    expect(names).toEqual(
      expect.arrayContaining([
        "exchange",
        "routingKey",
        "eventType",
        "kind",
        "producer",
        "aggregateType",
        "aggregateId",
      ]),
    );
    expect(names).toEqual(
      expect.arrayContaining([
        "correlationId",
        "traceId",
        "eventId",
        "userId",
        "q",
        "from",
        "to",
        "limit",
        "cursor",
      ]),
    );
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name!);
    }
  });
});
