import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { callerAs, someone, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import type { DeadLetterFilter } from "./dead-letter-filter";
import { exportDeadLetters } from "./export";
import { heldByQueue } from "./held-by-queue";
import { storeTestDeadLetters, type TestDeadLetter } from "./testing/dead-letters";

let database: TestDatabase;
let services: WebServices;
let ids: string[];

const HOUR = 3_600_000;
const TIMEOUT = { class: "transient", type: "TimeoutError", message: "no answer from billing after 3000 ms" };
const BROKEN = { class: "poison", type: "ParseError", message: "bad total 12 of ann@example.com" };

/** Thirty dead letters of different causes, in a fixed order. */
const LETTERS: TestDeadLetter[] = Array.from({ length: 30 }, (_, n) => ({
  queue: n % 5 === 0 ? "payments.dlq" : "orders.dlq",
  state: n % 4 === 0 ? "observed" : "held",
  originExchange: n % 3 === 0 ? "payments" : "orders",
  failedQueue: n % 2 === 0 ? "billing" : "shipping",
  reason: n % 6 === 0 ? "expired" : "rejected",
  error: n % 6 === 0 ? {} : n % 2 === 0 ? TIMEOUT : BROKEN,
  diedAt: Date.now() - n * HOUR,
  json: {
    eventId: `e-${n}`,
    eventType: n % 2 === 0 ? "OrderPlaced" : "OrderPaid",
    aggregateId: `o-${n % 7}`,
    aggregateType: "Order",
    eventData: { email: "ann@example.com", total: n },
    metadata: { correlationId: `c-${n % 3}`, timestamp: "2026-03-01T10:00:00Z", version: 1 },
  },
}));

const as = (...roles: Parameters<typeof withRoles>) => callerAs(services, withRoles(...roles)).deadLetters;
const ask = () => callerAs(services).deadLetters;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  ids = (await storeTestDeadLetters(services.storePool, LETTERS)).map(String);
});

afterAll(async () => {
  services?.log.close();
  await services?.searchPool.end();
  await services?.storePool.end();
  await services?.prisma.$disconnect();
  await database?.drop();
});

/** All pages of a list, one after the other. */
async function walk(filter: DeadLetterFilter, limit = 4): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ask().list({ ...filter, limit, ...(cursor ? { cursor } : {}) });
    found.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
}

const newestFirst = (test: (letter: TestDeadLetter, n: number) => boolean) =>
  ids.filter((_, n) => test(LETTERS[n]!, n)).reverse();

describe("a list of dead letters", () => {
  it.each<[string, DeadLetterFilter, (letter: TestDeadLetter, n: number) => boolean]>([
    ["everything", {}, () => true],
    ["what waits", { state: "waiting" }, () => true],
    ["a state", { state: "observed" }, ({ state }) => state === "observed"],
    ["a state that nothing is in", { state: "gone" }, () => false],
    ["a queue", { queue: "payments.dlq" }, ({ queue }) => queue === "payments.dlq"],
    ["a reason", { reason: "expired" }, ({ reason }) => reason === "expired"],
    ["a kind of error", { errorClass: "poison" }, ({ error }) => error === BROKEN],
    ["the queue that failed", { failedQueue: "billing" }, ({ failedQueue }) => failedQueue === "billing"],
    ["an exchange", { originExchange: "payments" }, ({ originExchange }) => originExchange === "payments"],
    ["a type", { eventType: "OrderPaid" }, (_, n) => n % 2 === 1],
    ["a correlation", { correlationId: "c-1" }, (_, n) => n % 3 === 1],
    ["a stream", { streamId: "Order-o-2" }, (_, n) => n % 7 === 2],
    ["an event", { eventId: "e-17" }, (_, n) => n === 17],
    ["a text of the error", { text: "BILLING" }, ({ error }) => error === TIMEOUT],
    [
      "several at once",
      { queue: "orders.dlq", errorClass: "transient", state: "held" },
      ({ queue, error, state }) => queue === "orders.dlq" && error === TIMEOUT && state === "held",
    ],
  ])("by %s has each that matches once, newest first, over all pages", async (_, filter, test) => {
    expect(await walk(filter)).toEqual(newestFirst(test));
  });

  it("says which redrive has a message in hand", async () => {
    const redrive = await services.storePool.query<{ id: string }>(
      `INSERT INTO redrives (id, vhost, selection, destination, ramp, total, created_by)
       VALUES (gen_random_uuid(), '/', '{}', '{}', '{}', 1, 'Ann') RETURNING id`,
    );
    const id = redrive.rows[0]!.id;
    await services.storePool.query(
      "INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version) VALUES ($1, 1, $2, 0)",
      [id, ids[1]],
    );
    const { items } = await ask().list({ eventId: "e-1" });
    expect(items[0]!.claim).toEqual({ redriveId: id, status: "planned", by: "Ann" });
    await services.storePool.query("UPDATE redrive_messages SET active = false WHERE redrive_id = $1", [id]);
    expect((await ask().list({ eventId: "e-1" })).items[0]!.claim).toBeNull();
  });
});

describe("cause groups", () => {
  it("add up to all dead letters, the heaviest first, each on one page", async () => {
    const seen: string[] = [];
    const totals: number[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await ask().groups({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      totals.push(...page.items.map(({ waiting }) => waiting));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
    expect(totals.reduce((a, b) => a + b, 0)).toBe(LETTERS.length);
    expect((await ask().totals()).waiting).toBe(LETTERS.length);
  });

  it("are found by kind, text and state, and show deaths by the hour and the newest example", async () => {
    const { items } = await ask().groups({ errorClass: "transient", text: "no answer", sort: "recent" });
    expect(items.length).toBeGreaterThan(0);
    for (const group of items) {
      expect(group).toMatchObject({ errorClass: "transient", errorType: "TimeoutError" });
      const { items: letters } = await ask().list({ groupId: group.id, limit: 100 });
      expect(group.example?.id).toBe(letters[0]!.id);
      const lately = letters.filter(({ diedAt }) => Date.now() - Date.parse(diedAt) < 23 * HOUR).length;
      expect(group.hours.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(lately);
    }
    expect((await ask().groups({ state: "discarded" })).items).toEqual([]);
    expect((await ask().groups({ state: "any" })).items.length).toBe((await ask().totals()).groups);
  });

  it("refuse a cursor of another list", async () => {
    await expect(ask().groups({ cursor: "nonsense" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("what is held", () => {
  it("is added up by queue, as far as a scope shows it", async () => {
    const held = LETTERS.filter(({ state }) => state === "held");
    const sum = (all: { count: number }[]) => all.reduce((total, { count }) => total + count, 0);
    expect(sum(await heldByQueue(services.searchPool, "everything"))).toBe(held.length);
    const payments = [{ vhost: "/", exchanges: "payments" }];
    expect(sum(await heldByQueue(services.searchPool, payments))).toBe(
      held.filter(({ originExchange }) => originExchange === "payments").length,
    );
  });
});

describe("one dead letter", () => {
  it("comes with its content, every death, and its cause", async () => {
    const detail = await ask().one({ id: ids[1]! });
    expect(detail.body.text).toBe(JSON.stringify(LETTERS[1]!.json));
    expect(detail.deaths).toMatchObject([
      { queue: "shipping", reason: "rejected", exchange: "orders", keys: ["order.created"], count: "1" },
    ]);
    expect(detail.item).toMatchObject({ errorType: "ParseError", eventId: "e-1", state: "held" });
    expect(detail.chain.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it("tells every death of its message, and every redrive between them", async () => {
    const [first, again] = await storeTestDeadLetters(services.storePool, [
      { queue: "chain.dlq", failedQueue: "chain" },
      { queue: "chain.dlq", failedQueue: "chain" },
    ]);
    await services.storePool.query(
      "UPDATE dead_letter_contents SET previous_id = $1, tries = 1 WHERE id = $2",
      [first, again],
    );
    const { rows } = await services.storePool.query<{ id: string }>(
      `INSERT INTO redrives (id, status, vhost, selection, destination, ramp, total, created_by)
       VALUES (gen_random_uuid(), 'completed', '/', '{}', '{}', '{}', 1, 'Ann') RETURNING id`,
    );
    await services.storePool.query(
      `INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version, active, outcome, aftermath, aftermath_ref)
       VALUES ($1, 1, $2, 0, false, 'confirmed', 'dead_again', $3)`,
      [rows[0]!.id, first, again],
    );
    for (const id of [first, again]) {
      const detail = await ask().one({ id: String(id) });
      expect(detail.chain.map((death) => [Number(death.id), death.tries])).toEqual([
        [first, 0],
        [again, 1],
      ]);
      expect(detail.redrives).toMatchObject([
        { deadLetterId: String(first), createdBy: "Ann", outcome: "confirmed", aftermath: "dead_again" },
      ]);
    }
    await services.storePool.query("DELETE FROM redrive_messages WHERE redrive_id = $1", [rows[0]!.id]);
    await services.storePool.query("DELETE FROM dead_letter_contents WHERE id = ANY ($1::bigint[])", [
      [again],
    ]);
    await services.storePool.query("DELETE FROM dead_letter_contents WHERE id = ANY ($1::bigint[])", [
      [first],
    ]);
  });

  it("is masked for whoever may not read personal data, and its reading recorded for whoever may", async () => {
    const masked = await as("operator").one({ id: ids[3]! });
    expect(masked.body.text).not.toContain("ann@example.com");
    expect(masked.item.errorMessage).toBe("bad total 12 of •••");
    const actions = () =>
      services.prisma.operatorAction.count({
        where: { action: "dead-letter.read-unmasked", targetId: ids[3]! },
      });
    expect(await actions()).toBe(0);
    const open = await as("auditor").one({ id: ids[3]! });
    expect(open.item.errorMessage).toContain("ann@example.com");
    expect(await actions()).toBe(1);
  });

  it("is not found by what is masked", async () => {
    expect((await as("operator").list({ text: "bad total" })).items.length).toBeGreaterThan(0);
    expect((await as("operator").list({ text: "ann" })).items).toEqual([]);
    expect((await as("auditor").list({ text: "ann" })).items.length).toBeGreaterThan(0);
    await expect(as("operator").list({ eventId: "ann@example.com" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("is not there where there is none", async () => {
    await expect(ask().one({ id: "999999" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a scope", () => {
  it("shows what was published to its exchanges, in every list", async () => {
    const person = someone({ role: "operator", vhost: "/", exchanges: "pay*" });
    const seen = callerAs(services, person).deadLetters;
    const own = newestFirst(({ originExchange }) => originExchange === "payments");
    expect((await seen.list({ limit: 100 })).items.map(({ id }) => id)).toEqual(own);
    expect((await seen.totals()).waiting).toBe(own.length);
    expect((await seen.groups({})).items.every(({ exchange }) => exchange === "payments")).toBe(true);
    const foreign = ids[1]!;
    await expect(seen.one({ id: foreign })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await seen.discard({ selection: { ids: [foreign] }, reason: "not mine" })).toEqual({
      changed: 0,
      unchanged: 0,
    });
  });
});

describe("an export", () => {
  const exported = (filter: DeadLetterFilter, ...roles: Parameters<typeof withRoles>) =>
    visit(
      "GET /api/dead-letters/export",
      services,
      (visitor) => exportDeadLetters(visitor, filter),
      withRoles(...roles),
    );

  it("has a line for each that matches, with properties and body byte for byte", async () => {
    const response = await exported({ errorClass: "poison" }, "auditor");
    const lines = (await response.text()).trimEnd().split("\n");
    const read = lines.map((line) => JSON.parse(line) as { id: string; body: string; rawProperties: string });
    expect(read.map(({ id }) => id)).toEqual(newestFirst(({ error }) => error === BROKEN));
    const n = ids.indexOf(read[0]!.id);
    expect(Buffer.from(read[0]!.body, "base64").toString()).toBe(JSON.stringify(LETTERS[n]!.json));
    expect(read[0]!.rawProperties.length).toBeGreaterThan(0);
    const record = await services.prisma.operatorAction.findFirst({
      where: { action: "dead-letters.exported" },
    });
    expect(record?.outcome).toBe("done");
  });

  it("is refused to whoever may not take files away", async () => {
    expect((await exported({}, "operator")).status).toBe(403);
  });
});
