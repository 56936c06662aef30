import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstView, fitsReadably, READABLE } from "./first-view";

describe("the first view of a graph", () => {
  const side = fc.integer({ min: 50, max: 5_000 });
  const area = fc.record({ width: side, height: side });

  it("shows all of it where that can be read, else the place that matters at a zoom at which it can", () => {
    fc.assert(
      fc.property(area, area, fc.double({ min: 0, max: 1, noNaN: true }), (layout, view, part) => {
        const focus = { x: layout.width * part, y: layout.height * part };
        const { x, y, zoom } = firstView(layout, view, focus);
        if (!fitsReadably(layout, view)) expect(zoom).toBe(READABLE);
        else
          expect([
            layout.width * zoom <= view.width + 0.01,
            layout.height * zoom <= view.height + 0.01,
          ]).toEqual([true, true]);
        const [left, top] = [focus.x * zoom + x, focus.y * zoom + y];
        expect(left).toBeGreaterThanOrEqual(-0.01);
        expect(left).toBeLessThanOrEqual(view.width + 0.01);
        expect(top).toBeGreaterThanOrEqual(-0.01);
        expect(top).toBeLessThanOrEqual(view.height + 0.01);
        if (layout.width * zoom <= view.width) expect(x).toBeGreaterThanOrEqual(-0.01);
      }),
    );
  });
});
