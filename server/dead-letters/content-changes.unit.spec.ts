import { describe, expect, it } from "vitest";
import type { ReadableContent } from "./content";
import { changesBetween } from "./content-changes";

const of = (text: string | null, rest: Partial<ReadableContent> = {}): ReadableContent => ({
  routingKey: "order.created",
  headers: [],
  contentType: "application/json",
  text,
  ...rest,
});
const body = (before: string | null, after: string | null) => changesBetween(of(before), of(after)).body;

describe("what is different between two versions", () => {
  it("is told by path, with values as they are written", () => {
    expect(body('{"a":1.10,"b":{"c":[1,2]},"d":true}', '{"a":1.1,"b":{"c":[1,3,4]},"e":null}')).toEqual([
      { path: "/a", before: "1.10", after: "1.1" },
      { path: "/b/c/1", before: "2", after: "3" },
      { path: "/b/c/2", before: null, after: "4" },
      { path: "/d", before: "true", after: null },
      { path: "/e", before: null, after: "null" },
    ]);
  });

  it("sees whole numbers apart that JavaScript takes for one", () => {
    expect(body("[9007199254740993]", "[9007199254740992]")).toEqual([
      { path: "/0", before: "9007199254740993", after: "9007199254740992" },
    ]);
  });

  it("is nothing where only spaces differ, and that is told", () => {
    expect(changesBetween(of('{"a":1}'), of('{ "a": 1 }'))).toMatchObject({ body: [], layoutOnly: true });
    expect(changesBetween(of('{"a":1}'), of('{"a":1}'))).toMatchObject({ body: [], layoutOnly: false });
  });

  it("is the whole value where a key comes twice, and the whole body where it is no JSON", () => {
    expect(body('{"a":1,"a":2}', '{"a":1,"a":3}')).toEqual([
      { path: "", before: '{"a":1,"a":2}', after: '{"a":1,"a":3}' },
    ]);
    expect(body("{", "{}")).toEqual([{ path: null, before: "{", after: "{}" }]);
  });

  it("is bounded", () => {
    const many = (value: number) => JSON.stringify(Array.from({ length: 500 }, () => value));
    const changes = changesBetween(of(many(1)), of(many(2)));
    expect(changes.body).toHaveLength(200);
    expect(changes.more).toBe(true);
    expect(body('"a"', JSON.stringify("x".repeat(5_000)))[0]!.after!.length).toBe(2_001);
  });

  it("knows the types of headers", () => {
    const one = (type: "int8" | "int32") => [{ name: "n", value: { type, value: 1 } as const }];
    const changes = changesBetween(of("1", { headers: one("int8") }), of("1", { headers: one("int32") }));
    expect(changes.headers).toEqual([
      { name: "n", before: [{ type: "int8", value: 1 }], after: [{ type: "int32", value: 1 }] },
    ]);
    expect(changesBetween(of("1"), of("1", { routingKey: "x" })).routingKey).toEqual({
      before: "order.created",
      after: "x",
    });
  });
});
