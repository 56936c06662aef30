import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { inTransaction } from "@/server/event-store/append-batch";
import type { By } from "@/server/operator-actions/action";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type CommandRequest, handleComplaint, handleWithin } from "./commands";
import { type ComplaintServices, createComplaintServices } from "./complaint-services";
import { loadComplaint } from "./load-complaint";

let database: TestDatabase;
let pool: Pool;
let services: ComplaintServices;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 20);
  services = createComplaintServices({ pool, vhost: "/", clock: () => new Date() });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const AGENT: By = { actor: { kind: "user", id: "agent-1", name: "Anna" }, from: "10.0.0.1" };
const OTHER: By = { actor: { kind: "token", id: "token-1", name: "importer" }, from: "10.0.0.2" };

const CREATE = {
  type: "create",
  userId: "user-1",
  title: "Broken",
  description: "It came in two parts.",
  priority: "HIGH",
  category: "delivery",
} as const;

const ask = (complaintId: string, command: CommandRequest["command"], more: Partial<CommandRequest> = {}) =>
  handleComplaint(services, { complaintId, command, by: AGENT, ...more });

async function filed(): Promise<string> {
  const id = randomUUID();
  await ask(id, CREATE);
  return id;
}

const typesOf = async (id: string) =>
  (await loadComplaint(pool, "/", id)).events.map((event) => event.eventType);
const waitingOf = async (id: string) =>
  (await pool.query("SELECT 1 FROM outbox WHERE lane = $1", [`//Complaint-${id}`])).rowCount;
const deedsOf = async (id: string) =>
  (
    await pool.query(
      "SELECT action, outcome, actor_id FROM operator_actions WHERE target_id = $1 ORDER BY id",
      [id],
    )
  ).rows;

describe("a command", () => {
  it("leaves its events, what is to be published, and the record of who did it", async () => {
    const id = randomUUID();
    const answer = await ask(id, CREATE, { correlationId: "call-7" });
    expect(answer).toMatchObject({ version: 1, correlationId: "call-7", repeated: false });
    expect(answer.events[0]).toMatchObject({
      eventType: "COMPLAINT_CREATED",
      metadata: { version: 1, correlationId: "call-7", userId: "agent-1" },
    });
    expect(await waitingOf(id)).toBe(1);
    expect(await deedsOf(id)).toEqual([
      { action: "complaint.created", outcome: "done", actor_id: "agent-1" },
    ]);
  });

  it("goes on in the correlation of its complaint where it names none", async () => {
    const id = randomUUID();
    await ask(id, CREATE, { correlationId: "call-8" });
    const first = await ask(id, { type: "assign", assignedTo: "agent-1" });
    const second = await ask(id, { type: "close" }, { correlationId: "call-9" }).catch((error) => error);
    expect(first.correlationId).toBe("call-8");
    expect(second).toMatchObject({ code: "CONFLICT" });
  });

  it("that is refused leaves nothing but the record that it failed", async () => {
    const id = await filed();
    await expect(ask(id, { type: "close" })).rejects.toMatchObject({
      code: "CONFLICT",
      details: {
        facts: {
          rule: "not-allowed-now",
          status: "OPEN",
          allowed: expect.arrayContaining(["assign"]),
        },
      },
    });
    await expect(ask(randomUUID(), { type: "close" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await typesOf(id)).toEqual(["COMPLAINT_CREATED"]);
    expect(await waitingOf(id)).toBe(1);
    expect((await deedsOf(id))[1]).toMatchObject({ action: "complaint.closed", outcome: "failed" });
  });

  it("that asks for what is so writes nothing", async () => {
    const id = await filed();
    await ask(id, { type: "assign", assignedTo: "agent-1" });
    const again = await ask(id, { type: "assign", assignedTo: "agent-1" });
    expect(again).toMatchObject({ version: 2, events: [] });
    expect(await deedsOf(id)).toHaveLength(2);
  });
});

describe("two who act at once", () => {
  it("from one version: one wins, the other is told what happened, and may try again", async () => {
    const id = await filed();
    const both = await Promise.allSettled([
      ask(id, { type: "assign", assignedTo: "agent-1" }, { expectedVersion: 1 }),
      ask(id, { type: "assign", assignedTo: "agent-2" }, { expectedVersion: 1, by: OTHER }),
    ]);
    const lost = both.filter((it) => it.status === "rejected");
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({
      code: "CONFLICT",
      details: {
        facts: {
          rule: "changed-meanwhile",
          expectedVersion: 1,
          version: 2,
          status: "ASSIGNED",
          since: [{ eventType: "COMPLAINT_ASSIGNED", version: 2 }],
        },
      },
    });
    const retried = await ask(id, { type: "comment", text: "Seen." }, { expectedVersion: 2 });
    expect(retried.version).toBe(3);
  });

  it("without a version: each is decided on what the one before left", async () => {
    const id = await filed();
    const comments = Array.from({ length: 12 }, (_, n) => ask(id, { type: "comment", text: `Note ${n}` }));
    await Promise.all(comments);
    const { events } = await loadComplaint(pool, "/", id);
    expect(events.map((event) => event.metadata.version)).toEqual(
      Array.from({ length: 13 }, (_, n) => n + 1),
    );
  });

  it("for the same: both succeed, and it happens once", async () => {
    const id = await filed();
    const assign = { type: "assign", assignedTo: "agent-1" } as const;
    await Promise.all([ask(id, assign, { expectedVersion: 1 }), ask(id, assign, { expectedVersion: 1 })]);
    expect(await typesOf(id)).toEqual(["COMPLAINT_CREATED", "COMPLAINT_ASSIGNED"]);
  });
});

describe("an idempotency key", () => {
  it("makes a command that is sent again answer as it did, also when both are under way", async () => {
    const key = { idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(randomUUID(), CREATE, key)));
    expect(new Set(answers.map((it) => it.complaintId)).size).toBe(1);
    expect(answers.filter((it) => !it.repeated)).toHaveLength(1);
    const id = answers[0]!.complaintId;
    expect(await typesOf(id)).toEqual(["COMPLAINT_CREATED"]);

    const comment = { type: "comment", text: "Once." } as const;
    const first = await ask(id, comment, { idempotencyKey: "k" });
    const again = await ask(id, comment, { idempotencyKey: "k" });
    expect(again).toEqual({
      ...first,
      repeated: true,
      events: first.events.map((event) => ({ ...event, position: again.events[0]!.position })),
    });
  });

  it("stands for one request of one caller", async () => {
    const id = await filed();
    await ask(id, { type: "comment", text: "One." }, { idempotencyKey: "mine" });
    await expect(
      ask(id, { type: "comment", text: "Two." }, { idempotencyKey: "mine" }),
    ).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      details: { facts: { rule: "key-reused" } },
    });
    await ask(id, { type: "comment", text: "Two." }, { idempotencyKey: "mine", by: OTHER });
    expect(await typesOf(id)).toHaveLength(3);
  });

  it("is free again when its command was refused", async () => {
    const id = await filed();
    const key = { idempotencyKey: randomUUID() };
    await expect(ask(id, { type: "close" }, key)).rejects.toMatchObject({ code: "CONFLICT" });
    await ask(id, { type: "assign", assignedTo: "agent-1" });
    await ask(id, { type: "process", resolution: "Money back." });
    expect((await ask(id, { type: "close" }, key)).repeated).toBe(false);
  });
});

describe("a compensation", () => {
  const service = { service: "complaint-service" };

  it("by hand is planned for what happened since the last one", async () => {
    const id = await filed();
    const { events } = await ask(id, { type: "requireCompensation", reason: "Wrong customer." });
    const { compensationId, actions } = events[0]!.eventData as {
      compensationId: string;
      actions: { parameters: { eventIds: string[] }; order: number; service: string; action: string }[];
    };
    const loaded = await loadComplaint(pool, "/", id);
    expect(actions[1]?.parameters.eventIds).toEqual([loaded.events[0]!.eventId]);

    const outcomes = actions.map(({ order, service, action }) => ({ order, service, action, eventId: "e" }));
    await ask(id, { type: "recordCompensated", compensationId, outcomes }, { by: service });
    const next = await ask(id, { type: "requireCompensation", reason: "Again." });
    const data = next.events[0]!.eventData as { actions: { parameters: { eventIds?: string[] } }[] };
    expect(data.actions[1]?.parameters.eventIds).toEqual([]);
  });

  it("as a reaction is committed with whatever else the reaction writes, or not at all", async () => {
    const id = await filed();
    const request: CommandRequest = {
      complaintId: id,
      by: service,
      causationId: "event-1",
      command: {
        type: "requireCompensation",
        compensationId: "k-1",
        reason: "The mail could not be sent.",
        causedBy: { eventId: "event-1", eventType: "NOTIFICATION_FAILED" },
        actions: [],
      },
    };
    const client = await pool.connect();
    const failing = inTransaction(client, async () => {
      await handleWithin(client, services, request);
      throw new Error("the reaction failed");
    });
    await expect(failing).rejects.toThrow("the reaction failed");
    expect(await typesOf(id)).toHaveLength(1);
    await inTransaction(client, () => handleWithin(client, services, request));
    const repeated = await inTransaction(client, () => handleWithin(client, services, request));
    client.release();
    expect(repeated.events).toEqual([]);
    const { events } = await loadComplaint(pool, "/", id);
    expect(events[1]).toMatchObject({ metadata: { causationId: "event-1", userId: "complaint-service" } });
    expect(await deedsOf(id)).toHaveLength(1);
  });
});
