import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOSTILE } from "@/e2e/preconditions/hostile";
import type { Principal } from "@/server/access/principal";
import { readEnv } from "@/server/env";
import { sequence } from "@/server/event-store/sequencer";
import { prepareProjection, runTurn } from "@/server/projections/run-projection";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { callerAs, someone, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import type { CreateInput } from "./command-inputs";
import { handleComplaint } from "./commands";
import { foldComplaint } from "./complaint-history";
import { COMPLAINT_VIEWS } from "./complaint-projection";
import { createComplaintServices } from "./complaint-services";
import { appendStory } from "./testing/append-story";
import { Story, wholeStory } from "./testing/story";

const VHOST = "complaints-test";
const AGENT = withRoles("agent");
let database: TestDatabase;
let services: WebServices;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(
    readEnv({
      DATABASE_URL: database.url,
      RABBITMQ_URL: `amqp://127.0.0.1/${VHOST}`,
      SILLAGE_COMPLAINTS: "on",
      SILLAGE_RATE_BURST: "1000000",
      LOG_LEVEL: "error",
    }),
  );
  await prepareProjection(services.storePool, COMPLAINT_VIEWS);
});
afterAll(async () => {
  services.views.close();
  services.log.close();
  await Promise.all([services.storePool.end(), services.searchPool.end(), services.prisma.$disconnect()]);
  await database.drop();
});

const agent = () => callerAs(services, AGENT).complaints;

/** Brings the read model up to date. */
async function project(): Promise<void> {
  while ((await sequence(services.storePool)).sequenced > 0);
  while (await runTurn(services.storePool, COMPLAINT_VIEWS));
}

async function told(story: Story): Promise<void> {
  const client = await services.storePool.connect();
  await appendStory(client, VHOST, story);
  client.release();
}

const FILED: CreateInput = {
  userId: "u-7",
  title: "The lamp arrived broken",
  description: "Write to claire@example.com, please.",
  priority: "HIGH",
  category: "delivery",
  customer: { name: "Claire Martin", email: "claire@example.com", language: "fr" },
};
const file = (fields: Partial<CreateInput> = {}) =>
  agent().create({ ...FILED, ...fields, key: randomUUID() });

describe("a complaint", () => {
  it("is seen as it is by whoever has just changed it, before the read model has it", async () => {
    const { view } = await file();
    expect(view).toMatchObject({ version: 1, status: "OPEN", userId: "u-7" });
    const asked = await agent().one({ id: view.id });
    expect(asked.view).toEqual(view);
    expect(asked.lag.behind).toBe(1);
    const after = await agent().assign({
      ...{ id: view.id, assignedTo: "test", key: randomUUID() },
      expectedVersion: 1,
    });
    expect(after.view).toMatchObject({ status: "ASSIGNED", version: 2 });
    await project();
    expect((await agent().one({ id: view.id })).view).toEqual(after.view);
    expect((await agent().one({ id: view.id })).lag.behind).toBe(0);
  });

  it("that several processes change is seen in its own order, before the log has one", async () => {
    const { view } = await file();
    const by = { actor: { kind: "user" as const, id: "other", name: "Other" }, from: null };
    const { storePool: pool, clock } = services;
    const elsewhere = createComplaintServices({ pool, vhost: VHOST, clock });
    await handleComplaint(elsewhere, {
      command: { type: "assign", assignedTo: "one" },
      ...{ complaintId: view.id, by },
    });
    // Its record gets a lower id than that of the assignment, out of the block that this process began with.
    const after = await agent().comment({ id: view.id, text: "Called back.", key: randomUUID() });
    expect(after.view).toMatchObject({ version: 3, status: "ASSIGNED" });
    expect(after.view.timeline.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it("is filed once by a form that is sent twice", async () => {
    const key = randomUUID();
    const [first, second] = await Promise.all([
      agent().create({ ...FILED, key }),
      agent().create({ ...FILED, key }),
    ]);
    expect(second.view.id).toBe(first.view.id);
    expect([first.repeated, second.repeated].sort()).toEqual([false, true]);
  });

  it("that somebody else has changed is not changed again, and the answer says what happened", async () => {
    const { view } = await file();
    const to = () => ({ id: view.id, key: randomUUID(), expectedVersion: 1 });
    await agent().assign({ ...to(), assignedTo: "one" });
    const refused = await agent()
      .assign({ ...to(), assignedTo: "two" })
      .catch((error) => error.cause);
    expect(refused.code).toBe("CONFLICT");
    expect(refused.details.facts).toMatchObject({
      rule: "changed-meanwhile",
      version: 2,
      status: "ASSIGNED",
      since: [{ eventType: "COMPLAINT_ASSIGNED", version: 2 }],
    });
  });

  it("that was never filed is not found, in the list of its events neither", async () => {
    await expect(agent().one({ id: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(agent().events({ id: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("shows everything that our services said about it, in the order of the log", async () => {
    const story = wholeStory(randomUUID());
    await told(story);
    await project();
    const id = story.events[0]!.aggregateId;
    const { items } = await agent().events({ id });
    expect(items.map(({ eventId }) => eventId)).toEqual(story.events.map(({ eventId }) => eventId));
    expect(JSON.parse(items[1]!.payload)).toEqual(story.events[1]);
    expect((await agent().one({ id })).view.notifications).toHaveLength(1);
  });
});

describe("the read model", () => {
  it("has every complaint exactly as its events say it, also when it is built anew", async () => {
    for (let i = 0; i < 5; i++) await told(wholeStory(randomUUID()));
    await project();
    const rows = async () =>
      (
        await services.storePool.query<{ complaint_id: string; view: unknown; generation: number }>(
          `SELECT complaint_id, view, generation FROM complaint_views
           WHERE generation = (SELECT generation FROM projection_generations WHERE state = 'serving')`,
        )
      ).rows;
    const live = await rows();
    expect(live.length).toBeGreaterThanOrEqual(5);
    for (const { complaint_id: id, view } of live)
      expect(await foldComplaint(services.storePool, VHOST, id)).toEqual(view);

    const next = { ...COMPLAINT_VIEWS, version: COMPLAINT_VIEWS.version + 1 };
    await prepareProjection(services.storePool, next);
    while (await runTurn(services.storePool, next, 3));
    const rebuilt = await rows();
    expect(rebuilt[0]!.generation).toBe(live[0]!.generation + 1);
    const byId = (all: typeof live) => new Map(all.map((row) => [row.complaint_id, row.view]));
    expect(byId(rebuilt)).toEqual(byId(live));
    const { rows: left } = await services.storePool.query("SELECT DISTINCT generation FROM complaint_views");
    expect(left).toEqual([{ generation: rebuilt[0]!.generation }]);
    await services.storePool.query("UPDATE projection_generations SET code_version = $1", [
      COMPLAINT_VIEWS.version,
    ]);
  });
});

describe("the list", () => {
  it("pages through every complaint once, in every order, also where many are equal", async () => {
    const category = randomUUID();
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) {
      const priority = i % 2 === 0 ? "LOW" : "CRITICAL";
      ids.push((await file({ category, priority })).view.id);
    }
    await project();
    for (const sort of ["-createdAt", "createdAt", "-updatedAt", "dueAt", "-priority", "priority"] as const) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await agent().list({ category, sort, limit: 3, ...(cursor ? { cursor } : {}) });
        found.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(found.toSorted()).toEqual(ids.toSorted());
    }
    const urgent = await agent().list({ category, sort: "-priority", limit: 3 });
    expect(urgent.items.map(({ priority }) => priority)).toEqual(["CRITICAL", "CRITICAL", "CRITICAL"]);
  });

  it("finds by status, assignee, text and lateness, and counts what it finds", async () => {
    const category = randomUUID();
    const mine = (await file({ category, title: "Ünusual 100%_words" })).view.id;
    await agent().assign({ id: mine, assignedTo: AGENT.id, key: randomUUID() });
    const open = (await file({ category })).view.id;
    await project();
    const find = async (filter: object) =>
      (await agent().list({ category, ...filter })).items.map(({ id }) => id);
    expect(await find({ status: ["ASSIGNED"] })).toEqual([mine]);
    expect(await find({ assignedTo: "me" })).toEqual([mine]);
    expect(await find({ assignedTo: "nobody" })).toEqual([open]);
    expect(await find({ q: "ünusual 100%_w" })).toEqual([mine]);
    expect(await find({ q: "100x_w" })).toEqual([]);
    expect(await find({ q: open.slice(0, 12) })).toEqual([open]);
    expect(await find({ overdue: true })).toEqual([]);
    expect(await find({ overdue: false })).toHaveLength(2);
    expect(await agent().counts({ category })).toMatchObject({
      byStatus: { OPEN: 1, ASSIGNED: 1, CLOSED: 0 },
      overdue: 0,
      lag: { behind: 0 },
    });
    expect(await agent().categories()).toContain(category);
  });

  it("knows what is late", async () => {
    const story = new Story(randomUUID()).tell("COMPLAINT_CREATED", 0, { category: "late" });
    await told(story);
    await project();
    const late = await agent().list({ category: "late", overdue: true });
    expect(late.items.map(({ id }) => id)).toEqual([story.events[0]!.aggregateId]);
    expect((await agent().counts({ category: "late" })).overdue).toBe(1);
  });

  it("takes no cursor of another order", async () => {
    await file();
    await file();
    await project();
    const { nextCursor } = await agent().list({ sort: "createdAt", limit: 1 });
    await expect(agent().list({ sort: "dueAt", cursor: nextCursor! })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});

describe("text of somebody who means harm", () => {
  it("is kept and shown as it was written, in every field", async () => {
    for (const text of HOSTILE.filter((it) => !/[\0\p{Cs}]/u.test(it))) {
      const said = text.trim();
      const { view } = await file({ userId: text, title: text, description: text });
      const to = () => ({ id: view.id, key: randomUUID() });
      await agent().assign({ ...to(), assignedTo: text });
      await agent().process({ ...to(), resolution: text });
      await agent().reopen({ ...to(), reason: text });
      const { view: last } = await agent().requireCompensation({ ...to(), reason: text });
      await project();
      expect((await agent().one({ id: view.id })).view).toEqual(last);
      const { items } = await agent().list({ userId: said });
      expect(items.map(({ title, assignedTo }) => [title, assignedTo])).toEqual([[said, said]]);
    }
  });
});

describe("personal data", () => {
  const viewer = () => callerAs(services, withRoles("viewer")).complaints;

  it("is shown to agents and auditors, and masked for the others, wherever a complaint is shown", async () => {
    const { view } = await file();
    await project();
    for (const roles of [["agent"], ["auditor"]] as const) {
      const shown = await callerAs(services, withRoles(...roles)).complaints.one({ id: view.id });
      expect(shown.view.customer?.email).toBe("claire@example.com");
    }
    const masked = JSON.stringify([
      await viewer().one({ id: view.id }),
      await viewer().events({ id: view.id }),
      await viewer().list({}),
    ]);
    expect(masked).not.toMatch(/claire|Claire/);
    expect(masked).toContain("The lamp arrived broken");
  });

  it("that is read by whoever does not handle complaints is on record", async () => {
    const { view } = await file();
    await project();
    const actions = async (who: Principal) => {
      await callerAs(services, who).complaints.one({ id: view.id });
      const { rows } = await services.storePool.query(
        "SELECT action FROM operator_actions WHERE actor_id = $1 AND target_id = $2",
        [who.id, view.id],
      );
      return rows.map(({ action }) => action);
    };
    expect(await actions({ ...withRoles("auditor"), id: "an auditor" })).toEqual(["complaint.read-unmasked"]);
    expect(await actions({ ...withRoles("agent"), id: "an agent" })).toEqual([]);
    expect(await actions({ ...withRoles("viewer"), id: "a viewer" })).toEqual([]);
  });

  it("that is masked finds nothing", async () => {
    const category = randomUUID();
    await file({ category });
    await project();
    const find = async (q: string) => (await viewer().list({ category, q })).items.length;
    expect(await find("lamp arrived")).toBe(1);
    expect(await find("Claire Mart")).toBe(0);
    await expect(find("claire@example.com")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("who has the role for another part of the traffic", () => {
  it("sees no complaint", async () => {
    const elsewhere = callerAs(
      services,
      someone({ role: "viewer", vhost: VHOST, exchanges: "orders" }),
    ).complaints;
    await expect(elsewhere.list({})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(elsewhere.one({ id: "x" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const here = callerAs(
      services,
      someone({ role: "viewer", vhost: VHOST, exchanges: "complaints.*" }),
    ).complaints;
    expect((await here.list({ limit: 1 })).items).toHaveLength(1);
  });
});

describe("following complaints", () => {
  it("hears of those that change", async () => {
    const { view } = await file();
    await project();
    const changes = await agent().live({ id: view.id });
    const heard = changes[Symbol.asyncIterator]();
    // The first one says that something may have changed before the connection was there.
    expect((await heard.next()).value).toEqual({ ids: [view.id] });
    const next = heard.next();
    await file();
    await agent().comment({ id: view.id, text: "Called back.", key: randomUUID() });
    await project();
    expect((await next).value).toEqual({ ids: [view.id] });
    await heard.return?.();
  });
});
