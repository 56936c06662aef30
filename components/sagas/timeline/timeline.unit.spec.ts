import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleSaga, longSaga, sagaOf } from "../example-saga";
import { arrowsIn } from "./arrows";
import { shortName } from "./labels";
import { lanesOf } from "./lanes";
import { COLUMN_PX, minimapOf } from "./minimap-columns";
import { moved } from "./moves";
import { packRows } from "./pack-rows";
import { axisOf, idleOf, layScene, type Scene, shapesIn } from "./scene";
import { stopwatch, ticksOf } from "./ticks";
import { gapsOf, layAxis, timeAt, xOf } from "./time-axis";
import { type TimelineModel, timelineModel } from "./timeline-model";

const NOTHING: ReadonlySet<string> = new Set();
const modelOf = (detail = exampleSaga()) => timelineModel(detail, detail.asOf);
const sceneOf = (model: TimelineModel, zoom = 1, view = 1_200): Scene => {
  const idle = idleOf(model);
  return layScene(model, axisOf(model, idle, { open: NOTHING, view, zoom }), {
    idle,
    open: NOTHING,
    important: NOTHING,
  });
};

describe("lanes", () => {
  const command = { kind: "command", type: "DoIt" } as const;
  it("put whoever gives commands that others answer on top, whoever is not known at the end", () => {
    const { steps } = sagaOf([
      { ms: 0, type: "Begun", producer: null },
      { ms: 1, type: "Begun", producer: "a" },
      { ms: 2, ...command, producer: "boss" },
      { ms: 3, type: "Done", kind: "reply", producer: "a" },
      { ms: 4, ...command, producer: "boss" },
    ]);
    expect(lanesOf(steps, ["z"]).map(({ producer, orchestrator }) => [producer, orchestrator])).toEqual([
      ["boss", true],
      ["a", false],
      ["z", false],
      [null, false],
    ]);
  });
  it("see no orchestrator where nobody answers, or one command was given alone", () => {
    const unheard = sagaOf([
      { ms: 0, ...command },
      { ms: 1, ...command },
      { ms: 2, ...command },
    ]);
    const once = sagaOf([
      { ms: 0, ...command },
      { ms: 1, type: "Done", producer: "b" },
    ]);
    for (const { steps } of [unheard, once])
      expect(lanesOf(steps).some(({ orchestrator }) => orchestrator)).toBe(false);
  });
});

describe("the model", () => {
  it("ends a bar at the first effect of somebody else, by causation alone", () => {
    const { events } = modelOf(
      sagaOf([
        { ms: 0, type: "A", producer: "x" },
        { ms: 5, type: "Own", producer: "x", beforeId: "1" },
        { ms: 9, type: "Inferred", producer: "y", beforeId: "1", link: "order" },
        { ms: 20, type: "Late", producer: "y", beforeId: "1" },
        { ms: 30, type: "Later", producer: "z", beforeId: "1" },
      ]),
    );
    const start = events[0]!.step.at;
    expect(events.map(({ until }) => until && until - start)).toEqual([20_000, null, null, null, null]);
  });
  it("says when what is expected is due, and when it is late", () => {
    const detail = exampleSaga();
    const after = detail.steps[7]!.at;
    const at = (now: number) => timelineModel(detail, now).ghosts[0]!;
    expect(at(after + 1)).toMatchObject({
      p50At: after + 60_000_000,
      p95At: after + 240_000_000,
      late: false,
    });
    expect(at(detail.asOf).late).toBe(true);
    expect(
      timelineModel({ ...detail, saga: { ...detail.saga, status: "COMPLETED" } }, detail.asOf),
    ).toMatchObject({
      ghosts: [],
      now: null,
    });
  });
});

const moments = fc
  .uniqueArray(fc.integer({ min: 0, max: 3_600_000_000 }), { minLength: 1, maxLength: 60 })
  .map((all) => all.sort((a, b) => a - b));

describe("the time axis", () => {
  it("keeps the order, never goes back, and finds each moment again", () => {
    fc.assert(
      fc.property(moments, fc.double({ min: 1e-7, max: 1e-2, noNaN: true }), (all, scale) => {
        const range = { from: all[0]!, to: all.at(-1)! };
        const axis = layAxis(range, gapsOf(all), { scale, gapPx: 30, start: 20 });
        const places = all.map((at) => xOf(axis, at));
        expect(places[0]).toBe(20);
        for (let i = 1; i < all.length; i++) expect(places[i]).toBeGreaterThan(places[i - 1]!);
        for (const [i, at] of all.entries()) expect(Math.abs(timeAt(axis, places[i]!) - at)).toBeLessThan(1);
        expect(axis.width).toBeCloseTo(places.at(-1)!, 6);
      }),
    );
  });
  it("compresses a silence that is long beside the others, and none of equal ones", () => {
    expect(gapsOf([0, 1, 2, 3, 7_200, 7_201, 7_202])).toEqual([{ key: "3", from: 3, to: 7_200 }]);
    expect(gapsOf([0, 10, 20, 30, 40])).toEqual([]);
    expect(gapsOf([0, 5])).toEqual([]);
    expect(gapsOf([7])).toEqual([]);
  });
  it("takes one width for a gap whatever its length, and its own when it is opened", () => {
    const model = modelOf();
    const idle = idleOf(model);
    expect(idle.length).toBeGreaterThan(0);
    const [gap] = idle;
    const widths = [NOTHING, new Set([gap!.key])].map((open) => {
      const axis = axisOf(model, idle, { open, view: 1_200, zoom: 1 });
      return xOf(axis, gap!.to) - xOf(axis, gap!.from);
    });
    expect(widths[0]).toBeLessThanOrEqual(44);
    expect(widths[1]).toBeGreaterThan(400);
  });
  it("has round marks that keep apart, and none in a silence", () => {
    fc.assert(
      fc.property(moments, fc.double({ min: 1e-7, max: 1e-2, noNaN: true }), (all, scale) => {
        const gaps = gapsOf(all);
        const axis = layAxis({ from: all[0]!, to: all.at(-1)! }, gaps, { scale, gapPx: 30 });
        const ticks = ticksOf(axis, { x0: 0, x1: 1_000 }, { origin: all[0]!, apart: 90 });
        expect(ticks.length).toBeLessThanOrEqual(13);
        ticks.forEach(({ at, x }, i) => {
          expect(gaps.some(({ from, to }) => at > from && at < to)).toBe(false);
          expect(x).toBeCloseTo(xOf(axis, at), 3);
          if (i > 0) expect(x - ticks[i - 1]!.x).toBeGreaterThanOrEqual(89.99);
        });
      }),
    );
  });
  it("writes what a mark says where no silence cuts it off, nor another mark", () => {
    fc.assert(
      fc.property(moments, fc.double({ min: 1e-7, max: 1e-2, noNaN: true }), (all, scale) => {
        const gaps = gapsOf(all);
        const axis = layAxis({ from: all[0]!, to: all.at(-1)! }, gaps, { scale, gapPx: 30 });
        fc.pre(axis.segments.length <= 12);
        const ticks = ticksOf(axis, { x0: 0, x1: 1_500 }, { origin: all[0]!, apart: 90, bare: 24 });
        const texts = ticks.map(({ x, before }) => (before ? [x - 70, x] : [x, x + 70]) as [number, number]);
        texts.forEach(([left, right], i) => {
          for (const { gap, x0, x1 } of axis.segments)
            if (gap) expect(right <= x0 + 0.01 || left >= x1 - 0.01).toBe(true);
          if (i > 0) expect(left).toBeGreaterThanOrEqual(texts[i - 1]![1] - 0.01);
        });
      }),
    );
  });
});

it("a stopwatch is as fine as its marks", () => {
  const minute = 60_000_000;
  expect(stopwatch(45 * minute + 500_000, 500_000)).toBe("45:00.5");
  expect(stopwatch(165 * minute, minute)).toBe("2:45:00");
  expect(stopwatch(3 * 1_440 * minute + 1_005, 1_000)).toBe("3d 0:00:00.001");
});

describe("rows", () => {
  it("never lay one thing over another", () => {
    const extent = fc
      .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 80 }))
      .map(([x0, width]) => ({ x0, x1: x0 + width }));
    fc.assert(
      fc.property(fc.array(extent, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (extents, most) => {
        const rows = packRows(extents, most);
        for (let a = 0; a < extents.length; a++) {
          expect(rows[a]).toBeLessThan(most);
          for (let b = 0; b < a; b++) {
            if (rows[a] === -1 || rows[a] !== rows[b]) continue;
            expect(extents[a]!.x0 >= extents[b]!.x1 || extents[b]!.x0 >= extents[a]!.x1).toBe(true);
          }
        }
      }),
    );
  });
});

describe("5,000 events", () => {
  const model = modelOf(longSaga(5_000));
  const view = { x0: 0, x1: 2_400, y0: 0, y1: 900 };
  it("draw a bounded number of elements, wherever one looks and however close", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 8, 40, 300, 3_000, 100_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (zoom, place) => {
          const scene = sceneOf(model, zoom);
          const x0 = place * Math.max(0, scene.width - 2_400);
          const here = { ...view, x0, x1: x0 + 2_400 };
          const drawn = shapesIn(scene, here).flatMap(({ shapes }) => shapes);
          expect(drawn.length).toBeLessThanOrEqual(600);
          const arrows = arrowsIn(model, scene, here, {
            kinds: new Set(["causation", "order"]),
            selected: "70",
          });
          expect(arrows.length).toBeLessThanOrEqual(300);
        },
      ),
      { numRuns: 30 },
    );
    const axis = axisOf(model, idleOf(model), { open: NOTHING, view: 1_200, zoom: 1 });
    expect(minimapOf(model, axis).length).toBeLessThanOrEqual(1_200 / COLUMN_PX + 1);
  });
  it("lose none: each is drawn alone or told in a bundle", () => {
    for (const zoom of [1, 40]) {
      const told = sceneOf(model, zoom).lanes.flatMap(({ shapes }) =>
        shapes.flatMap((shape) =>
          shape.is === "event"
            ? [shape.event.step.id]
            : shape.is === "run" || shape.is === "crowd"
              ? shape.events.map(({ step }) => step.id)
              : [],
        ),
      );
      expect(told).toHaveLength(5_000);
      expect(new Set(told).size).toBe(5_000);
    }
  });
  it("show one by one what died, what was selected, and a long run as one", () => {
    const idle = idleOf(model);
    const axis = axisOf(model, idle, { open: NOTHING, view: 1_200, zoom: 40 });
    const { lanes } = layScene(model, axis, { idle, open: NOTHING, important: new Set(["2222"]) });
    const shapes = lanes.flatMap((lane) => lane.shapes);
    const alone = new Set(shapes.flatMap((shape) => (shape.is === "event" ? [shape.event.step.id] : [])));
    expect(alone.has("2222")).toBe(true);
    for (const { step } of model.events) if (step.dead) expect(alone.has(step.id)).toBe(true);
    const run = sceneOf(modelOf(sagaOf(Array.from({ length: 37 }, (_, n) => ({ ms: n, type: "Ping" })))));
    expect(run.lanes[0]!.shapes).toMatchObject([{ is: "run", label: "Ping", events: { length: 37 } }]);
  });
});

describe("keys", () => {
  const model = modelOf();
  it("reach every event, and stay at the ends", () => {
    const seen = new Set<string>();
    let at = moved(model, null, "next");
    for (const _ of model.events) {
      seen.add(at!);
      at = moved(model, at, "next");
    }
    expect(seen.size).toBe(model.events.length);
    expect(at).toBe(moved(model, null, "last"));
    expect(moved(model, "1", "previous")).toBe("1");
  });
  it("go to the nearest event of the lane above or below, over lanes that nobody spoke in", () => {
    expect(model.byId.get(moved(model, "1", "down")!)!.step.producer).toBe("warehouse");
    expect(moved(model, "1", "up")).toBe("1");
  });
});

describe("names", () => {
  it("are cut at their beginning, and hide nothing", () => {
    expect(shortName("OrderPlaced")).toBe("OrderPlaced");
    expect(shortName("com.example.shop.orders.order-placed")).toBe(
      "…mple.shop.orders.order-placed".slice(-26).replace(/^./, "…"),
    );
    expect(shortName("a\u202eb")).toBe("a⟨U+202E⟩b");
  });
});
