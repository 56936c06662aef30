import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Door } from "@/server/access/permissions";
import type { Principal } from "@/server/access/principal";
import { readEnv } from "@/server/env";
import { countEdges } from "@/server/flows/testing/count-edges";
import type { Visit } from "@/server/http/door";
import { sagaId } from "@/server/sagas/saga";
import { serveSagas, testKey, writeSagas } from "@/server/sagas/testing/saga-rows";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { ANYBODY, someone, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { fenced } from "./diagram-answer";
import { getAggregateDiagram, getFlowDiagram, getParticipantsDiagram, getSagaDiagram } from "./diagrams-rest";

let database: TestDatabase;
let services: WebServices;

const HOUR = 3_600_000_000;
const BEGUN = (Math.floor(Date.now() / 3_600_000) - 3) * HOUR;
const ID = sagaId(testKey("order-1"), 1);
/** Others than an auditor see it masked. */
const MAILED = "mail.sent.ann@example.org";
const IN_ORDERS = someone({ role: "viewer", vhost: "/", exchanges: "orders" });

const FIRST = Date.now() - 60_000;
/** Arrivals, one a second: number of the order, event type, exchange. */
const ARRIVED: [string, string, string?][] = [
  ["1", "ORDER_PLACED"],
  ["2", "ORDER_PLACED"],
  ["3", "ORDER_PLACED"],
  ["1", "ORDER_PAID", "payments"],
  ["2", "ORDER_PAID", "payments"],
  ["1", "ORDER_SHIPPED"],
  ["1", "ORDER_SHIPPED"],
  ["3", MAILED],
];

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  await storeArrivals(
    database.url,
    ARRIVED.map(([order, eventType, exchange = "orders"], index) =>
      testRecord({ exchange, receivedAt: FIRST + index * 1000, json: orderEvent(order, { eventType }) }),
    ),
  );
  await serveSagas(services.storePool);
  await writeSagas(services.storePool, [
    {
      value: "order-1",
      startedAt: BEGUN,
      lastAt: BEGUN + 3_000_000,
      lastType: MAILED,
      lastExchange: "orders",
      exchanges: ["orders", "payments"],
      participants: ["shop", "payments", "mail"],
      events: 3,
      steps: [
        { recordId: 901, at: BEGUN, type: "OrderPlaced", producer: "shop" },
        {
          ...{ recordId: 902, at: BEGUN + 1_000_000, exchange: "payments", type: "OrderPaid" },
          ...{ producer: "payments", beforeId: 901, link: "causation", gapMs: 1000 },
        },
        {
          ...{ recordId: 903, at: BEGUN + 3_000_000, type: MAILED, producer: "mail" },
          ...{ beforeId: 902, link: "order", gapMs: 2000 },
        },
      ],
    },
  ]);
  await services.storePool.query(
    `UPDATE saga_steps AS s SET before_type = b.event_type, before_exchange = b.exchange
     FROM saga_steps AS b WHERE b.record_id = s.before_id`,
  );
  await countEdges(services.storePool, 1);
});

afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const DIAGRAMS = {
  saga: ["GET /api/diagrams/sagas/{id}", (request, it) => getSagaDiagram(ID, request, it)],
  flow: ["GET /api/diagrams/flows", getFlowDiagram],
  aggregate: [
    "GET /api/diagrams/aggregates/{type}",
    (request, it) => getAggregateDiagram("Order", request, it),
  ],
  participants: ["GET /api/diagrams/participants", getParticipantsDiagram],
} satisfies Record<string, [Door, (request: Request, visit: Visit) => Promise<Response>]>;
type Kind = keyof typeof DIAGRAMS;

const ask = (
  kind: Kind,
  principal: Principal = ANYBODY,
  query = "",
  headers: Record<string, string> = {},
) => {
  const [name, handle] = DIAGRAMS[kind];
  const request = new Request(`http://localhost/${query}`, { headers });
  return visit(name, services, (it) => handle(request, it), principal);
};
const textOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).text();

describe("diagrams at their addresses", () => {
  it.each(Object.keys(DIAGRAMS) as Kind[])(
    "%s: the same bytes each time, known by their tag",
    async (kind) => {
      const answer = await ask(kind);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("text/vnd.mermaid; charset=utf-8");
      const text = await answer.text();
      expect(await textOf(kind)).toBe(text);
      const tag = answer.headers.get("etag")!;
      expect((await ask(kind, ANYBODY, "", { "if-none-match": `"other", W/${tag}` })).status).toBe(304);
      expect((await ask(kind, ANYBODY, "?lang=fr", { "if-none-match": '"other"' })).status).toBe(200);
      const markdown = await ask(kind, ANYBODY, "?format=markdown");
      expect(markdown.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
      expect(await markdown.text()).toBe(fenced(text));
      expect((await ask(kind, ANYBODY, "?fromat=markdown")).status).toBe(400);
    },
  );

  it("count exactly what followed what in the streams of an aggregate type", async () => {
    expect((await textOf("aggregate")).split("\n")).toEqual([
      "stateDiagram-v2",
      "  direction TB",
      '  state "ORDER_PAID" as s0',
      '  state "ORDER_PLACED" as s1',
      '  state "ORDER_SHIPPED" as s2',
      '  state "mail.sent.ann@example.org" as s3',
      "  s0 --> s2 : 1",
      "  s1 --> s0 : 2",
      "  s1 --> s3 : 1",
      "  s2 --> s2 : 1",
      "  [*] --> s1 : 3",
      "  s0 --> [*] : 1",
      "  s2 --> [*] : 1",
      "  s3 --> [*] : 1",
      "",
    ]);
  });

  it("count an event after the one before it, also where that came before the range", async () => {
    const text = await textOf("aggregate", ANYBODY, `?from=${new Date(FIRST + 5_000).toISOString()}`);
    expect(text.match(/-->.*/g)).toEqual([
      "--> s2 : 1",
      "--> s3 : 1",
      "--> s2 : 1",
      "--> [*] : 1",
      "--> [*] : 1",
    ]);
    expect(text).toContain("s0 --> s2 : 1");
  });

  it("show who reacted to what, dotted where that is concluded", async () => {
    expect(await textOf("participants")).toContain('n2 -->|"OrderPlaced ×1"| n1');
    expect(await textOf("participants")).toContain('n1 -.->|"OrderPaid ×1"| n0');
    expect(await textOf("saga")).toContain("p0->>p1: OrderPlaced<br/>+0 ms");
    expect(await textOf("saga")).toContain("p1-->>p2: OrderPaid<br/>+1 s");
    expect(await textOf("flow")).toContain("p95 1 s");
  });

  it.each(Object.keys(DIAGRAMS) as Kind[])("%s: nothing of what lies outside of a scope", async (kind) => {
    const text = await textOf(kind, IN_ORDERS);
    expect(text).not.toMatch(/payments|paid/i);
    expect(text).toMatch(kind === "participants" ? /shop/ : /placed/i);
  });

  it.each(Object.keys(DIAGRAMS) as Kind[])("%s: masked for who sees it masked", async (kind) => {
    expect(await textOf(kind, withRoles("viewer"))).not.toContain("ann@");
    if (kind !== "participants")
      expect(await textOf(kind, withRoles("auditor"))).toContain("ann@example.org");
  });

  it("say so where there is no such saga", async () => {
    const none = visit(DIAGRAMS.saga[0], services, (it) =>
      getSagaDiagram(sagaId(testKey("none"), 1), new Request("http://localhost/"), it),
    );
    expect((await none).status).toBe(404);
    const bad = visit(DIAGRAMS.saga[0], services, (it) =>
      getSagaDiagram("7", new Request("http://localhost/"), it),
    );
    expect((await bad).status).toBe(400);
  });
});
