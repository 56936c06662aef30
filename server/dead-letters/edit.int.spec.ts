import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decodeProperties } from "@/server/broker/decode-properties";
import { readEnv } from "@/server/env";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, someone, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { postVersion } from "./edit-rest";
import { storeTestDeadLetters, type TestDeadLetter } from "./testing/dead-letters";

/** Event ids as the others of the type have them. */
const [E_X, E_Y, E_ODD] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];

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
beforeEach(async () => {
  await pool.query("DELETE FROM redrive_messages; DELETE FROM redrives; DELETE FROM dead_letter_versions");
  await pool.query("DELETE FROM dead_letter_contents");
});

async function aDeadLetter(given: TestDeadLetter = {}): Promise<string> {
  const [id] = await storeTestDeadLetters(pool, [
    { body: '{"id":12345678901234567890,"total":1.10}', ...given },
  ]);
  return String(id);
}

interface Version {
  version: number;
  text: string;
  headers: unknown;
  editedBy: string;
  reason: string | null;
  routingKey: string;
}
async function versionsOf(id: string): Promise<Version[]> {
  const { rows } = await pool.query(
    `SELECT version, body, raw_properties, edited_by, reason, routing_key FROM dead_letter_versions
     WHERE dead_letter_id = $1 ORDER BY version`,
    [id],
  );
  return rows.map((row) => ({
    version: row.version,
    text: row.body.toString(),
    headers: decodeProperties(row.raw_properties).properties.headers,
    editedBy: row.edited_by,
    reason: row.reason,
    routingKey: row.routing_key.toString(),
  }));
}
const countedVersion = async (id: string): Promise<number> =>
  (await pool.query("SELECT version FROM dead_letters WHERE id = $1", [id])).rows[0].version;

describe("an edit", () => {
  it("makes a version that counts from then on, and leaves what lay in the queue as it was", async () => {
    const id = await aDeadLetter({ headers: { attempt: { "!": "long", value: 3 }, tenant: "acme" } });
    const answer = await caller.deadLetters.edit({
      id,
      version: 0,
      body: '{"id":12345678901234567891,"total":1.10}',
      headers: [{ op: "set_header", header: "tenant", value: { type: "text", value: "globex" } }],
      routingKey: "order.corrected",
      reason: "a wrong tenant",
    });
    expect(answer).toMatchObject({ version: 1, redriveId: null, shape: { source: "none" } });
    expect(answer.changes).toMatchObject({
      routingKey: { before: "order.created", after: "order.corrected" },
      body: [{ path: "/id", before: "12345678901234567890", after: "12345678901234567891" }],
    });
    const [version] = await versionsOf(id);
    expect(version).toMatchObject({
      version: 1,
      text: '{"id":12345678901234567891,"total":1.10}',
      editedBy: "somebody",
      reason: "a wrong tenant",
      routingKey: "order.corrected",
    });
    expect(version!.headers).toContainEqual({ name: "attempt", value: { type: "int64", value: 3 } });
    expect(version!.headers).toContainEqual({ name: "tenant", value: { type: "text", value: "globex" } });
    expect(await countedVersion(id)).toBe(1);
    const { rows } = await pool.query("SELECT body FROM dead_letters WHERE id = $1", [id]);
    expect(rows[0].body.toString()).toBe('{"id":12345678901234567890,"total":1.10}');
  });

  it("is on record, without the values", async () => {
    const id = await aDeadLetter();
    await caller.deadLetters.edit({ id, version: 0, body: '{"secret of Anna":1}', reason: "tidied" });
    const { items } = await caller.actions.list({ action: "dead-letter.edited" });
    const detail = await caller.actions.one({ id: items[0]!.id });
    expect(detail).toMatchObject({
      target: { type: "dead-letter", id, vhost: "/", exchange: "orders" },
      reason: "tidied",
      after: { version: 1, headers: [] },
    });
    expect(JSON.stringify(detail.after)).not.toContain("12345678901234567890");
  });

  it("of a version that somebody has edited since is refused, also when both come at once", async () => {
    const id = await aDeadLetter();
    const edits = await Promise.allSettled(
      ["1", "2", "3"].map((body) => caller.deadLetters.edit({ id, version: 0, body })),
    );
    expect(edits.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const edit of edits) {
      if (edit.status === "rejected") expect(edit.reason).toMatchObject({ code: "CONFLICT" });
    }
    expect(await versionsOf(id)).toHaveLength(1);
    await expect(caller.deadLetters.editPreview({ id, version: 0, body: "4" })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "It has been edited since: version 1 counts now.",
    });
  });

  it("that changes nothing makes no version", async () => {
    const id = await aDeadLetter();
    const same = { id, version: 0, body: '{"id":12345678901234567890,"total":1.10}' };
    await expect(caller.deadLetters.edit(same)).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
    expect(await versionsOf(id)).toEqual([]);
  });

  it("is only of what is in custody and in nobody's hands", async () => {
    const [observed, discarded, claimed] = [
      await aDeadLetter({ state: "observed" }),
      await aDeadLetter(),
      await aDeadLetter(),
    ];
    await pool.query("UPDATE dead_letter_states SET state = 'discarded' WHERE id = $1", [discarded]);
    const { redrive } = await caller.redrives.plan({ selection: { ids: [claimed] } });
    for (const id of [observed, discarded]) {
      await expect(caller.deadLetters.edit({ id, version: 0, body: "1" })).rejects.toMatchObject({
        code: "UNPROCESSABLE_CONTENT",
      });
    }
    await expect(caller.deadLetters.edit({ id: claimed, version: 0, body: "1" })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(redrive.id),
    });
    await expect(caller.deadLetters.edit({ id: "99999999", version: 0, body: "1" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("is not for whoever sees the message masked, or not at all", async () => {
    const id = await aDeadLetter({ json: { email: "anna@example.com" } });
    const operator = callerAs(services, withRoles("operator"));
    await expect(operator.deadLetters.editable({ id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(operator.deadLetters.edit({ id, version: 0, body: "1" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("you would send masks"),
    });
    const elsewhere = callerAs(
      services,
      someone(
        { role: "operator", vhost: "/", exchanges: "other" },
        { role: "auditor", vhost: null, exchanges: null },
      ),
    );
    await expect(elsewhere.deadLetters.edit({ id, version: 0, body: "1" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("brings an older version back as a new one", async () => {
    const id = await aDeadLetter();
    await caller.deadLetters.edit({ id, version: 0, body: "1" });
    await caller.deadLetters.edit({ id, version: 1, body: "2" });
    await caller.deadLetters.edit({ id, version: 2, restore: 0 });
    await caller.deadLetters.edit({ id, version: 3, restore: 1 });
    expect((await versionsOf(id)).map(({ text }) => text)).toEqual([
      "1",
      "2",
      '{"id":12345678901234567890,"total":1.10}',
      "1",
    ]);
    await expect(caller.deadLetters.edit({ id, version: 4, restore: 9 })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
  });
});

describe("the shape of a type", () => {
  const bodies = Array.from({ length: 8 }, (_, n) => orderEvent(`shape-${n}`, { note: `note ${n}` }));
  const edited = (change: (event: ReturnType<typeof orderEvent>) => unknown) =>
    JSON.stringify(change(orderEvent("shape-x", { eventId: E_X })));

  beforeAll(() =>
    storeArrivals(
      database.url,
      bodies.map((json) => testRecord({ json })),
    ),
  );

  it("is learned from stored events, and what differs must be accepted", async () => {
    const id = await aDeadLetter({ json: { ...orderEvent("shape-x", { eventId: E_X }), eventData: null } });
    const opened = await caller.deadLetters.editPreview({ id, version: 0 });
    expect(opened.shape).toEqual({ eventType: "ORDER_CREATED", source: "learned", samples: 8 });
    expect(opened.problems).toEqual([
      { path: "/eventData", problem: "type", expected: ["object"], said: null },
    ]);

    const body = edited(({ eventData, ...event }) => ({ ...event, eventData: { ...eventData, note: 7 } }));
    await expect(caller.deadLetters.edit({ id, version: 0, body })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
      message: expect.stringContaining("accept: true"),
    });
    expect(await versionsOf(id)).toEqual([]);
    const accepted = await caller.deadLetters.edit({ id, version: 0, body, accept: true });
    expect(accepted.problems).toEqual([
      { path: "/eventData/note", problem: "type", expected: ["text"], said: null },
    ]);

    const right = await caller.deadLetters.edit({ id, version: 1, body: edited((event) => event) });
    expect(right.problems).toEqual([]);
    for (const other of ["{", '{"neither":"envelope"}']) {
      await expect(caller.deadLetters.edit({ id, version: 2, body: other })).rejects.toMatchObject({
        code: "UNPROCESSABLE_CONTENT",
        message: expect.stringContaining("accept: true"),
      });
    }
  });

  it("is not learned from those that died", async () => {
    const odd = { ...orderEvent("shape-odd", { eventId: E_ODD }), eventData: "odd" };
    await storeArrivals(database.url, [testRecord({ json: odd })]);
    const id = await aDeadLetter({ json: odd });
    const { problems, shape } = await caller.deadLetters.editPreview({ id, version: 0 });
    expect(shape.samples).toBe(8);
    expect(problems).toEqual([{ path: "/eventData", problem: "type", expected: ["object"], said: null }]);
  });

  it("of our own events is their schema", async () => {
    const id = await aDeadLetter({
      originExchange: "complaints.events",
      json: { eventId: "e-1", eventType: "COMPLAINT_CLOSED", aggregateId: "c-1", aggregateType: "Complaint" },
    });
    const { problems, shape } = await caller.deadLetters.editPreview({ id, version: 0 });
    expect(shape.source).toBe("schema");
    expect(problems.map(({ path, problem }) => [path, problem])).toContainEqual(["/metadata", "schema"]);
  });

  it("says when consumers will take it for another event", async () => {
    const id = await aDeadLetter({ json: orderEvent("shape-x", { eventId: E_X }) });
    const body = JSON.stringify(orderEvent("shape-x", { eventId: E_Y }));
    expect(await caller.deadLetters.editPreview({ id, version: 0, body })).toMatchObject({
      eventIdChanged: true,
    });
  });
});

describe("an edit with a redrive", () => {
  it("plans, claims and starts it with the version that it has just made", async () => {
    const id = await aDeadLetter();
    const { redriveId } = await caller.deadLetters.edit({ id, version: 0, body: "1", redrive: {} });
    const redrive = await caller.redrives.one({ id: redriveId! });
    expect(redrive).toMatchObject({ status: "running", total: 1, destination: { kind: "failed-queue" } });
    const { items } = await caller.redrives.messages({ id: redriveId! });
    expect(items).toMatchObject([{ deadLetterId: id, version: 1, target: "orders.work" }]);
    await expect(caller.deadLetters.edit({ id, version: 1, body: "2" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("leaves neither a version nor a redrive where one of them cannot be", async () => {
    const id = await aDeadLetter();
    await pool.query("ALTER TABLE redrives ADD CONSTRAINT refused CHECK (status <> 'running') NOT VALID");
    await expect(caller.deadLetters.edit({ id, version: 0, body: "1", redrive: {} })).rejects.toMatchObject({
      code: "INTERNAL_SERVER_ERROR",
    });
    await pool.query("ALTER TABLE redrives DROP CONSTRAINT refused");
    expect(await versionsOf(id)).toEqual([]);
    expect(await countedVersion(id)).toBe(0);
    expect((await pool.query("SELECT FROM redrives")).rowCount).toBe(0);
    expect((await pool.query("SELECT FROM redrive_messages")).rowCount).toBe(0);
  });
});

describe("what a version changed", () => {
  it("is told to everybody who reads dead letters, personal values masked", async () => {
    const id = await aDeadLetter({ json: { email: "anna@example.com", total: 1 } });
    await caller.deadLetters.edit({ id, version: 0, body: '{"email":"eva@example.com","total":2}' });
    const asked = { id, version: 1 };
    const { changes } = await caller.deadLetters.versionChanges(asked);
    expect(changes.body).toEqual([
      { path: "/email", before: '"anna@example.com"', after: '"eva@example.com"' },
      { path: "/total", before: "1", after: "2" },
    ]);
    const viewer = await callerAs(services, withRoles("operator")).deadLetters.versionChanges(asked);
    expect(viewer).toMatchObject({ masked: true });
    expect(viewer.changes.body).toEqual([{ path: "/total", before: "1", after: "2" }]);
    await expect(caller.deadLetters.versionChanges({ id, version: 2 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("by REST", () => {
  const post = (id: string, body: unknown) =>
    visit("POST /api/dead-letters/{id}/versions", services, (visitor) =>
      postVersion(
        id,
        new Request("http://localhost/", { method: "POST", body: JSON.stringify(body) }),
        visitor,
      ),
    );

  it("a version is made, and every bad field is named", async () => {
    const id = await aDeadLetter();
    const made = await post(id, { version: 0, body: "1", reason: "by a script" });
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({ version: 1 });
    const bad = await post(id, { version: -1, headers: [{ op: "set", path: "/a", json: "1" }], bodies: 1 });
    expect(bad.status).toBe(400);
    expect(((await bad.json()) as { errors: unknown[] }).errors).toContainEqual({
      field: "version",
      detail: "is less than 0",
    });
    expect((await post("x", { version: 0 })).status).toBe(400);
  });

  it("what does not apply says which refusal it is", async () => {
    const id = await aDeadLetter();
    const headers = [{ op: "remove_header", header: "nothing" }];
    const answer = await post(id, { version: 0, headers });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ refusal: "no_such_header", at: "nothing" });
  });
});
