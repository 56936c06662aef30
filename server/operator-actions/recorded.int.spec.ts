import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/server/access/principal";
import type { Role } from "@/server/access/roles";
import { downloadBody } from "@/server/audit/audit-rest";
import { readEnv } from "@/server/env";
import { quarantine } from "@/server/event-store/quarantine";
import { RecordIds } from "@/server/event-store/record-ids";
import { door } from "@/server/http/door";
import { openGateway } from "@/server/http/gateway";
import { downloadQuarantined } from "@/server/quarantine/quarantine-rest";
import { postExclusion } from "@/server/taps/taps-rest";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type Caller, createContext } from "@/server/trpc/context";
import { createCaller } from "@/server/trpc/root";
import { createWebServices, type WebServices } from "@/server/web-services";

let database: TestDatabase;
let services: WebServices;
beforeAll(async () => {
  openGateway();
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const HEADERS = new Headers({ "x-sillage-client": "192.0.2.7" });
const as = (...roles: Role[]): Principal => ({
  kind: "user",
  id: "7",
  name: "Ann",
  grants: roles.map((role) => ({ role, vhost: null, exchanges: null })),
});
const callerAs = (principal: Principal | null): Caller => ({
  headers: HEADERS,
  services,
  identify: async () => principal,
});
const procedures = async (principal: Principal) => createCaller(await createContext(callerAs(principal)));
const ANN = { actorKind: "user", actorId: "7", actorName: "Ann", fromAddress: "192.0.2.7" };
const last = () => services.prisma.operatorAction.findFirst({ orderBy: { id: "desc" } });
const count = () => services.prisma.operatorAction.count();

async function inQuarantine(routingKey: string): Promise<string> {
  const client = await services.storePool.connect();
  try {
    const firstRecord = await new RecordIds().take(client, 1);
    const record = testRecord({ json: orderEvent("1", { eventId: `event ${routingKey}` }), routingKey });
    await quarantine(client, record, { reason: "at first", code: "22021" }, { firstRecord, lease: null });
  } finally {
    client.release();
  }
  const row = await services.prisma.quarantinedMessage.findFirstOrThrow({ orderBy: { id: "desc" } });
  return String(row.id);
}

describe("what is recorded", () => {
  it("of taps: who, from where, what, and the state before and after", async () => {
    const operator = await procedures(as("operator"));
    const orders = { vhost: "/", exchange: "orders" };
    await operator.topology.exclude(orders);
    expect(await last()).toMatchObject({
      ...ANN,
      action: "exchange.excluded",
      targetType: "exchange",
      targetId: "orders",
      ...orders,
      before: { excluded: false },
      after: { excluded: true },
      outcome: "done",
    });
    await operator.topology.exclude(orders);
    expect(await last()).toMatchObject({ before: { excluded: true }, after: { excluded: true } });
    await operator.topology.include(orders);
    expect(await last()).toMatchObject({ action: "exchange.included", before: { excluded: true } });
    await operator.topology.consent({ vhost: "theirs" });
    expect(await last()).toMatchObject({
      ...ANN,
      action: "vhost.consented",
      targetId: "theirs",
      before: { consent: false },
    });
    expect(await operator.actions.of({ type: "exchange", id: "orders", vhost: "/" })).toMatchObject({
      items: [{ action: "exchange.included", who: "Ann" }, {}, { action: "exchange.excluded" }],
    });
  });

  it("of imports: done, refused by the database, and too late", async () => {
    const operator = await procedures(as("operator"));
    const [fine, poisoned] = [await inQuarantine("fine"), await inQuarantine("poison")];
    await services.storePool.query(
      "ALTER TABLE messages ADD CONSTRAINT poison CHECK (routing_key <> 'poison') NOT VALID",
    );
    const { importedId } = await operator.quarantine.importOne({ id: fine });
    expect(await last()).toMatchObject({
      ...ANN,
      action: "quarantine.imported",
      targetType: "quarantine",
      targetId: fine,
      exchange: "orders",
      before: { importedId: null },
      after: { importedId },
      outcome: "done",
    });
    await operator.quarantine.importOne({ id: fine });
    expect(await last()).toMatchObject({ targetId: fine, outcome: "failed", detail: { importedId } });
    await operator.quarantine.importOne({ id: poisoned });
    expect(await last()).toMatchObject({ targetId: poisoned, outcome: "failed", detail: { code: "23514" } });
  });

  it("of downloads, before a byte leaves: without a record there is none", async () => {
    const id = await inQuarantine("a body");
    const auditor = callerAs(as("auditor"));
    const get = (it: string) =>
      door(
        "GET /api/quarantine/{id}/body",
        new Request("http://localhost/"),
        (visit) => downloadQuarantined(it, visit),
        auditor,
      );
    const answer = await get(id);
    const bytes = (await answer.arrayBuffer()).byteLength;
    expect(await last()).toMatchObject({
      ...ANN,
      action: "quarantine.downloaded",
      targetId: id,
      detail: { bytes },
    });
    const before = await count();
    expect((await get("999999")).status).toBe(404);
    expect(await count()).toBe(before);
    await services.storePool.query("ALTER TABLE operator_actions RENAME TO away");
    const unrecorded = await get(id);
    await services.storePool.query("ALTER TABLE away RENAME TO operator_actions");
    expect(unrecorded.status).toBe(500);
    expect(await unrecorded.text()).not.toContain("event a body");
  });

  it("of a body that a message has", async () => {
    const operator = await procedures(as("operator"));
    const { importedId } = await operator.quarantine.importOne({ id: await inQuarantine("another body") });
    const answer = await door(
      "GET /api/audit/messages/{id}/body",
      new Request("http://localhost/"),
      (visit) => downloadBody(importedId!, visit),
      callerAs(as("auditor")),
    );
    expect(answer.status).toBe(200);
    expect(await last()).toMatchObject({ ...ANN, action: "message.downloaded", targetId: importedId });
  });

  it("of refusals: at doors that change or hand out, not at those that show", async () => {
    const viewer = await procedures(as("viewer"));
    await expect(viewer.topology.exclude({ vhost: "/", exchange: "orders" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await last()).toMatchObject({
      ...ANN,
      action: "access.refused",
      targetType: "door",
      targetId: "topology.exclude",
      outcome: "refused",
    });
    const post = new Request("http://localhost/", { method: "POST", body: "{}" });
    const answer = await door(
      "POST /api/coverage/exclude",
      post,
      (visit) => postExclusion(post, true, visit),
      callerAs(as("viewer")),
    );
    expect(answer.status).toBe(403);
    expect(await last()).toMatchObject({ targetId: "POST /api/coverage/exclude", outcome: "refused" });
    const before = await count();
    await expect(viewer.actions.list({})).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await count()).toBe(before);
  });
});

describe("the request rate", () => {
  it("answers 429 and says when to come again, over both kinds of doors, to whoever asks too much alone", async () => {
    const slow = createWebServices(
      readEnv({
        DATABASE_URL: database.url,
        LOG_LEVEL: "error",
        SILLAGE_RATE_BURST: "2",
        SILLAGE_RATE_PER_SECOND: "1",
      }),
    );
    const caller = (principal: Principal | null): Caller => ({ ...callerAs(principal), services: slow });
    const auditor = createCaller(await createContext(caller(as("auditor"))));
    await auditor.actions.list({});
    await auditor.actions.list({});
    await expect(auditor.actions.list({})).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    const get = (principal: Principal | null) =>
      door(
        "GET /api/gaps",
        new Request("http://localhost/"),
        async () => new Response("ok"),
        caller(principal),
      );
    const refused = await get(as("auditor"));
    expect(refused.status).toBe(429);
    expect(refused.headers.get("Retry-After")).toBe("1");
    expect(await refused.json()).toMatchObject({ code: "TOO_MANY_REQUESTS", retryAfter: 1 });
    expect((await get({ ...as("auditor"), id: "8" })).status).toBe(200);
    // Strangers pay together, by their address: guessing tokens has a limit too.
    expect((await get(null)).status).toBe(401);
    expect((await get(null)).status).toBe(401);
    expect((await get(null)).status).toBe(429);
    slow.log.close();
    await Promise.all([slow.searchPool.end(), slow.storePool.end(), slow.prisma.$disconnect()]);
  });
});
