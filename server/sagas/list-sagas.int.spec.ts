import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, someone, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import type { SagaItem } from "./saga-schemas";
import { serveSagas, type TestSaga, testKey, writeSagas } from "./testing/saga-rows";

let database: TestDatabase;
let services: WebServices;

const HOUR = 3_600_000_000;
const NOW = Date.now() * 1_000;
const MISSING = { what: "missing", type: "OrderPaid", after: "OrderPlaced" } as const;

/** Forty sagas, one an hour back from now, in a fixed order; every field that is filtered by differs. */
const SAGAS: TestSaga[] = Array.from({ length: 40 }, (_, n) => ({
  value: `order-${n}`,
  key: testKey(`order-${n}`),
  startedAt: NOW - n * HOUR,
  lastAt: NOW - (n % 2 === 0 ? 0 : n * HOUR) + n,
  durationMs: ((n * 7) % 40) + 0.25,
  startType: n % 3 === 0 ? "OrderPlaced" : "ComplaintCreated",
  status: (["COMPLETED", "RUNNING", "FAILED", "COMPENSATING"] as const)[n % 4]!,
  // Of those that are open, every second one is past both moments, and some are late alone.
  stuckAt: n % 4 === 1 ? NOW + (n % 8 === 1 ? -HOUR : HOUR) : null,
  lateAt: n % 4 === 1 ? NOW - 2 * HOUR : n % 4 === 3 ? NOW + HOUR : null,
  participants: n === 33 ? ["shop", "customs"] : ["shop"],
  dead: n % 10 === 4 ? 2 : 0,
  deviations: n % 9 === 0 ? [MISSING] : [],
  variant: testKey(`variant ${n % 5}`),
  definition: n % 3 === 0 ? "order" : null,
  definitionVersion: n % 3 === 0 ? 1 : null,
  vhost: n % 20 === 19 ? "other" : "/",
}));

const ask = (principal = withRoles("viewer", "auditor")) => callerAs(services, principal).sagas;
type Filter = Omit<NonNullable<Parameters<ReturnType<typeof ask>["list"]>[0]>, "limit" | "cursor">;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  await serveSagas(services.storePool);
  await writeSagas(services.storePool, SAGAS);
  // Of no generation that anybody reads, and of another form.
  await writeSagas(services.storePool, [{ value: "order-0" }], 7);
  await writeSagas(services.storePool, [
    { value: "asked", form: "request", events: 2, startedAt: NOW - HOUR },
    { value: "unanswered", form: "request", events: 1, status: "RUNNING", startedAt: NOW - 2 * HOUR },
  ]);
  await services.storePool.query(
    `INSERT INTO saga_definitions (name, version, definition, written_by) VALUES ('order', 1, '{"title": "An order"}', 'test')`,
  );
});

afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

/** All pages of a list, one after the other. */
async function walk(filter: Filter, limit = 3): Promise<SagaItem[]> {
  const found: SagaItem[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ask().list({ ...filter, limit, ...(cursor ? { cursor } : {}) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    if (page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
}

const values = (items: readonly SagaItem[]) => items.map(({ value }) => value);
const wanted = (test: (saga: TestSaga, n: number) => boolean) =>
  SAGAS.filter((saga, n) => test(saga, n)).map(({ value }) => value!);
const isStuck = ({ stuckAt }: TestSaga) => stuckAt != null && stuckAt <= NOW;
const isLate = ({ lateAt }: TestSaga) => lateAt != null && lateAt <= NOW;

describe("a list of sagas", () => {
  it.each<[string, Filter, (saga: TestSaga, n: number) => boolean]>([
    ["nothing", {}, () => true],
    ["a status", { status: "COMPLETED" }, ({ status }) => status === "COMPLETED"],
    [
      "running, which a stuck one is not",
      { status: "RUNNING" },
      (saga) => saga.status === "RUNNING" && !isStuck(saga),
    ],
    ["stuck, by its moment", { status: "STUCK" }, isStuck],
    ["late, by its moment, stuck ones among them", { late: true }, isLate],
    ["not late", { late: false, status: "COMPENSATING" }, ({ status }) => status === "COMPENSATING"],
    ["a type", { type: "OrderPlaced" }, ({ startType }) => startType === "OrderPlaced"],
    ["a type and a status", { type: "OrderPlaced", status: "FAILED" }, (_, n) => n % 12 === 6],
    ["a definition", { definition: "order" }, ({ definition }) => definition === "order"],
    ["a participant", { participant: "customs" }, (_, n) => n === 33],
    ["what they share", { correlationId: "order-17" }, (_, n) => n === 17],
    ["a variant", { variant: testKey("variant 2") }, (_, n) => n % 5 === 2],
    ["how they depart", { deviation: "missing" }, (_, n) => n % 9 === 0],
    ["another way to depart", { deviation: "order" }, () => false],
    ["dead letters", { deadLetters: true }, (_, n) => n % 10 === 4],
    ["no dead letters", { deadLetters: false }, (_, n) => n % 10 !== 4],
    ["a virtual host", { vhost: "other" }, (_, n) => n % 20 === 19],
    [
      "when they began",
      {
        from: new Date((NOW - 9.5 * HOUR) / 1_000).toISOString(),
        to: new Date((NOW - 2 * HOUR) / 1_000).toISOString(),
      },
      (_, n) => n > 2 && n < 10,
    ],
  ])("by %s has each that matches once, the newest first, over all pages", async (_, filter, test) => {
    expect(values(await walk(filter))).toEqual(wanted(test));
  });

  it("is ordered by what happened last, and by how long they took, whatever it is filtered by", async () => {
    const ordered = (of: (saga: TestSaga) => number, test: typeof isLate = () => true) =>
      SAGAS.filter(test)
        .toSorted((a, b) => of(b) - of(a) || (a.key! < b.key! ? 1 : -1))
        .map(({ value }) => value);
    expect(values(await walk({ order: "activity" }))).toEqual(ordered(({ lastAt }) => lastAt!));
    expect(values(await walk({ order: "duration" }))).toEqual(ordered(({ durationMs }) => durationMs!));
    expect(values(await walk({ order: "duration", status: "STUCK" }))).toEqual(
      ordered(({ durationMs }) => durationMs!, isStuck),
    );
    expect(values(await walk({ order: "activity", type: "OrderPlaced" }))).toEqual(
      ordered(
        ({ lastAt }) => lastAt!,
        ({ startType }) => startType === "OrderPlaced",
      ),
    );
  });

  it("has requests apart, those without a reply on demand", async () => {
    expect(values(await walk({ form: "request" }))).toEqual(["asked", "unanswered"]);
    expect(values(await walk({ form: "request", answered: false }))).toEqual(["unanswered"]);
    expect(values(await walk({ form: "request", answered: true }))).toEqual(["asked"]);
  });

  it("says what is stuck and late now, and by which definition each was judged", async () => {
    const [item] = await walk({ correlationId: "order-9" });
    expect(item).toMatchObject({
      status: "STUCK",
      late: true,
      definition: { name: "order", version: 1, title: "An order" },
      startedAt: NOW - 9 * HOUR,
      deviations: [MISSING],
    });
  });

  it("has those that are late in order of their beginning, also where they are many", async () => {
    const few = await walk({ form: "saga", late: true }, 50);
    const MANY = 1_100;
    await services.storePool.query(
      `INSERT INTO sagas SELECT (jsonb_populate_record(s, jsonb_build_object('key', gen_random_uuid(),
         'started_at', s.started_at - interval '100 days' - n * interval '1 minute'))).*
       FROM sagas AS s, generate_series(1, $1) AS n WHERE s.generation = 1 AND s.key = $2`,
      [MANY, testKey("order-1")],
    );
    try {
      const many = await walk({ form: "saga", late: true }, 200);
      expect(many.length).toBe(few.length + MANY);
      expect(many.slice(0, few.length).map(({ id }) => id)).toEqual(few.map(({ id }) => id));
      expect(many.map(({ startedAt }) => startedAt)).toEqual(
        many.map(({ startedAt }) => startedAt).sort((one, other) => other - one),
      );
      const to = new Date((NOW - 100 * 24 * HOUR) / 1_000).toISOString();
      expect((await walk({ form: "saga", status: "STUCK", to }, 200)).length).toBe(MANY);
    } finally {
      await services.storePool.query("DELETE FROM sagas WHERE started_at < now() - interval '50 days'");
    }
  });

  it("tells the overview what got stuck lately, by type", async () => {
    const { problems } = await callerAs(services).overview.problems();
    const stuck = SAGAS.filter(isStuck);
    const of = (type: string) => ({
      name: type,
      count: stuck.filter(({ startType }) => startType === type).length,
    });
    expect(problems.find(({ kind }) => kind === "sagas_stuck")).toMatchObject({
      count: stuck.length,
      subjects: [of("ComplaintCreated"), of("OrderPlaced")].sort((a, b) => b.count - a.count),
    });
  });

  it("finds by the events of a stream", async () => {
    await storeArrivals(database.url, [testRecord({ json: orderEvent("77") })]);
    const { rows } = await services.storePool.query<{ id: string; at: string }>(
      "SELECT id::text, (extract(epoch FROM received_at) * 1000000)::bigint::text AS at FROM messages",
    );
    const steps = [{ recordId: Number(rows[0]!.id), at: Number(rows[0]!.at), streamId: "Order-77" }];
    await writeSagas(services.storePool, [{ value: "of 77", startedAt: NOW - 100 * HOUR, steps }]);
    expect(values(await walk({ streamId: "Order-77" }))).toEqual(["of 77"]);
    expect(values(await walk({ streamId: "Order-78" }))).toEqual([]);
    expect((await ask().of({ recordId: rows[0]!.id })).items).toMatchObject([{ value: "of 77" }]);
    await services.storePool.query("DELETE FROM sagas WHERE value = 'of 77'");
  });

  it("goes on where it ended while sagas begin and change", async () => {
    const first = await ask().list({ limit: 5 });
    await writeSagas(services.storePool, [{ value: "new", startedAt: NOW + 1 }]);
    await services.storePool.query("UPDATE sagas SET last_at = now(), events = 9 WHERE value = 'order-7'");
    const second = await ask().list({ limit: 5, cursor: first.nextCursor! });
    expect(values(second.items)).toEqual(wanted((_, n) => n >= 5 && n < 10));
    expect(values((await ask().list({ limit: 1 })).items)).toEqual(["new"]);
    await services.storePool.query("DELETE FROM sagas WHERE value = 'new'");
  });

  it("refuses a cursor of another order, and one that nobody gave out", async () => {
    const { nextCursor } = await ask().list({ limit: 5 });
    for (const cursor of [nextCursor!, "nonsense"])
      await expect(ask().list({ cursor, order: "activity" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("is counted by status and by type, each whatever is chosen of it", async () => {
    const counts = await ask().counts({ status: "FAILED", type: "OrderPlaced" });
    const count = (test: typeof isLate) => ({ count: SAGAS.filter(test).length, exact: true });
    const placed = ({ startType }: TestSaga) => startType === "OrderPlaced";
    expect(counts.byStatus).toEqual({
      COMPLETED: count((saga) => placed(saga) && saga.status === "COMPLETED"),
      RUNNING: count((saga) => placed(saga) && saga.status === "RUNNING" && !isStuck(saga)),
      FAILED: count((saga) => placed(saga) && saga.status === "FAILED"),
      COMPENSATING: count((saga) => placed(saga) && saga.status === "COMPENSATING"),
      COMPENSATED: { count: 0, exact: true },
      STUCK: count((saga) => placed(saga) && isStuck(saga)),
    });
    expect(counts.late).toEqual(count((saga) => placed(saga) && isLate(saga)));
    expect(counts.byType).toEqual([
      { type: "ComplaintCreated", ...count((saga) => !placed(saga) && saga.status === "FAILED") },
      { type: "OrderPlaced", ...count((saga) => placed(saga) && saga.status === "FAILED") },
    ]);
  });

  it("is measured over time: how long those took that came to rest", async () => {
    const from = new Date((NOW - 60 * HOUR) / 1_000).toISOString();
    const { buckets, stepMs } = await ask().durations({
      from,
      to: new Date(NOW / 1_000 + 1_000).toISOString(),
    });
    const rest = SAGAS.filter(({ status }) => status === "COMPLETED" || status === "FAILED");
    const took = rest.map(({ durationMs }) => durationMs!).sort((a, b) => a - b);
    expect(buckets.filter(({ ended }) => ended > 0)).toEqual([
      { ended: rest.length, p50Ms: took[rest.length / 2 - 1], p95Ms: took[rest.length * 0.95 - 1] },
    ]);
    expect([buckets.length, stepMs]).toEqual([31, 2 * 3_600_000]);
  });
});

describe("somebody who may see some exchanges", () => {
  const team = someone({ role: "viewer", vhost: "/", exchanges: "orders" });
  const at = NOW - 200 * HOUR;
  const steps = [
    { recordId: 1, at, exchange: "orders", type: "OrderPlaced", producer: "shop", streamId: "Order-1" },
    { recordId: 2, at: at + 1_000_000, exchange: "payments", type: "Secret", producer: "bank", dead: true },
    {
      recordId: 3,
      at: at + 2_000_000,
      exchange: "orders",
      type: "OrderShipped",
      producer: "shop",
      beforeId: 2,
      link: "order" as const,
    },
  ];

  beforeAll(async () => {
    await writeSagas(services.storePool, [
      {
        value: "mixed",
        startedAt: at,
        lastAt: at + 2_000_000,
        status: "RUNNING",
        participants: ["bank", "shop"],
        exchanges: ["orders", "payments"],
        dead: 1,
        deviations: [{ what: "missing", type: "Secret2", after: null }],
        waitingFor: [
          {
            type: "Secret3",
            from: "bank",
            afterId: "3",
            afterType: "OrderShipped",
            share: 1,
            p50Ms: 1,
            p95Ms: 2,
            instances: 20,
            dueAt: null,
          },
        ],
        steps,
      },
      { value: "hidden", startedAt: at, startType: "Secret", startExchange: "payments" },
    ]);
  });

  it("sees of a saga their own part, and nothing of others", async () => {
    const { items } = await ask(team).list({ to: new Date(at / 1_000 + 1_000).toISOString() });
    expect(values(items)).toEqual(["mixed"]);
    expect(items[0]).toMatchObject({
      events: 2,
      participants: ["shop"],
      dead: 0,
      waitingFor: [],
      deviations: [],
    });
    const detail = await ask(team).one({ id: items[0]!.id });
    expect(detail.steps.map(({ type, beforeId, link }) => [type, beforeId, link])).toEqual([
      ["OrderPlaced", null, null],
      ["OrderShipped", null, "order"],
    ]);
    expect([detail.hiddenSteps, detail.outsideScope]).toEqual([0, 1]);
    expect(JSON.stringify(detail)).not.toMatch(/Secret|bank|payments/);
  });

  it("finds nothing by what lies in others", async () => {
    const found = (filter: Filter) =>
      ask(team)
        .list(filter)
        .then(({ items }) => values(items));
    expect(await found({ participant: "bank" })).toEqual([]);
    expect(await found({ participant: "shop", to: new Date(at / 1_000 + 1_000).toISOString() })).toEqual([
      "mixed",
    ]);
    expect(await found({ type: "Secret" })).toEqual([]);
    expect(await found({ deadLetters: true, to: new Date(at / 1_000 + 1_000).toISOString() })).toEqual([]);
    expect(await found({ deviation: "missing", to: new Date(at / 1_000 + 1_000).toISOString() })).toEqual([]);
    const { byType, byStatus } = await ask(team).counts({});
    expect(byType.map(({ type }) => type)).not.toContain("Secret");
    const theirs = SAGAS.filter(({ status, vhost }) => status === "COMPLETED" && vhost === "/");
    expect(byStatus.COMPLETED).toEqual({ count: theirs.length, exact: true });
    await expect(ask(team).one({ id: testKey("hidden").replaceAll("-", "") })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await ask(team).of({ recordId: "2" })).items).toEqual([]);
  });
});

describe("somebody who sees personal data masked", () => {
  const viewer = withRoles("viewer");

  it("is shown none of it, and cannot search by it", async () => {
    await writeSagas(services.storePool, [
      {
        value: "ann@example.com",
        startedAt: NOW - 300 * HOUR,
        streams: ["Order-1"],
        participants: ["bob@example.com"],
      },
    ]);
    const to = new Date((NOW - 299 * HOUR) / 1_000).toISOString();
    const shown = JSON.stringify(await ask(viewer).list({ to }));
    expect(shown).toContain("Order-1");
    expect(shown).not.toMatch(/ann@|bob@/);
    await expect(ask(viewer).list({ correlationId: "ann@example.com" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(ask(viewer).list({ participant: "bob@example.com" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await services.prisma.operatorAction.count({ where: { action: "sagas.listed-unmasked" } })).toBe(
      0,
    );
    expect(values((await ask().list({ to })).items)).toEqual(["ann@example.com"]);
    expect(await services.prisma.operatorAction.count({ where: { action: "sagas.listed-unmasked" } })).toBe(
      1,
    );
  });
});
