import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Change, Changes } from "@/server/flows/contributions";
import { foldArrivals } from "./fold-page";
import { inOrder } from "./fold-saga";
import type { Arrived } from "./saga";
import type { Loaded, StepRow } from "./step-store";
import { TOLD_KEY, told } from "./testing/told";

const SETTINGS = { silenceMs: 5_000, mostSteps: 6 };

/** The tables as the projection keeps them, in memory, for one key. */
class Tables {
  readonly steps = new Map<string, StepRow>();
  readonly sagas = new Map<number, { steps: string[]; marks: string[] }>();
  readonly edges = new Map<string, Pick<Change, "count" | "inferred" | "dead">>();

  take(page: readonly Arrived[], events: ReadonlyMap<string, Arrived>): void {
    const changes = new Changes();
    const loaded = this.#load(page, events);
    const { inserted, updated, changed, gone } = foldArrivals(TOLD_KEY, loaded, page, SETTINGS, changes);
    for (const row of inserted) {
      expect(this.steps.has(row.arrived.id)).toBe(false);
      this.steps.set(row.arrived.id, plain(row));
    }
    for (const row of updated) this.steps.set(row.arrived.id, plain(row));
    for (const { ordinal, steps, marks } of changed) {
      this.sagas.set(ordinal, { steps: steps.map(({ id }) => id), marks: marks.map(({ id }) => id) });
    }
    for (const ordinal of gone) this.sagas.delete(ordinal);
    for (const { level, slot, edge, bucket, ...change } of changes.all())
      this.#count(JSON.stringify([level, slot, edge, bucket]), change);
  }

  rows() {
    const sorted = <T>(map: Map<unknown, T>) => [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    return { steps: sorted(this.steps), sagas: sorted(this.sagas), edges: sorted(this.edges) };
  }

  /** As `loadSteps` does it. */
  #load(page: readonly Arrived[], events: ReadonlyMap<string, Arrived>): Loaded | undefined {
    const places = page.flatMap((arrived) => {
      const first = arrived.firstId === null ? undefined : events.get(arrived.firstId);
      return first ? [arrived, first] : [arrived];
    });
    const from = places.sort(inOrder)[0]!;
    const stored = [...this.steps.values()].sort((a, b) => inOrder(a.arrived, b.arrived));
    const before = stored.findLast(({ arrived }) => arrived.role === "event" && inOrder(arrived, from) < 0);
    const ordinal = before?.ordinal ?? 1;
    const begun =
      ordinal === 1
        ? undefined
        : stored.find((row) => row.ordinal === ordinal && row.arrived.role === "event")!;
    const later = stored.filter(
      (row) => !begun || (row.arrived.at >= begun.arrived.at && row.ordinal! >= ordinal),
    );
    const known = new Set(later.map(({ arrived }) => arrived.id));
    const marks = begun
      ? stored.filter(
          ({ arrived }) =>
            arrived.at < begun.arrived.at && arrived.firstId !== null && known.has(arrived.firstId),
        )
      : [];
    const arrivals = [...later, ...marks].map(({ arrived }) => arrived);
    return arrivals.length === 0 ? undefined : { from: ordinal, arrivals };
  }

  #count(at: string, change: Pick<Change, "count" | "inferred" | "dead">): void {
    const sum = this.edges.get(at) ?? { count: 0, inferred: 0, dead: 0 };
    sum.count += change.count;
    sum.inferred += change.inferred;
    sum.dead += change.dead;
    expect(Math.min(sum.count, sum.inferred, sum.dead)).toBeGreaterThanOrEqual(0);
    if (sum.count === 0) this.edges.delete(at);
    else this.edges.set(at, sum);
  }
}

const plain = ({ arrived, ordinal, before, dead, key }: StepRow): StepRow => {
  const { id, at, role, firstId, type, eventId, causationId, streamId, declaredVersion } = arrived;
  const fields = { role, firstId, eventId, causationId, streamId, declaredVersion };
  return { key, arrived: told(Number(id), at / 1_000, type, fields), ordinal, before, dead };
};

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const event = fc.record({
  ms: fc.integer({ min: 0, max: 40_000 }),
  type: oneOf("A", "B", "C"),
  cause: fc.option(fc.nat(30), { nil: null }),
  eventId: fc.option(fc.nat(30), { nil: null }),
  streamId: oneOf(null, "Order-1", "Order-2"),
  declaredVersion: oneOf(null, 1, 2),
  ownDeath: oneOf(false, false, false, true),
});
const mark = fc.record({
  ms: fc.integer({ min: -1_000, max: 60_000 }),
  role: oneOf("death" as const, "retry" as const, "redrive" as const),
  first: fc.option(fc.nat(30), { nil: null }),
});

/** What arrived under a key, in the order of time: record ids say nothing of the order of arrival here. */
const arrivals = fc
  .tuple(fc.array(event, { minLength: 1, maxLength: 30 }), fc.array(mark, { maxLength: 8 }))
  .map(([events, marks]) => {
    const idOf = (n: number) => n + 1;
    const all = events.map(({ ms, type, cause, eventId, streamId, declaredVersion, ownDeath }, n) =>
      told(idOf(n), ms, type, {
        eventId: eventId === null ? null : `e${eventId}`,
        causationId: cause === null ? null : `e${cause}`,
        streamId,
        declaredVersion,
        firstId: ownDeath ? String(idOf(n)) : null,
      }),
    );
    for (const [n, { ms, role, first }] of marks.entries()) {
      const known = first !== null && first < events.length;
      all.push(told(1_000 + n, ms, "A", { role, firstId: known ? String(idOf(first)) : null }));
    }
    return all;
  });

/** Any order of the log in which nothing repeats what has not come yet, cut into pages, some of which are read again. */
const log = arrivals.chain((all) =>
  fc
    .record({
      order: fc.shuffledSubarray(all, { minLength: all.length }),
      sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: all.length, maxLength: all.length }),
      again: fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
    })
    .map(({ order, sizes, again }) => {
      const place = new Map(order.map((arrived, n) => [arrived.id, n]));
      const due = ({ id, firstId, role }: Arrived) =>
        role === "event" || firstId === null
          ? place.get(id)!
          : Math.max(place.get(id)!, place.get(firstId)! + 0.5);
      const rest = order.toSorted((a, b) => due(a) - due(b));
      const pages: Arrived[][] = [];
      for (const [n, size] of sizes.entries()) {
        const page = rest.splice(0, size);
        if (page.length === 0) break;
        pages.push(page);
        if (again[n]) pages.push(page);
      }
      return { all, pages };
    }),
);

describe("the rows of a key", () => {
  it("are the same in whatever order and pages its arrivals come, and however often", () => {
    fc.assert(
      fc.property(log, ({ all, pages }) => {
        const events = new Map(all.map((arrived) => [arrived.id, arrived]));
        const byPages = new Tables();
        for (const page of pages) byPages.take(page, events);
        const atOnce = new Tables();
        atOnce.take(all, events);
        expect(byPages.rows()).toEqual(atOnce.rows());
      }),
      { numRuns: 300 },
    );
  });
});
