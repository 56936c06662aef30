import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { sequence } from "@/server/event-store/sequencer";
import { prepareProjection, runTurn } from "@/server/projections/run-projection";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type RestServer, startRestServer } from "@/server/testing/rest-server";
import { type SignedIn, signedIn } from "@/server/testing/signed-in";
import { createWebServices, type WebServices } from "@/server/web-services";
import { COMPLAINT_VIEWS } from "./complaint-projection";

const shared = globalThis as typeof globalThis & { sillageWeb?: WebServices };
let database: TestDatabase;
let services: WebServices;
let server: RestServer;
let base: string;
let agent: SignedIn;
let operator: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(
    readEnv({
      DATABASE_URL: database.url,
      RABBITMQ_URL: "amqp://broker.invalid/",
      SILLAGE_COMPLAINTS: "on",
      LOG_LEVEL: "error",
      SILLAGE_RATE_BURST: "100000",
    }),
  );
  shared.sillageWeb = services;
  [agent, operator, viewer] = await Promise.all([
    signedIn(database.url, "agent"),
    signedIn(database.url, "operator"),
    signedIn(database.url, "viewer"),
  ]);
  server = await startRestServer();
  base = server.url;
});
afterAll(async () => {
  await server.close();
  delete shared.sillageWeb;
  services.log.close();
  await Promise.all([services.searchPool.end(), services.storePool.end()]);
  await services.prisma.$disconnect();
  await database.drop();
});

interface Asked {
  as?: SignedIn;
  headers?: Record<string, string>;
}

async function send(method: string, path: string, body?: unknown, { as = agent, headers = {} }: Asked = {}) {
  const answer = await fetch(base + path, {
    method,
    headers: { ...as.bearer, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const COMPLAINT = {
  userId: "user-1",
  title: "Broken",
  description: "It came in two parts.",
  priority: "HIGH",
  category: "delivery",
};

async function filed(fields: object = {}): Promise<string> {
  const { status, body } = await send("POST", "/api/complaints", { ...COMPLAINT, ...fields });
  expect(status).toBe(201);
  return body.id;
}

const events = async () => (await services.storePool.query("SELECT 1 FROM messages")).rowCount;

describe("a complaint", () => {
  it("goes from the form to its end, each answer with the complaint as it then is", async () => {
    const created = await send("POST", "/api/complaints", COMPLAINT);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ ...COMPLAINT, status: "OPEN", version: 1 });
    const { id } = created.body;
    expect(created.headers.get("location")).toBe(`/api/complaints/${id}`);

    const steps: [string, object, object][] = [
      ["assign", { assignedTo: "agent-7" }, { status: "ASSIGNED", assignedTo: "agent-7" }],
      ["process", {}, { status: "IN_PROGRESS" }],
      ["process", { resolution: "Money back." }, { status: "RESOLVED", resolution: "Money back." }],
      ["close", {}, { status: "CLOSED" }],
    ];
    for (const [verb, body, expected] of steps) {
      const answer = await send("PUT", `/api/complaints/${id}/${verb}`, body);
      expect(answer).toMatchObject({ status: 200, body: { id, ...expected } });
    }
    const { body, headers } = await send("GET", `/api/complaints/${id}`);
    expect(body).toMatchObject({ status: "CLOSED", version: 5, closedAt: expect.any(String) });
    expect(body.timeline).toHaveLength(5);
    expect(headers.get("etag")).toBe('"5"');
  });

  it("may be reassigned, commented, reopened, made urgent and compensated", async () => {
    const id = await filed();
    await send("PUT", `/api/complaints/${id}/assign`, { assignedTo: "agent-7" });
    const path = `/api/complaints/${id}`;
    expect((await send("PUT", `${path}/reassign`, { assignedTo: "agent-8" })).body.assignedTo).toBe(
      "agent-8",
    );
    expect((await send("PUT", `${path}/priority`, { priority: "CRITICAL" })).body.priority).toBe("CRITICAL");
    expect((await send("POST", `${path}/comments`, { text: "Called." })).body.version).toBe(5);
    await send("PUT", `${path}/process`, { resolution: "Money back." });
    expect((await send("PUT", `${path}/reopen`, { reason: "Not enough." })).body.status).toBe("ASSIGNED");
    const asked = await send("POST", `${path}/compensations`, { reason: "Wrong." }, { as: operator });
    expect(asked.body.compensations[0]).toMatchObject({ state: "running", reason: "Wrong." });
  });

  it("is answered with 200, and nothing is written, when what is asked for is so already", async () => {
    const id = await filed();
    const assign = () => send("PUT", `/api/complaints/${id}/assign`, { assignedTo: "agent-7" });
    await assign();
    const before = await events();
    expect(await assign()).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await events()).toBe(before);
  });
});

describe("what is wrong", () => {
  it("with the input is said of every field, and nothing is written", async () => {
    const before = await events();
    const { status, headers, body } = await send("POST", "/api/complaints", {
      userId: "",
      title: "x".repeat(201),
      priority: "URGENT",
      category: "a\0b",
      extra: 1,
    });
    expect(status).toBe(400);
    expect(headers.get("content-type")).toBe("application/problem+json");
    const fields = body.errors.map((error: { field: string }) => error.field);
    expect(fields).toEqual(
      expect.arrayContaining(["userId", "title", "description", "priority", "category"]),
    );
    expect(await send("POST", "/api/complaints", "{")).toMatchObject({ status: 400 });
    const id = await filed();
    expect(await send("PUT", `/api/complaints/${id}/assign`, {})).toMatchObject({
      status: 400,
      body: { errors: [{ field: "assignedTo" }] },
    });
    expect(await events()).toBe(before! + 1);
  });

  it("with the id is 404", async () => {
    const id = randomUUID();
    expect((await send("GET", `/api/complaints/${id}`)).status).toBe(404);
    expect((await send("PUT", `/api/complaints/${id}/close`, {})).status).toBe(404);
    for (const path of [`stream/${id}`, `state/${id}`]) {
      expect((await send("GET", `/api/events/${path}`)).status).toBe(404);
    }
  });

  it("with the transition is 409 with the status and what is allowed, and nothing is written", async () => {
    const id = await filed();
    const before = await events();
    const { status, body } = await send("PUT", `/api/complaints/${id}/close`, {});
    expect({ status, ...body }).toMatchObject({
      status: 409,
      rule: "not-allowed-now",
      currentStatus: "OPEN",
      allowed: expect.arrayContaining(["assign"]),
    });
    expect(await events()).toBe(before);
  });

  it("with the version is 409 with what happened since", async () => {
    const id = await filed();
    await send("PUT", `/api/complaints/${id}/assign`, { assignedTo: "agent-7" });
    const headers = { "if-match": '"1"' };
    const { status, body } = await send(
      "POST",
      `/api/complaints/${id}/comments`,
      { text: "Hm." },
      { headers },
    );
    expect(status).toBe(409);
    expect(body).toMatchObject({
      rule: "changed-meanwhile",
      version: 2,
      since: [{ eventType: "COMPLAINT_ASSIGNED", version: 2 }],
    });
  });

  it("with who asks is 401 or 403", async () => {
    const id = await filed();
    expect((await fetch(`${base}/api/complaints`)).status).toBe(401);
    expect((await send("POST", "/api/complaints", COMPLAINT, { as: viewer })).status).toBe(403);
    expect((await send("PUT", `/api/complaints/${id}/close`, {}, { as: operator })).status).toBe(403);
    expect((await send("POST", `/api/events/replay/Complaint-${id}`, undefined, { as: agent })).status).toBe(
      403,
    );
  });
});

describe("an idempotency key", () => {
  it("files a complaint once, and refuses another request", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const first = await send("POST", "/api/complaints", COMPLAINT, { headers });
    const again = await send("POST", "/api/complaints", COMPLAINT, { headers });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    const other = await send("POST", "/api/complaints", { ...COMPLAINT, title: "Else" }, { headers });
    expect(other).toMatchObject({ status: 422, body: { rule: "key-reused" } });
  });
});

describe("a correlation id", () => {
  it("comes from the header or is made, is returned, and is that of the events", async () => {
    const headers = { "x-correlation-id": "call-17" };
    const first = await send("POST", "/api/complaints", COMPLAINT, { headers });
    expect(first.headers.get("x-correlation-id")).toBe("call-17");
    const path = `/api/complaints/${first.body.id}`;
    const next = await send("PUT", `${path}/assign`, { assignedTo: "agent-7" });
    expect(next.headers.get("x-correlation-id")).toBe("call-17");
    const { body } = await send("GET", `/api/events/stream/Complaint-${first.body.id}`, undefined, {
      as: operator,
    });
    const ids = body.items.map((it: { metadata: { correlationId: string } }) => it.metadata.correlationId);
    expect(ids).toEqual(["call-17", "call-17"]);

    const made = await send("GET", "/api/complaints");
    expect(made.headers.get("x-correlation-id")).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await send("PUT", `${path}/close`, {}, { headers });
    expect([refused.status, refused.headers.get("x-correlation-id")]).toEqual([409, "call-17"]);
    const hostile = await send("GET", "/api/complaints", undefined, {
      headers: { "x-correlation-id": "a b" },
    });
    expect(hostile.headers.get("x-correlation-id")).not.toBe("a b");
  });
});

describe("the events of a complaint", () => {
  it("are read as a stream, in pages, under the whole id or the bare one", async () => {
    const id = await filed();
    await send("PUT", `/api/complaints/${id}/assign`, { assignedTo: "agent-7" });
    await send("PUT", `/api/complaints/${id}/process`, {});
    const first = await send("GET", `/api/events/stream/Complaint-${id}?limit=2`, undefined, {
      as: operator,
    });
    expect(first.body).toMatchObject({ streamId: `Complaint-${id}`, version: 3, owned: true, nextFrom: 3 });
    expect(first.body.items[0]).toMatchObject({
      eventType: "COMPLAINT_CREATED",
      aggregateId: id,
      aggregateType: "Complaint",
      eventData: { complaintId: id, title: "Broken" },
      metadata: { version: 1 },
    });
    const rest = await send("GET", `/api/events/stream/${id}?from=3`, undefined, { as: operator });
    expect(rest.body.items.map((it: { eventType: string }) => it.eventType)).toEqual(["COMPLAINT_PROCESSED"]);
  });

  it("stand in the log and in the list of events", async () => {
    const id = await filed();
    await sequence(services.storePool);
    const found: string[] = [];
    for (let from = 0; ; ) {
      const { body } = await send("GET", `/api/events/all?limit=200&from=${from}`, undefined, {
        as: operator,
      });
      found.push(...body.items.map((it: { aggregateId: string }) => it.aggregateId));
      if (body.next === from) break;
      from = body.next;
    }
    expect(found).toContain(id);
    const list = await send("GET", `/api/audit/events?eventType=COMPLAINT_CREATED&limit=1`, undefined, {
      as: operator,
    });
    expect(list.body.items[0]).toMatchObject({ aggregateId: id });
    const older = await send(
      "GET",
      `/api/audit/events?eventType=COMPLAINT_CREATED&cursor=${list.body.nextCursor}`,
      undefined,
      { as: operator },
    );
    expect(older.body.items.every((it: { aggregateId: string }) => it.aggregateId !== id)).toBe(true);
  });

  it("give the state as it was at a version and at a moment", async () => {
    const id = await filed();
    await send("PUT", `/api/complaints/${id}/assign`, { assignedTo: "agent-7" });
    const { body: now } = await send("GET", `/api/events/state/${id}`);
    expect(now).toMatchObject({ version: 2, certainty: "exact", state: { status: "ASSIGNED" } });
    const { body: then } = await send("GET", `/api/events/state/${id}?version=1`);
    expect(then).toMatchObject({ version: 1, state: { status: "OPEN" } });
    const at = encodeURIComponent(then.at);
    expect((await send("GET", `/api/events/state/Complaint-${id}?at=${at}`)).body.state.status).toBe("OPEN");
    expect((await send("GET", `/api/events/state/${id}?at=2020-01-01`)).status).toBe(404);
  });

  it("make an audit trail that says who did what", async () => {
    const id = await filed();
    await send("PUT", `/api/complaints/${id}/assign`, { assignedTo: "agent-7" });
    const { body } = await send("GET", `/api/audit/trail/${id}?limit=1`, undefined, { as: operator });
    expect(body.items).toMatchObject([{ eventType: "COMPLAINT_CREATED", version: 1, compensated: null }]);
    const next = await send("GET", `/api/audit/trail/${id}?cursor=${body.nextCursor}`, undefined, {
      as: operator,
    });
    expect(next.body.items).toMatchObject([
      { eventType: "COMPLAINT_ASSIGNED", service: "complaint-service" },
    ]);
    expect(next.body.nextCursor).toBeNull();
  });
});

describe("a bare id that several streams have", () => {
  it("is 409 with the choices", async () => {
    const id = await filed();
    await services.storePool.query(
      `INSERT INTO streams (vhost, stream_id, aggregate_type, aggregate_id, version, first_at, last_at)
       VALUES ('/', $1, 'Order', $2, 1, now(), now())`,
      [`Order-${id}`, id],
    );
    const { status, body } = await send("GET", `/api/events/stream/${id}`, undefined, { as: operator });
    expect(status).toBe(409);
    expect(body.choices.map((it: { streamId: string }) => it.streamId).sort()).toEqual([
      `Complaint-${id}`,
      `Order-${id}`,
    ]);
    expect((await send("GET", `/api/events/stream/Complaint-${id}`)).status).toBe(200);
  });
});

describe("a replay", () => {
  const replay = (id: string, query = "") =>
    send("POST", `/api/events/replay/Complaint-${id}${query}`, undefined, { as: operator });

  /** Lets the read model take in all events, as the worker does. */
  async function project(): Promise<void> {
    await sequence(services.storePool);
    await prepareProjection(services.storePool, COMPLAINT_VIEWS);
    while (await runTurn(services.storePool, COMPLAINT_VIEWS));
  }

  it("finds nothing to repair where the read model has what the events make, or is only behind", async () => {
    const id = await filed();
    await project();
    await send("PUT", `/api/complaints/${id}/assign`, { assignedTo: "agent-7" });
    await sequence(services.storePool);
    const { status, body } = await replay(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: 2,
      events: 2,
      problems: [],
      state: { status: "ASSIGNED" },
      readModel: { differences: [], repaired: false },
    });
  });

  it("reports each difference and repairs it, on record", async () => {
    const id = await filed();
    await project();
    await services.storePool.query(
      `UPDATE complaint_views SET view = jsonb_set(view, '{title}', '"forged"'), status = 'CLOSED' WHERE complaint_id = $1`,
      [id],
    );
    const looked = await replay(id, "?repair=false");
    expect(looked.body.readModel).toMatchObject({
      differences: [{ path: "title", stored: "forged", rebuilt: "Broken" }],
      repaired: false,
    });
    expect((await replay(id)).body.readModel.repaired).toBe(true);
    expect((await replay(id)).body.readModel.differences).toEqual([]);
    const { rows } = await services.storePool.query(
      "SELECT status, view ->> 'title' AS title FROM complaint_views WHERE complaint_id = $1",
      [id],
    );
    expect(rows).toEqual([{ status: "OPEN", title: "Broken" }]);
    const deeds = await services.storePool.query(
      "SELECT detail FROM operator_actions WHERE action = 'stream.replayed' AND target_id = $1 ORDER BY id",
      [`Complaint-${id}`],
    );
    expect(deeds.rows.map((row) => row.detail.repaired)).toEqual([false, true, false]);
  });

  it("makes the row of a complaint that the read model has lost", async () => {
    const id = await filed();
    await project();
    await services.storePool.query("DELETE FROM complaint_views WHERE complaint_id = $1", [id]);
    expect((await replay(id)).body.readModel).toMatchObject({
      differences: [{ path: "", rebuilt: { id } }],
      repaired: true,
    });
    expect((await send("GET", `/api/complaints/${id}`)).body.title).toBe("Broken");
  });
});
