import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { membersOf, pointerOf, readJson, sourceOf, stepsOf } from "./json-text";
import { patchBody } from "./patch-body";
import { DoesNotApply } from "./patch-refusal";
import type { BodyOperation } from "./patch-schemas";

const ORDER = `{
  "order": { "id": 12345678901234567890, "total": 1.10, "lines": [ {"sku":"a","n":1e2}, {"sku":"b"} ] },
  "note":"caf\\u00e9"
}`;

function refusalOf(text: string, operation: BodyOperation): string {
  try {
    patchBody(text, operation);
  } catch (error) {
    if (error instanceof DoesNotApply) return error.refusal;
    throw error;
  }
  return "applied";
}

describe("a value that is set", () => {
  it("takes the place of the old one, and nothing else changes by a character", () => {
    expect(patchBody(ORDER, { op: "set", path: "/order/total", json: "1.20" })).toBe(
      ORDER.replace("1.10", "1.20"),
    );
  });

  it("is written as it is given: no number is rounded", () => {
    expect(patchBody(ORDER, { op: "set", path: "/order/id", json: "98765432109876543210" })).toBe(
      ORDER.replace("12345678901234567890", "98765432109876543210"),
    );
  });

  it("is a new member at the end of its object, laid out as the one before it", () => {
    expect(patchBody(ORDER, { op: "set", path: "/currency", json: '"EUR"' })).toBe(
      ORDER.replace('"caf\\u00e9"', '"caf\\u00e9",\n  "currency":"EUR"'),
    );
    expect(patchBody("{}", { op: "set", path: "/a~1b", json: "1" })).toBe('{"a/b":1}');
    expect(patchBody("{ }", { op: "set", path: "/", json: "[]" })).toBe('{"":[]}');
  });

  it("is a new element at the end of an array", () => {
    expect(patchBody('{"a":[1, 2]}', { op: "set", path: "/a/-", json: "3" })).toBe('{"a":[1, 2, 3]}');
    expect(patchBody('{"a":[]}', { op: "set", path: "/a/0", json: "3" })).toBe('{"a":[3]}');
  });

  it("is the whole body, with an empty path", () => {
    expect(patchBody("7", { op: "set", path: "", json: "{}" })).toBe("{}");
  });
});

describe("a member that is removed", () => {
  it.each([
    ['{"a":1,"b":2,"c":3}', "/a", '{"b":2,"c":3}'],
    ['{"a":1,"b":2,"c":3}', "/b", '{"a":1,"c":3}'],
    ['{"a":1,"b":2,"c":3}', "/c", '{"a":1,"b":2}'],
    ['{ "a": 1 }', "/a", "{}"],
    ["[1, 2, 3]", "/1", "[1, 3]"],
  ])("leaves the others: %s without %s", (text, path, left) => {
    expect(patchBody(text, { op: "remove", path })).toBe(left);
  });
});

describe("a key that is renamed", () => {
  it("keeps its place and its value", () => {
    expect(patchBody(ORDER, { op: "rename", path: "/order/total", to: "amount" })).toBe(
      ORDER.replace('"total"', '"amount"'),
    );
  });
});

describe("an operation that does not apply", () => {
  it.each<[string, BodyOperation, string]>([
    ["{", { op: "remove", path: "/a" }, "not_json"],
    ["{}", { op: "remove", path: "/a" }, "no_such_path"],
    ["{}", { op: "set", path: "/a/b", json: "1" }, "no_such_path"],
    ['{"a":1}', { op: "set", path: "/a/b", json: "1" }, "no_parent"],
    ['{"a":1,"a":2}', { op: "set", path: "/a", json: "1" }, "twice"],
    ['{"a":{"b":1},"a":2}', { op: "remove", path: "/a/b" }, "twice"],
    ['{"a":1,"b":2}', { op: "rename", path: "/a", to: "b" }, "name_taken"],
    ["[1]", { op: "set", path: "/2", json: "1" }, "no_such_path"],
    ["[1]", { op: "remove", path: "/-" }, "no_such_path"],
    ["[1]", { op: "remove", path: "/00" }, "no_such_path"],
    ["[1]", { op: "rename", path: "/0", to: "a" }, "no_parent"],
    ["1", { op: "remove", path: "" }, "no_parent"],
    [`${"[".repeat(501)}${"]".repeat(501)}`, { op: "set", path: "", json: "1" }, "not_json"],
    ['{"a":1}', { op: "remove", path: "/__proto__" }, "no_such_path"],
  ])("to %s is refused: %j", (text, operation, refusal) => {
    expect(refusalOf(text, operation)).toBe(refusal);
  });
});

describe("any JSON", () => {
  const values = fc.jsonValue({ maxDepth: 4 });
  const layouts = fc.constantFrom(undefined, 2, "\t");

  it("holds what was set, and all else as it was", () => {
    fc.assert(
      fc.property(values, layouts, values, fc.nat(), (before, layout, put, choice) => {
        const text = JSON.stringify(before, null, layout);
        const paths = pathsOf(text);
        const path = paths[choice % paths.length]!;
        const after = patchBody(text, { op: "set", path, json: JSON.stringify(put) });
        expect(JSON.parse(after)).toEqual(withValue(JSON.parse(text), stepsOf(path)!, put));
      }),
    );
  });

  it("holds no more what was removed, and all else as it was", () => {
    fc.assert(
      fc.property(values, layouts, fc.nat(), (before, layout, choice) => {
        const text = JSON.stringify(before, null, layout);
        const paths = pathsOf(text).slice(1);
        fc.pre(paths.length > 0);
        const path = paths[choice % paths.length]!;
        const after = patchBody(text, { op: "remove", path });
        expect(JSON.parse(after)).toEqual(withoutValue(JSON.parse(text), stepsOf(path)!));
      }),
    );
  });
});

/** Every path of a text, the root first. */
function pathsOf(text: string): string[] {
  const paths: string[] = [];
  const walk = (node: NonNullable<ReturnType<typeof readJson>>, steps: (string | number)[]) => {
    paths.push(pointerOf(steps));
    expect(() => JSON.parse(sourceOf(text, node))).not.toThrow();
    if (node.type === "array") {
      for (const [at, child] of (node.children ?? []).entries()) walk(child, [...steps, at]);
    }
    for (const { key, value } of membersOf(node)) walk(value, [...steps, key]);
  };
  walk(readJson(text)!, []);
  return paths;
}

function withValue(value: unknown, [step, ...rest]: string[], put: unknown): unknown {
  if (step === undefined) return JSON.parse(JSON.stringify(put));
  if (Array.isArray(value)) return value.with(Number(step), withValue(value[Number(step)], rest, put));
  const entries = Object.entries(value as object);
  return Object.fromEntries(entries.map(([k, v]) => [k, k === step ? withValue(v, rest, put) : v]));
}

function withoutValue(value: unknown, [step, ...rest]: string[]): unknown {
  const inner = (v: unknown) => withoutValue(v, rest);
  if (Array.isArray(value)) {
    const at = Number(step);
    return rest.length === 0 ? value.toSpliced(at, 1) : value.with(at, inner(value[at]));
  }
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([k]) => k !== step)
      : entries.map(([k, v]) => [k, k === step ? inner(v) : v]),
  );
}
