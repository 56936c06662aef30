import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inScope, type Scope } from "@/server/access/scope";
import { createPool } from "@/server/db";
import { createSearchPool } from "@/server/event-store/search-messages";
import { UNMASKED } from "@/server/masking/masker";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { readBehind } from "./behind";
import { readConformance } from "./conformance";
import type { FlowGraph } from "./flow";
import type { BehindAnswer } from "./flow-schemas";
import { bucketOf, percentileOf } from "./latency-buckets";
import { readFlow } from "./read-flow";
import { readVariantFlow } from "./read-variant-flow";
import { countEdges } from "./testing/count-edges";
import { type MadeSaga, type MadeStep, storeSagas } from "./testing/store-sagas";
import { readVariants } from "./variants";

const START = Date.parse("2026-03-01T09:58:13.250Z");
const HOUR = 3_600_000;
const SPAN = 60 * HOUR;
const NOW = new Date(START + SPAN);
const EXCHANGES = ["orders", "payments", "a'; --", "é\u202E"];
const TYPES = ["OrderPlaced", "PaymentTaken", "Shipped", '"><script>', "Refunded"];
const VARIANTS = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

let database: TestDatabase;
let pool: Pool;
let sagas: MadeSaga[];

const step = fc.record({
  // Now and then much at once, or a day later.
  gap: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 30 * HOUR })),
  exchange: fc.constantFrom(...EXCHANGES),
  type: fc.constantFrom(...TYPES),
  after: fc.nat(),
  inferred: fc.boolean(),
  dead: fc.nat(5).map((n) => n === 0),
});
const saga = fc.record({
  at: fc.integer({ min: 0, max: SPAN }),
  vhost: fc.constantFrom("/", "shop"),
  variant: fc.constantFrom(...VARIANTS),
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
});

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createSearchPool(database.url, 4);
  sagas = fc.sample(saga, { numRuns: 600, seed: 11 }).map(({ at, vhost, variant, steps }) => {
    let moment = START + at;
    const made: MadeStep[] = [];
    for (const { gap, after, inferred, ...rest } of steps) {
      moment += gap;
      const before = made[after % Math.max(1, made.length)];
      made.push({
        ...rest,
        at: moment,
        before: before && { step: before, link: inferred ? "order" : "causation" },
      });
    }
    return { key: randomUUID(), vhost, variant, steps: made };
  });
  const writer = createPool(database.url, "test", 1);
  await storeSagas(writer, sagas);
  await countEdges(writer, 1);
  await writer.end();
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

interface Filter {
  vhost?: string;
  exchange?: string;
  eventType?: string;
  sagaType?: string;
}

/** The graph by its definition: one event after the other, and nothing counted before. */
function direct(
  chosen: readonly MadeSaga[],
  within: (at: number) => boolean,
  scope: Scope,
  filter: Filter,
): FlowGraph {
  const edges = new Map<string, { from: string | null; to: string | null; steps: MadeStep[] }>();
  const arrivals = new Map<string, { matching: MadeStep[]; all: MadeStep[] }>();
  const [starts, ends, followed] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string | null, number>(),
  ];
  const add = <Key>(map: Map<Key, number>, key: Key) => map.set(key, (map.get(key) ?? 0) + 1);
  const arrived = (type: string) => {
    const found = arrivals.get(type) ?? { matching: [], all: [] };
    arrivals.set(type, found);
    return found;
  };
  // Who sees no saga begin with a type finds none by it.
  const narrow = scope !== "everything" && scope.some(({ exchanges }) => exchanges !== null);
  const seesStarts =
    !narrow ||
    chosen.some(
      ({ vhost, steps: [first] }) =>
        first!.type === filter.sagaType && inScope(scope, { vhost, exchange: first!.exchange }),
    );
  for (const { vhost, steps } of chosen) {
    if (filter.vhost !== undefined && vhost !== filter.vhost) continue;
    if (filter.sagaType !== undefined && (steps[0]!.type !== filter.sagaType || !seesStarts)) continue;
    const seen = ({ exchange }: MadeStep) => inScope(scope, { vhost, exchange });
    const matches = (it: MadeStep) =>
      seen(it) &&
      (filter.exchange === undefined || it.exchange === filter.exchange) &&
      (filter.eventType === undefined || it.type === filter.eventType);
    for (const it of steps.filter(({ at }) => within(at))) {
      if (seen(it)) arrived(it.type).all.push(it);
      if (matches(it)) arrived(it.type).matching.push(it);
      if (!it.before) {
        if (matches(it)) add(starts, it.type);
        continue;
      }
      const before = it.before.step;
      if (!seen(it) && !seen(before)) continue;
      const [from, to] = [seen(before) ? before.type : null, seen(it) ? it.type : null];
      add(followed, from);
      if (!matches(it) && !matches(before)) continue;
      const key = JSON.stringify([from, to]);
      const edge = edges.get(key) ?? { from, to, steps: [] };
      edges.set(key, edge);
      edge.steps.push(it);
    }
    const last = steps.at(-1)!;
    if (within(last.at) && matches(last)) add(ends, last.type);
  }
  const told = [...edges.values()].map(({ from, to, steps }) => {
    const times = new Map<number, number>();
    for (const it of steps) add(times, bucketOf(it.at - it.before!.step.at));
    return {
      from,
      to,
      count: steps.length,
      inferred: steps.filter((it) => it.before!.link === "order").length,
      share: steps.length / followed.get(from)!,
      p50Ms: percentileOf(times, 0.5),
      p95Ms: percentileOf(times, 0.95),
      deadLetterRate: steps.filter((it) => it.dead).length / steps.length,
    };
  });
  const types = new Set<string>([...starts.keys(), ...ends.keys()]);
  for (const { from, to } of told) for (const type of [from, to]) if (type !== null) types.add(type);
  for (const [type, { matching }] of arrivals) if (matching.length > 0) types.add(type);
  const nodes = [...types].map((type) => {
    const { matching, all } = arrived(type);
    const which = matching.length > 0 ? matching : all;
    return { type, count: which.length, dead: which.filter((it) => it.dead).length };
  });
  const counted = (map: Map<string, number>) => [...map].map(([type, count]) => ({ type, count }));
  return { nodes, edges: told, starts: counted(starts), ends: counted(ends) };
}

const sorted = ({ nodes, edges, starts, ends }: FlowGraph): FlowGraph => {
  const by = <Item>(key: (item: Item) => unknown, items: readonly Item[]) =>
    items.toSorted((a, b) => (JSON.stringify(key(a)) < JSON.stringify(key(b)) ? -1 : 1));
  return {
    nodes: by((it) => it.type, nodes),
    edges: by((it) => [it.from, it.to], edges),
    starts: by((it) => it.type, starts),
    ends: by((it) => it.type, ends),
  };
};

const range = fc
  .tuple(fc.integer({ min: -HOUR, max: SPAN }), fc.integer({ min: 1, max: SPAN }), fc.boolean(), fc.boolean())
  .map(([from, length, openFrom, openTo]) => ({
    ...(openFrom ? {} : { from: new Date(START + from) }),
    ...(openTo ? {} : { to: new Date(START + from + length) }),
  }));
const filters: fc.Arbitrary<Filter> = fc.record(
  {
    vhost: fc.constantFrom("/", "shop"),
    exchange: fc.constantFrom(...EXCHANGES, "nobody"),
    eventType: fc.constantFrom(...TYPES),
    sagaType: fc.constantFrom(...TYPES),
  },
  { requiredKeys: [] },
);
const scopes: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant("everything" as const),
  fc.array(
    fc.record({ vhost: fc.constantFrom(null, "/"), exchanges: fc.constantFrom(null, ...EXCHANGES, "*s") }),
    { maxLength: 2 },
  ),
);

describe("the flow map", () => {
  it("is what counting one event after the other gives, for any range, filter and part", async () => {
    await fc.assert(
      fc.asyncProperty(range, filters, scopes, async ({ from, to }, filter, scope) => {
        const reader = { scope, masker: UNMASKED, now: new Date(START + 3 * SPAN) };
        const { countedFrom, ...graph } = await readFlow(pool, reader, { from, to, ...filter });
        const within = (at: number) => (!from || at >= from.getTime()) && (!to || at < to.getTime());
        expect(countedFrom).toBeNull();
        expect(sorted(graph)).toEqual(sorted(direct(sagas, within, scope, filter)));
      }),
      { numRuns: 150 },
    );
  });

  it("of a variant is what its sagas did that began in the range, and says where it stopped counting", async () => {
    const variant = VARIANTS[0]!;
    const from = new Date(START + 10 * HOUR);
    const reader = { scope: "everything" as const, masker: UNMASKED, now: NOW };
    const { countedFrom, ...graph } = await readFlow(pool, reader, { variant, from });
    const began = ({ steps }: MadeSaga) => steps[0]!.at;
    const chosen = sagas.filter((it) => it.variant === variant && began(it) >= from.getTime());
    expect(sorted(graph)).toEqual(sorted(direct(chosen, () => true, "everything", {})));
    expect(countedFrom).toBeNull();

    const limited = await readVariantFlow(pool, "everything", { variant, from }, 20);
    const newest = chosen.filter((it) => began(it) >= limited.countedFrom!.getTime());
    expect(newest.length).toBeGreaterThan(0);
    expect(newest.length).toBeLessThanOrEqual(20);
    const starts = limited.counts.filter((it) => it.beforeType === "");
    expect(starts.reduce((sum, { count }) => sum + count, 0)).toBe(newest.length);
  });
});

describe("a range beyond all time that slots are kept for", () => {
  it("is the whole", async () => {
    const reader = { scope: "everything" as const, masker: UNMASKED, now: new Date(START + 3 * SPAN) };
    const [from, to] = [new Date("0001-01-02T00:00:00Z"), new Date("9999-12-31T23:59:59Z")];
    expect(sorted(await readFlow(pool, reader, { from, to }))).toEqual(
      sorted(await readFlow(pool, reader, {})),
    );
  });
});

describe("what stands behind the flow map", () => {
  const reader = { scope: "everything" as const, masker: UNMASKED, now: NOW };
  const range = { from: new Date(START + 5 * HOUR), to: new Date(START + 50 * HOUR) };

  it("is, page after page, the events of a node, of each way to it, and the last events of sagas: as many as it counts", async () => {
    const { nodes, edges, starts, ends } = await readFlow(pool, reader, range);
    const { type, count } = nodes[0]!;
    const pagesOf = async (asked: { type: string; before?: string; last?: boolean }) => {
      const all: BehindAnswer["items"] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await readBehind(pool, reader, { last: false, ...range, ...asked, limit: 37, cursor });
        all.push(...page.items);
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(new Set(all.map(({ recordId }) => recordId)).size).toBe(all.length);
      expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => b - a));
      return all.length;
    };
    expect(await pagesOf({ type })).toBe(count);
    expect(await pagesOf({ type, before: "" })).toBe(starts.find((it) => it.type === type)!.count);
    expect(await pagesOf({ type, last: true })).toBe(ends.find((it) => it.type === type)!.count);
    for (const edge of edges.filter(({ to }) => to === type))
      expect(await pagesOf({ type, before: edge.from! })).toBe(edge.count);
  });

  it("is found by nothing of a saga that a scope does not show: how it began elsewhere, which way it took there", async () => {
    const scope: Scope = [{ vhost: null, exchanges: "payments" }];
    const part = { ...reader, scope };
    const [type, limit] = ["PaymentTaken", 100];
    const byId = new Map(sagas.map((it) => [it.key.replaceAll("-", ""), it.steps]));
    const found = async (by: { sagaType?: string; variant?: string }, last: boolean) => {
      const items = (await readBehind(pool, part, { type, limit, last, ...by })).items;
      expect(items.length).toBeGreaterThan(0);
      return items.map(({ saga }) => byId.get(saga.id)!.map(({ exchange }) => exchange));
    };
    for (const last of [false, true]) {
      const begun = await found({ sagaType: type }, last);
      expect(begun.map(([first]) => first)).toEqual(begun.map(() => "payments"));
      for (const exchanges of await found({ variant: VARIANTS[0]! }, last))
        expect([...new Set(exchanges)]).toEqual(["payments"]);
    }
  });

  it("are the ways that sagas took, with counts that add up, and one to open", async () => {
    const { items, total, others } = await readVariants(pool, reader, range);
    const chosen = sagas.filter(({ steps: [first] }) => within(first!.at, range));
    expect([total, others]).toEqual([chosen.length, { variants: 0, sagas: 0 }]);
    for (const { variant, count, share, example, p50Ms } of items) {
      const those = chosen.filter((it) => it.variant === variant);
      const durations = those.map(({ steps }) => steps.at(-1)!.at - steps[0]!.at).toSorted((a, b) => a - b);
      expect([count, share]).toEqual([those.length, those.length / chosen.length]);
      expect(p50Ms).toBe(durations[Math.ceil(durations.length / 2) - 1]);
      const newest = those.toSorted((a, b) => b.steps[0]!.at - a.steps[0]!.at)[0]!;
      expect(example).toBe(newest.key.replaceAll("-", ""));
    }
    const limited = await readVariants(pool, reader, range, 50);
    expect([limited.total, limited.countedFrom !== null]).toEqual([50, true]);
  });

  it("are the departures from definitions, each with how many sagas it was and one of them", async () => {
    const missing = { what: "missing", type: "Shipped", after: "PaymentTaken" };
    const twice = { what: "unexpected", type: "Refunded", after: null };
    await judge(sagas[0]!, [missing]);
    await judge(sagas[1]!, [missing, twice, twice]);
    await judge(sagas[2]!, []);
    const { definitions } = await readConformance(pool, reader, {});
    expect(definitions).toMatchObject([
      {
        name: "shop-order",
        title: "Shop order",
        judged: 3,
        departing: 2,
        deviations: [
          { ...missing, count: 2 },
          { ...twice, count: 1, example: sagas[1]!.key.replaceAll("-", "") },
        ],
      },
    ]);
    const elsewhere = [{ vhost: null, exchanges: "nobody" }];
    expect((await readConformance(pool, { ...reader, scope: elsewhere }, {})).definitions).toEqual([]);
  });

  async function judge({ key }: MadeSaga, deviations: object[]): Promise<void> {
    const writer = createPool(database.url, "test", 1);
    await writer.query(
      "UPDATE sagas SET definition = 'shop-order', definition_version = 1, deviations = $2 WHERE key = $1",
      [key, JSON.stringify(deviations)],
    );
    await writer.end();
  }
});

const within = (at: number, { from, to }: { from: Date; to: Date }) =>
  at >= from.getTime() && at < to.getTime();
