import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeProperties } from "@/server/broker/decode-properties";
import { encodeProperties, type WireProperties } from "@/server/broker/testing/encode-properties";
import type { Content } from "./content";
import { applyPatch, sameContent } from "./patch";
import { DoesNotApply } from "./patch-refusal";
import { type Patch, patch as patchSchema } from "./patch-schemas";

const HEADERS: NonNullable<WireProperties["headers"]> = [
  ["x-tenant", { tag: "S", value: Buffer.from("acme") }],
  ["attempt", { tag: "l", value: 9_007_199_254_740_993n }],
  ["ratio", { tag: "d", value: 0.1 }],
  ["x-death", { tag: "A", value: [] }],
];

const content = (body: string | Buffer, properties: WireProperties = { headers: HEADERS }): Content => ({
  routingKey: Buffer.from("order.created"),
  rawProperties: encodeProperties(properties),
  body: Buffer.from(body),
});
const headersOf = ({ rawProperties }: Content) => decodeProperties(rawProperties).properties.headers;

function refusal(given: Content, patch: Patch): { refusal: string; at: string | null } {
  try {
    applyPatch(given, patch);
  } catch (error) {
    if (error instanceof DoesNotApply) return { refusal: error.refusal, at: error.at };
    throw error;
  }
  throw new Error("it applied");
}

describe("headers", () => {
  it("that are not named keep their types", () => {
    const after = applyPatch(content("{}"), [
      { op: "set_header", header: "x-tenant", value: { type: "text", value: "globex" } },
      { op: "rename_header", header: "attempt", to: "attempts" },
      { op: "remove_header", header: "ratio" },
      { op: "set_header", header: "fixed", value: { type: "boolean", value: true } },
    ]);
    expect(headersOf(after)).toEqual([
      { name: "x-tenant", value: { type: "text", value: "globex" } },
      { name: "attempts", value: { type: "int64", value: "9007199254740993" } },
      { name: "x-death", value: { type: "array", value: [] } },
      { name: "fixed", value: { type: "boolean", value: true } },
    ]);
  });

  it("of the broker and of redrives are not for people to write", () => {
    for (const header of ["x-death", "X-First-Death-Queue", "x-last-death-reason", "sillage-redrive"]) {
      const set: Patch = [{ op: "set_header", header, value: { type: "null", value: null } }];
      expect(refusal(content("{}"), set)).toEqual({ refusal: "reserved_header", at: header });
    }
    expect(refusal(content("{}"), [{ op: "rename_header", header: "ratio", to: "sillage-target" }])).toEqual({
      refusal: "reserved_header",
      at: "ratio",
    });
  });

  it.each<[string, Patch]>([
    ["no_such_header", [{ op: "remove_header", header: "nothing" }]],
    ["no_such_header", [{ op: "rename_header", header: "nothing", to: "something" }]],
    ["name_taken", [{ op: "rename_header", header: "ratio", to: "attempt" }]],
  ])("are refused where they do not fit: %s", (reason, patch) => {
    expect(refusal(content("{}"), patch).refusal).toBe(reason);
  });

  it("that come twice are only removed, both", () => {
    const twice = content("{}", { headers: [...HEADERS, ["ratio", { tag: "V" }]] });
    const set: Patch = [{ op: "set_header", header: "ratio", value: { type: "double", value: 1 } }];
    expect(refusal(twice, set).refusal).toBe("twice");
    const removed = applyPatch(twice, [{ op: "remove_header", header: "ratio" }]);
    expect(headersOf(removed)?.map(({ name }) => name)).toEqual(["x-tenant", "attempt", "x-death"]);
  });
});

describe("a patch", () => {
  it("changes a body in the encoding that it has", () => {
    const given = content(gzipSync('{"a": 1.0}'), { contentEncoding: "gzip" });
    const after = applyPatch(given, [{ op: "set", path: "/b", json: "2.50" }]);
    expect(gunzipSync(after.body).toString()).toBe('{"a": 1.0,"b": 2.50}');
    expect(after.rawProperties.equals(given.rawProperties)).toBe(true);
  });

  it("carries out its operations one after the other", () => {
    const after = applyPatch(content('{"a":1}'), [
      { op: "rename", path: "/a", to: "b" },
      { op: "set", path: "/b", json: "2" },
      { op: "set", path: "/c", json: "{}" },
      { op: "set", path: "/c/d", json: "null" },
    ]);
    expect(after.body.toString()).toBe('{"b":2,"c":{"d":null}}');
  });

  it("changes nothing where one operation does not apply", () => {
    const given = content('{"a":1}');
    const before = { ...given, body: Buffer.from(given.body) };
    expect(
      refusal(given, [
        { op: "set", path: "/a", json: "2" },
        { op: "remove", path: "/b" },
      ]),
    ).toEqual({ refusal: "no_such_path", at: "/b" });
    expect(sameContent(given, before)).toBe(true);
  });

  it("that changes headers alone leaves any body as it is", () => {
    const given = content(Buffer.from([0xff, 0x00, 0xfe]));
    const after = applyPatch(given, [{ op: "remove_header", header: "ratio" }]);
    expect(after.body).toBe(given.body);
  });

  it.each([
    ["binary", content(Buffer.from([0xff, 0xfe]))],
    ["encoded", content("{}", { contentEncoding: "aes256" })],
    ["encoded", content("no gzip", { contentEncoding: "gzip" })],
    ["too_large", content(`"${"x".repeat(600 * 1024)}"`)],
    ["too_large", content(gzipSync(`"${"x".repeat(600 * 1024)}"`), { contentEncoding: "gzip" })],
  ])("of a body is refused where it cannot be written again: %s", (reason, given) => {
    expect(refusal(given, [{ op: "set", path: "", json: "1" }]).refusal).toBe(reason);
  });
});

describe("a patch as somebody gives it", () => {
  const problemsOf = (given: unknown) =>
    patchSchema.safeParse(given).error?.issues.map(({ path, message }) => [path.join("."), message]);

  it("is checked field by field", () => {
    expect(
      problemsOf([
        { op: "set", path: "order", json: "1" },
        { op: "set", path: "/a", json: "{" },
        { op: "set_header", header: "", value: { type: "int8", value: 200 } },
        { op: "add", path: "/a" },
      ]),
    ).toEqual([
      ["0.path", "is not a JSON pointer, for example /order/lines/0/price"],
      ["1.json", "is not JSON"],
      ["2.header", "is empty"],
      ["2.value.value", "is more than 127"],
      ["3.op", "is not one of set, remove, rename, set_header, remove_header, rename_header"],
    ]);
  });

  it("holds nothing that cannot be sent", () => {
    expect(problemsOf([{ op: "rename", path: "/a", to: "\ud800" }])).toEqual([
      ["0.to", "is not well-formed Unicode"],
    ]);
    expect(
      problemsOf([{ op: "set_header", header: "h", value: { type: "int64", value: "9223372036854775808" } }]),
    ).toHaveLength(1);
    expect(
      problemsOf([{ op: "set_header", header: "h", value: { type: "masked", value: "text" } }]),
    ).toHaveLength(1);
    expect(problemsOf([])).toEqual([["", "has no operation"]]);
  });
});
