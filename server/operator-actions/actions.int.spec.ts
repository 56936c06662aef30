import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { createWebServices, type WebServices } from "@/server/web-services";
import type { ActionToRecord, By } from "./action";
import { actionsOf, getAction, listActions } from "./action-queries";
import { listActionsInput } from "./actions-schemas";
import { recordAction } from "./record-action";

let database: TestDatabase;
let services: WebServices;
beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const ANN: By = { actor: { kind: "user", id: "7", name: "Ann" }, from: "192.0.2.7" };
const record = (more: Partial<ActionToRecord> = {}) =>
  recordAction(services.storePool, {
    by: ANN,
    action: "exchange.excluded",
    target: { type: "exchange", id: "orders", vhost: "/", exchange: "orders" },
    outcome: "done",
    ...more,
  });
const list = (input: Record<string, unknown> = {}) =>
  listActions(services.searchPool, listActionsInput.parse(input));

describe("the pages of the record", () => {
  it("hold everything that was there once, though others write all the time, also at the same millisecond", async () => {
    const at = new Date("2026-02-01T00:00:00.000Z");
    const before = Array.from({ length: 90 }, (_, n) => `before ${n}`);
    // Thirty at one moment, and sixty at sixty moments.
    for (const [n, reason] of before.entries())
      await record({ by: { ...ANN, reason }, at: n < 30 ? at : new Date(at.getTime() + n) });
    let writing = true;
    let written = 0;
    const writers = [1, 2, 3].map(async () => {
      while (writing) {
        await record({ by: { ...ANN, reason: `meanwhile ${written++}` } });
      }
    });
    // One that began before the first page and commits after it.
    const slow = await services.storePool.connect();
    await slow.query("BEGIN");
    await recordAction(slow, {
      by: ANN,
      action: "exchange.included",
      target: { type: "exchange", id: "slow" },
      outcome: "done",
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id, reason }) => `${id} ${reason}`));
      if (cursor === undefined) await slow.query("COMMIT");
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    slow.release();
    writing = false;
    await Promise.all(writers);
    expect(new Set(seen).size).toBe(seen.length);
    const reasons = seen
      .map((line) => line.slice(line.indexOf(" ") + 1))
      .filter((it) => it.startsWith("before"));
    expect(reasons).toEqual([...before.slice(30).reverse(), ...before.slice(0, 30).reverse()]);
    expect(written).toBeGreaterThan(0);
  });

  it("refuse a cursor that is none", async () => {
    await expect(list({ cursor: "abc" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("a filter", () => {
  const BOB: By = { actor: { kind: "token", id: "t-9", name: "bob_100%" }, from: null };
  beforeAll(async () => {
    await record({
      by: BOB,
      action: "quarantine.imported",
      target: { type: "quarantine", id: "4711", vhost: "shop", exchange: "billing" },
      outcome: "failed",
      detail: { error: "a check\\constraint" },
      at: new Date("2025-06-01T12:00:00.000Z"),
    });
  });
  const found = async (filter: Record<string, unknown>) =>
    (await list({ from: "2025-01-01", to: "2026-01-01", ...filter })).items.map(({ target }) => target.id);

  it.each([
    [{ who: "BOB_1" }],
    [{ who: "t-9" }],
    [{ who: "100%" }],
    [{ action: "quarantine.imported" }],
    [{ targetType: "quarantine" }],
    [{ target: "4711" }],
    [{ target: "bill" }],
    [{ outcome: "failed" }],
    [{ q: "check" }],
    [{ from: "2025-06-01T12:00:00.000Z" }],
  ])("%j finds what it says", async (filter) => expect(await found(filter)).toEqual(["4711"]));

  it.each([
    [{ who: "bobx100" }],
    [{ who: "%" + "%" }],
    [{ action: "exchange.included" }],
    [{ target: "4712" }],
    [{ outcome: "done" }],
    [{ q: "x'; DROP TABLE operator_actions; --" }],
    [{ q: "\0\ud800" }],
    [{ to: "2025-06-01T12:00:00.000Z" }],
  ])("%j finds nothing else", async (filter) => expect(await found(filter)).toEqual([]));
});

describe("one action", () => {
  it("is read whole, and one that is not there is said to be so", async () => {
    await record({ before: { a: 1 }, after: { a: 2 }, target: { type: "user", id: "whole" } });
    const [item] = (await list({ target: "whole" })).items;
    expect(await getAction(services.searchPool, item!.id)).toMatchObject({
      before: { a: 1 },
      after: { a: 2 },
      detail: null,
      actor: { kind: "user", id: "7", name: "Ann" },
      from: "192.0.2.7",
    });
    await expect(getAction(services.searchPool, "999999999")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("what was done to a thing", () => {
  it("is shown with it, as far as one may see the thing, and without address and values", async () => {
    for (let n = 0; n < 12; n++)
      await record({ target: { type: "exchange", id: "team.a", vhost: "shop", exchange: "team.a" } });
    await record({ target: { type: "exchange", id: "team.a", vhost: "other", exchange: "team.a" } });
    const of = (vhost: string, scope: Parameters<typeof actionsOf>[2]) =>
      actionsOf(services.searchPool, { type: "exchange", id: "team.a", vhost }, scope);
    const all = await of("shop", "everything");
    expect(all.items).toHaveLength(10);
    expect(all.more).toBe(true);
    expect(Object.keys(all.items[0]!).sort()).toEqual(["action", "at", "id", "outcome", "reason", "who"]);
    expect((await of("other", "everything")).items).toHaveLength(1);
    expect((await of("shop", [{ vhost: "shop", exchanges: "team.*" }])).items).toHaveLength(10);
    expect((await of("shop", [{ vhost: "shop", exchanges: "team.b" }])).items).toEqual([]);
    expect((await of("shop", [])).items).toEqual([]);
  });
});
