import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storeManyDeadLetters, type TestDeadLetter } from "@/server/dead-letters/testing/dead-letters";
import { readEnv } from "@/server/env";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { ANYBODY, callerAs, someone, visit } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { expirePlans } from "./expire-plans";
import { postRedrive, postStart } from "./redrive-rest";

let database: TestDatabase;
let services: WebServices;
let caller: ReturnType<typeof callerAs>;
beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  caller = callerAs(services);
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

let queues = 0;
/** Dead letters in a queue of their own. */
async function dead(count: number, more: TestDeadLetter = {}): Promise<{ queue: string; ids: string[] }> {
  const queue = more.queue ?? `plan.${++queues}`;
  const ids = await storeManyDeadLetters(services.storePool, count, { queue, ...more });
  return { queue, ids: ids.map(String) };
}
const all = (queue: string) => ({ selection: { filter: { vhost: "/", queue } } });
const states = async (ids: readonly string[], state: string) =>
  services.storePool.query(
    "UPDATE dead_letter_states SET state = $2::dead_letter_state WHERE id = ANY ($1::bigint[])",
    [ids, state],
  );

describe("a plan", () => {
  it("freezes what is there; what comes later is not part of it, and is shown as new", async () => {
    const { queue, ids } = await dead(5);
    const { redrive } = await caller.redrives.plan(all(queue));
    await dead(2, { queue });
    expect(redrive).toMatchObject({ status: "planned", total: 5, destination: { kind: "failed-queue" } });
    expect(redrive.outcomes).toMatchObject({ pending: 5 });
    const { items } = await caller.redrives.messages({ id: redrive.id });
    expect(items.map(({ ordinal, deadLetterId, target }) => [ordinal, deadLetterId, target])).toEqual(
      ids.map((id, n) => [n + 1, id, "orders.work"]),
    );
    const preview = await caller.redrives.preview({ id: redrive.id });
    expect(preview).toMatchObject({ total: 5, arrivedSince: 2, targetless: 0 });
    expect(preview.targets).toMatchObject([
      { kind: "queue", name: "orders.work", messages: 5, exists: null },
    ]);
    expect(preview.problem).not.toBeNull();
  });

  it("takes only what no other redrive has, and says who has the rest", async () => {
    const { queue, ids } = await dead(6);
    const first = await caller.redrives.plan({ selection: { ids: ids.slice(0, 4) } });
    const second = await caller.redrives.plan(all(queue));
    expect(second.redrive.total).toBe(2);
    expect(second.preview.leftOut.claimed).toMatchObject([
      { redriveId: first.redrive.id, by: "somebody", status: "planned", messages: 4 },
    ]);
    await expect(caller.redrives.plan(all(queue))).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
    const aborted = await caller.redrives.abort({ id: first.redrive.id, reason: "not now" });
    expect(aborted).toMatchObject({ status: "aborted", outcomes: { released: 4, pending: 0 } });
    expect((await caller.redrives.plan(all(queue))).redrive.total).toBe(4);
  });

  it("that nobody starts expires after a day and frees its messages; one that runs, or is younger, stays", async () => {
    const { queue, ids } = await dead(3);
    const plans = [];
    for (const id of ids) plans.push((await caller.redrives.plan({ selection: { ids: [id] } })).redrive);
    const [forgotten, started, fresh] = plans.map(({ id }) => id) as [string, string, string];
    await caller.redrives.start({ id: started });
    await services.storePool.query(
      "UPDATE redrives SET created_at = created_at - interval '25 hours' WHERE id = ANY ($1::uuid[])",
      [[forgotten, started]],
    );
    expect(Date.parse(plans[2]!.expiresAt!) - Date.parse(plans[2]!.createdAt)).toBe(24 * 3_600_000);
    expect(await expirePlans(services.storePool)).toBe(1);
    expect(await expirePlans(services.storePool)).toBe(0);
    const expired = await caller.redrives.one({ id: forgotten });
    expect(expired).toMatchObject({
      status: "expired",
      outcomes: { released: 1, pending: 0 },
      expiresAt: null,
    });
    expect(expired.endedAt).not.toBeNull();
    expect((await caller.redrives.one({ id: started })).status).toBe("running");
    expect((await caller.redrives.one({ id: fresh })).status).toBe("planned");
    await expect(caller.redrives.start({ id: forgotten })).rejects.toMatchObject({ code: "CONFLICT" });
    const next = await caller.redrives.plan(all(queue));
    expect(next.redrive.total).toBe(1);
    expect(next.preview.leftOut.claimed).toHaveLength(2);
  });

  it("has each message in one redrive alone when several are made at once", async () => {
    const { queue, ids } = await dead(300);
    const plans = await Promise.allSettled(Array.from({ length: 4 }, () => caller.redrives.plan(all(queue))));
    const made = plans.flatMap((plan) => (plan.status === "fulfilled" ? [plan.value.redrive] : []));
    expect(made.reduce((sum, { total }) => sum + total, 0)).toBe(ids.length);
    const { rows } = await services.storePool.query<{ dead_letter_id: string }>(
      "SELECT dead_letter_id FROM redrive_messages WHERE active AND dead_letter_id = ANY ($1::bigint[])",
      [ids],
    );
    expect(rows.map(({ dead_letter_id }) => dead_letter_id).sort()).toEqual([...ids].sort());
  });

  it("leaves out what is not in custody, and what was redriven unless that is wanted", async () => {
    const { queue, ids } = await dead(5);
    await states([ids[0]!], "discarded");
    await states(ids.slice(1, 3), "redriven");
    const { redrive, preview } = await caller.redrives.plan(all(queue));
    expect(redrive.total).toBe(2);
    expect(preview.leftOut).toMatchObject({ observed: 0, redriven: 2, discarded: 1, gone: 0, claimed: [] });
    const again = await caller.redrives.plan({ ...all(queue), again: true });
    expect(again.redrive.total).toBe(2);
  });

  it("says which messages were handled by somebody else meanwhile", async () => {
    const event = orderEvent("o-77", { eventId: "event-77" });
    const { queue } = await dead(1, { json: event });
    const effect = { ...orderEvent("o-77", { eventType: "ORDER_PAID" }) };
    await storeArrivals(database.url, [
      testRecord({ json: { ...effect, metadata: { ...effect.metadata, causationId: "event-77" } } }),
    ]);
    const { preview } = await caller.redrives.plan(all(queue));
    expect(preview).toMatchObject({ handledElsewhere: 1, handledAsked: 1, redrivenBefore: 0 });
  });

  it("is of one virtual host, and of something", async () => {
    const here = await dead(1);
    const there = await dead(1, { vhost: "other" });
    await expect(
      caller.redrives.plan({ selection: { ids: [...here.ids, ...there.ids] } }),
    ).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
      message: expect.stringContaining("several virtual hosts"),
    });
    await expect(caller.redrives.plan(all("nobody's"))).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
  });

  it("shows each message to whom its place is shown, and itself to whom all of its messages are", async () => {
    const shop = await dead(2, { originExchange: "shop" });
    await dead(3, { originExchange: "bank", queue: shop.queue });
    const clerk = callerAs(services, someone({ role: "operator", vhost: "/", exchanges: "shop" }));
    const { redrive } = await clerk.redrives.plan(all(shop.queue));
    expect(redrive.total).toBe(2);
    expect((await clerk.redrives.list({})).items.map(({ id }) => id)).toEqual([redrive.id]);
    const whole = await caller.redrives.plan(all(shop.queue));
    await expect(clerk.redrives.one({ id: whole.redrive.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(clerk.redrives.start({ id: whole.redrive.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a redrive", () => {
  it("goes from status to status as it may, and each step is on record", async () => {
    const { queue } = await dead(2);
    const { id } = (await caller.redrives.plan({ ...all(queue), reason: "the bug is fixed" })).redrive;
    await expect(caller.redrives.pause({ id })).rejects.toMatchObject({ code: "CONFLICT" });
    await caller.redrives.start({ id });
    await expect(caller.redrives.start({ id })).rejects.toMatchObject({ code: "CONFLICT" });
    await caller.redrives.pause({ id });
    const resumed = await caller.redrives.resume({ id, rate: 5, haltShare: 0.5 });
    expect(resumed).toMatchObject({ status: "running", rate: 5, haltShare: 0.5 });
    await caller.redrives.abort({ id });
    await expect(caller.redrives.resume({ id })).rejects.toMatchObject({ code: "CONFLICT" });
    const { rows } = await services.storePool.query(
      "SELECT action, reason FROM operator_actions WHERE target_type = 'redrive' AND target_id = $1 ORDER BY at",
      [id],
    );
    expect(rows).toEqual([
      { action: "redrive.planned", reason: "the bug is fixed" },
      ...["started", "paused", "resumed", "aborted"].map((it) => ({ action: `redrive.${it}`, reason: null })),
    ]);
  });

  it("is planned and started by REST, and says what is wrong field by field", async () => {
    const { queue } = await dead(1);
    const post = (body: unknown) =>
      visit("POST /api/dead-letters/redrives", services, (visitor) =>
        postRedrive(
          new Request("http://localhost/", { method: "POST", body: JSON.stringify(body) }),
          visitor,
        ),
      );
    const refused = await post({ selection: { ids: [] }, rate: 0 });
    expect(refused.status).toBe(400);
    expect((await refused.json()).errors.map(({ field }: { field: string }) => field)).toContain("rate");
    const made = await post(all(queue));
    expect(made.status).toBe(201);
    const { redrive } = (await made.json()) as { redrive: { id: string } };
    const started = await visit(
      "POST /api/dead-letters/redrives/{id}/start",
      services,
      (visitor) => postStart(new Request("http://localhost/", { method: "POST" }), redrive.id, visitor),
      ANYBODY,
    );
    expect(started.status).toBe(200);
    expect(await started.json()).toMatchObject({ status: "running" });
    await caller.redrives.abort({ id: redrive.id });
  });
});
