import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareWithShape, emptyShape, learn } from "./event-shape";

function shapeOf(...bodies: unknown[]) {
  const shape = emptyShape();
  for (const body of bodies) learn(shape, body);
  return shape;
}
const order = (id: number, fields: object = {}) => ({
  orderId: `5f0c1c1e-0000-4000-8000-${String(id).padStart(12, "0")}`,
  placedAt: `2026-03-0${id}T10:00:00Z`,
  total: id * 1.5,
  lines: [{ sku: "a", quantity: id }],
  ...fields,
});
const orders = [1, 2, 3, 4, 5, 6].map((id) => order(id, id > 3 ? { coupon: "X" } : {}));
const told = (body: unknown) =>
  compareWithShape(shapeOf(...orders), body).map(({ problem, path, expected }) => [problem, path, expected]);

describe("a body beside the others of its type", () => {
  it("that is like them has no problem, with or without what only some have", () => {
    expect(told(order(7))).toEqual([]);
    expect(told(order(8, { coupon: "Y" }))).toEqual([]);
  });

  it("has another type somewhere", () => {
    expect(told(order(7, { total: "10.5" }))).toEqual([["type", "/total", ["number"]]]);
    expect(told(order(7, { lines: [{ sku: null, quantity: 1 }] }))).toEqual([
      ["type", "/lines/0/sku", ["text"]],
    ]);
    expect(told([])).toEqual([["type", "", ["object"]]]);
  });

  it("lacks what all of them have, and has what none of them has", () => {
    const { total: _, ...rest } = order(7);
    expect(told({ ...rest, totale: 3 })).toEqual([
      ["unknown", "/totale", []],
      ["missing", "/total", ["number"]],
    ]);
  });

  it("has text of another form", () => {
    expect(told(order(7, { orderId: "order 7" }))).toEqual([["format", "/orderId", ["uuid"]]]);
    expect(told(order(7, { placedAt: "yesterday" }))).toEqual([["format", "/placedAt", ["date-time"]]]);
  });

  it("is not judged by what was seen only a few times", () => {
    const shape = shapeOf(order(1), order(2));
    expect(compareWithShape(shape, { orderId: "x", more: 1 })).toEqual([]);
    expect(compareWithShape(emptyShape(), { any: "thing" })).toEqual([]);
  });

  it("may have any key where keys are data", () => {
    const keyed = (from: number) =>
      Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`k${from + n}`, n]));
    const shape = shapeOf(...[0, 40, 80, 120, 160, 200].map((from) => ({ stock: keyed(from) })));
    expect(compareWithShape(shape, { stock: { "never seen": 1 } })).toEqual([]);
    expect(compareWithShape(shape, { stock: { "never seen": "one" } })).toMatchObject([
      { problem: "type", path: "/stock/never seen", expected: ["number"] },
    ]);
    const nested = [0, 40, 80].map((from) => ({ stock: Object.fromEntries([[`n${from}`, keyed(from)]]) }));
    const known = shapeOf(...nested, { stock: keyed(0) });
    for (const body of nested) expect(compareWithShape(known, body)).toEqual([]);
  });

  it("is never surprised by what it was learned from", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 12 }), (bodies) => {
        const shape = shapeOf(...bodies);
        for (const body of bodies) expect(compareWithShape(shape, body)).toEqual([]);
      }),
    );
  });

  it("escapes keys in paths", () => {
    expect(told(order(7, { "a/b~c": 1 }))).toEqual([["unknown", "/a~1b~0c", []]]);
  });
});
