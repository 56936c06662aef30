import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { callerAs, someone, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { postPatch } from "./edit-rest";
import type { Patch } from "./patch-schemas";
import { storeTestDeadLetters } from "./testing/dead-letters";

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

const RENAME: Patch = [
  { op: "rename", path: "/amount", to: "total" },
  { op: "set", path: "/currency", json: '"EUR"' },
];
const ALL = { filter: { queue: "orders.dlq" } };

const store = async (...bodies: string[]): Promise<string[]> =>
  (
    await storeTestDeadLetters(
      pool,
      bodies.map((body) => ({ body })),
    )
  ).map(String);
async function textsOf(): Promise<string[]> {
  const { rows } = await pool.query<{ body: Buffer }>(
    `SELECT coalesce(v.body, d.body) AS body FROM dead_letters AS d
     LEFT JOIN dead_letter_versions AS v ON v.dead_letter_id = d.id AND v.version = d.version ORDER BY d.id`,
  );
  return rows.map(({ body }) => body.toString());
}

describe("a patch", () => {
  it("is previewed message by message, and changes nothing then", async () => {
    const [first, second, third] = await store('{"amount":1.10}', '{"currency":"EUR"}', "no json");
    const preview = await caller.deadLetters.patchPreview({ selection: ALL, patch: RENAME });
    expect(preview.counts).toEqual({
      total: 3,
      applies: 1,
      unchanged: 0,
      warned: 0,
      unchecked: 1,
      refused: [
        { refusal: "no_such_path", at: "/amount", count: 1, example: second },
        { refusal: "not_json", at: null, count: 1, example: third },
      ],
    });
    expect(preview.items.map(({ id, outcome }) => [id, outcome])).toEqual([
      [first, "applies"],
      [second, "refused"],
      [third, "refused"],
    ]);
    expect(preview.items[0]!.changes!.body).toEqual([
      { path: "/amount", before: "1.10", after: null },
      { path: "/total", before: null, after: "1.10" },
      { path: "/currency", before: null, after: '"EUR"' },
    ]);
    expect(await textsOf()).toEqual(['{"amount":1.10}', '{"currency":"EUR"}', "no json"]);
  });

  it("changes those to which it applies, keeps the patch with each version, and is on record", async () => {
    const [first] = await store('{"amount":1.10}', '{"currency":"EUR"}');
    const { counts } = await caller.deadLetters.patch({ selection: ALL, patch: RENAME, reason: "renamed" });
    expect(counts).toMatchObject({ applies: 1, refused: [{ count: 1 }] });
    expect(await textsOf()).toEqual(['{"total":1.10,"currency":"EUR"}', '{"currency":"EUR"}']);
    const { rows } = await pool.query(
      "SELECT dead_letter_id::text AS id, version, patch, reason FROM dead_letter_versions",
    );
    expect(rows).toEqual([{ id: first, version: 1, patch: RENAME, reason: "renamed" }]);
    const { items } = await caller.actions.list({ action: "dead-letters.patched" });
    expect(items[0]).toMatchObject({ outcome: "done", reason: "renamed" });
  });

  it("does exactly what its preview has shown, without what came later", async () => {
    const set: Patch = [{ op: "set", path: "/fixed", json: "true" }];
    await store('{"n":1}', '{"n":2}');
    const { token, through } = await caller.deadLetters.patchPreview({ selection: ALL, patch: set });
    await store('{"n":3}');
    const asked = { selection: ALL, patch: set, token: token!, through: through! };
    await caller.deadLetters.patch(asked);
    expect(await textsOf()).toEqual(['{"n":1,"fixed":true}', '{"n":2,"fixed":true}', '{"n":3}']);
    await expect(caller.deadLetters.patch(asked)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("whose preview is overtaken changes nothing", async () => {
    const set: Patch = [{ op: "set", path: "/fixed", json: "true" }];
    const [first] = await store('{"n":1}', '{"n":2}');
    const { token, through } = await caller.deadLetters.patchPreview({ selection: ALL, patch: set });
    await caller.deadLetters.edit({ id: first!, version: 0, body: '{"n":7}' });
    await expect(
      caller.deadLetters.patch({ selection: ALL, patch: set, token: token!, through: through! }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await textsOf()).toEqual(['{"n":7}', '{"n":2}']);
  });

  it("that applies to none, or changes none, is refused", async () => {
    await store('{"n":1}');
    for (const patch of [[{ op: "remove", path: "/m" }], [{ op: "set", path: "/n", json: "1" }]] as Patch[]) {
      await expect(caller.deadLetters.patch({ selection: ALL, patch })).rejects.toMatchObject({
        code: "UNPROCESSABLE_CONTENT",
      });
    }
    expect((await pool.query("SELECT FROM dead_letter_versions")).rowCount).toBe(0);
  });

  it("is redriven in the same transaction, only those that it changed", async () => {
    const [first] = await store('{"amount":1}', '{"other":1}');
    const { redriveId } = await caller.deadLetters.patch({ selection: ALL, patch: RENAME, redrive: {} });
    const { items } = await caller.redrives.messages({ id: redriveId! });
    expect(items.map(({ deadLetterId, version }) => [deadLetterId, version])).toEqual([[first, 1]]);
    expect(await caller.redrives.one({ id: redriveId! })).toMatchObject({ status: "running" });
  });

  it("leaves alone what a redrive has, what is masked, and what lies elsewhere", async () => {
    const ids = await store('{"amount":1}', '{"amount":2}');
    await caller.redrives.plan({ selection: { ids: [ids[0]!] } });
    const { counts } = await caller.deadLetters.patchPreview({ selection: { ids }, patch: RENAME });
    expect(counts).toMatchObject({ applies: 1, refused: [{ refusal: "claimed", count: 1 }] });
    const operator = callerAs(services, withRoles("operator"));
    expect(
      (await operator.deadLetters.patchPreview({ selection: { ids }, patch: RENAME })).counts,
    ).toMatchObject({
      applies: 0,
      refused: [{ refusal: "masked", count: 2 }],
    });
    const elsewhere = callerAs(services, someone({ role: "operator", vhost: "/", exchanges: "other" }));
    expect(
      (await elsewhere.deadLetters.patchPreview({ selection: { ids }, patch: RENAME })).counts,
    ).toMatchObject({ total: 0 });
  });

  it("is of so many at most", async () => {
    await store(...Array.from({ length: 2_001 }, (_, n) => `{"n":${n}}`));
    const set: Patch = [{ op: "set", path: "/fixed", json: "true" }];
    await expect(caller.deadLetters.patchPreview({ selection: ALL, patch: set })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
  });

  it("has further pages", async () => {
    await store(...Array.from({ length: 45 }, (_, n) => `{"n":${n}}`));
    const asked = { selection: ALL, patch: [{ op: "set", path: "/fixed", json: "true" }] as Patch };
    const seen: string[] = [];
    let page = await caller.deadLetters.patchPreview(asked);
    const { through } = page;
    for (;;) {
      seen.push(...page.items.map(({ id }) => id));
      if (page.nextAfter === null) break;
      page = await caller.deadLetters.patchPreview({ ...asked, through: through!, after: page.nextAfter });
    }
    expect(new Set(seen).size).toBe(45);
  });
});

describe("by REST", () => {
  const post = (body: unknown) =>
    visit("POST /api/dead-letters/patches", services, (visitor) =>
      postPatch(new Request("http://localhost/", { method: "POST", body: JSON.stringify(body) }), visitor),
    );

  it("a patch is previewed and applied", async () => {
    await store('{"amount":1}');
    const preview = await post({ mode: "preview", selection: ALL, patch: RENAME });
    expect(preview.status).toBe(200);
    const { token, through } = (await preview.json()) as { token: string; through: string };
    const applied = await post({ mode: "apply", selection: ALL, patch: RENAME, token, through });
    expect(await applied.json()).toMatchObject({ counts: { applies: 1 }, redriveId: null });
    const bad = await post({ mode: "apply", selection: ALL, patch: [{ op: "set", path: "x", json: "{" }] });
    expect(((await bad.json()) as { errors: { field: string }[] }).errors.map(({ field }) => field)).toEqual([
      "patch.0.path",
      "patch.0.json",
    ]);
  });
});
