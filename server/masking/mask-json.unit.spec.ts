import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskJson } from "./mask-json";
import { defaultJudge, judgeOf, mask, show } from "./testing/rules";

const masked = (text: string, ...rules: ReturnType<typeof mask>[]) => maskJson(text, judgeOf(rules))!.text;
const byDefault = (value: unknown) => JSON.parse(maskJson(JSON.stringify(value), defaultJudge())!.text);

/** JSON of any shape in which some keys are `secretNote`; all that stands under one holds the word SENTINEL. */
const KEY = fc.oneof(
  fc.constantFrom("a", "b", "__proto__", "x y", '"', "é", "0"),
  fc.string({ maxLength: 6 }),
);
const SPACE = fc.constantFrom("", " ", "\n\t ");
const SCALAR = fc.oneof(
  fc.jsonValue({ maxDepth: 0 }).map((value) => JSON.stringify(value)),
  fc.bigInt().map(String),
  fc.constantFrom("1.0", "1e400", "-0", '"\\u0041"'),
);
const sentinels = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant('"SENTINEL"'),
    fc.array(tie("value"), { maxLength: 3 }).map((all) => `["SENTINEL",${["1", ...all].join(",")}]`),
    tie("value").map((inner) => `{"SENTINEL":${inner},"x":[]}`),
  ),
})).value as fc.Arbitrary<string>;
const secretKey = fc.constantFrom('"secretNote"', '"secret_note"', '"Secret-Note"', '"secret\\u004eote"');

function documents(withSecrets: boolean) {
  return fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: "small" }, SCALAR, tie("array"), tie("object")),
    array: fc
      .tuple(SPACE, fc.array(tie("value"), { maxLength: 4 }))
      .map(([space, all]) => `[${space}${all.join(`,${space}`)}${space}]`),
    object: fc
      .tuple(SPACE, fc.array(tie("member"), { maxLength: 4 }))
      .map(([space, all]) => `{${space}${all.join(`${space},`)}${space}}`),
    member: fc.oneof(
      fc.tuple(KEY, tie("value")).map(([key, value]) => `${JSON.stringify(key)}: ${value}`),
      ...(withSecrets ? [fc.tuple(secretKey, sentinels).map(([key, value]) => `${key} : ${value}`)] : []),
    ),
  })).value as fc.Arbitrary<string>;
}

describe("a JSON text", () => {
  it("keeps nothing of what a rule names, however deep and whatever it is", () => {
    fc.assert(
      fc.property(documents(true), (text) => {
        const result = masked(text, mask("secretNote"));
        expect(result).not.toContain("SENTINEL");
        expect(() => JSON.parse(result)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it("stays letter by letter where no rule names anything", () => {
    fc.assert(
      fc.property(documents(false), (text) => {
        expect(maskJson(text, judgeOf([mask("secretNote"), mask("$.a.zzz")]))).toEqual({ text, count: 0 });
      }),
    );
  });

  it("is the same when it is masked again", () => {
    fc.assert(
      fc.property(fc.oneof(documents(true), fc.json()), (text) => {
        const rules = judgeOf([mask("secretNote"), mask("a"), mask("$.b[*]"), show("$.x")]);
        for (const judge of [rules, defaultJudge()]) {
          const once = maskJson(text, judge)!.text;
          expect(maskJson(once, judge)).toEqual({ text: once, count: 0 });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("shows the kind of what is masked, and nothing of its length", () => {
    const text = '{"n":12345678901234567890.10,"t":"long text","b":true,"o":{"a":1},"l":[1,2],"z":null}';
    const all = ["n", "t", "b", "o", "l", "z"].map((name) => mask(name));
    expect(masked(text, ...all)).toBe(
      '{"n":"••• number","t":"•••","b":"••• boolean","o":"••• object","l":"••• array","z":null}',
    );
  });

  it("keeps numbers, order, spaces and keys that come twice as they were written", () => {
    const text = '{ "id":9007199254740993, "v":1.0, "a":"x","a" : "y" , "big":1e400,\n"k":{"b":2,"a":1}}';
    expect(masked(text, mask("a", { exchanges: "other" }))).toBe(text);
    expect(masked(text, mask("$.a"))).toBe(
      '{ "id":9007199254740993, "v":1.0, "a":"•••","a" : "•••" , "big":1e400,\n"k":{"b":2,"a":1}}',
    );
  });

  it("is null when it is none", () => {
    for (const text of ["", "{", "nul", '{"a":1,}', "a=b"])
      expect(maskJson(text, judgeOf([mask("a")]))).toBeNull();
  });

  it("is masked within texts, where it is JSON again", () => {
    const text = JSON.stringify({
      body: JSON.stringify({ note: "x", rest: JSON.stringify([{ note: "y" }]) }),
    });
    const inner = JSON.parse(JSON.parse(masked(text, mask("note"))).body);
    expect(inner).toEqual({ note: "•••", rest: '[{"note":"•••"}]' });
    let deep = '{"note":"SENTINEL"}';
    for (let i = 0; i < 9; i++) deep = JSON.stringify({ body: deep });
    expect(masked(deep, mask("note"))).not.toContain("SENTINEL");
  });

  it("comes to its end, whatever is in a large text", () => {
    const hostile = [
      `[${'{"name":'.repeat(9_000)}1${"}".repeat(9_000)}]`,
      JSON.stringify({ a: "@".repeat(4_000_000) }),
      JSON.stringify({ a: "a.".repeat(2_000_000) }),
      JSON.stringify({ a: "a@".repeat(2_000_000) }),
      JSON.stringify({ a: "eyJ".repeat(1_300_000) }),
      JSON.stringify({ a: "FR76 ".repeat(800_000) }),
      JSON.stringify({ a: "://a:".repeat(800_000) }),
      JSON.stringify({ a: "4111 ".repeat(800_000) }),
      JSON.stringify({ a: "bearer ".repeat(570_000) }),
      `{${Array.from({ length: 250_000 }, (_, i) => `"key${i}":${i}`).join(",")}}`,
      JSON.stringify({ email: Array.from({ length: 500_000 }, (_, i) => i) }),
    ];
    // Whatever grew faster than its text would not end before the test is stopped.
    for (const text of hostile) expect(maskJson(text, defaultJudge())).not.toBeNull();
  }, 120_000);
});

describe("rules", () => {
  it("name fields in any spelling, at any depth", () => {
    const text =
      '{"customerNote":1,"customer_note":1,"CUSTOMER-NOTE":1,"x":[{"CustomerNote":1}],"customerNotes":1}';
    expect(Object.values(JSON.parse(masked(text, mask("customer note"))))).toEqual([
      "••• number",
      "••• number",
      "••• number",
      [{ CustomerNote: "••• number" }],
      1,
    ]);
  });

  it("stand for more words where they have an asterisk", () => {
    const text = '{"note":"1","orderNote":"2","noteText":"3","footnote":"4"}';
    expect(JSON.parse(masked(text, mask("*note")))).toEqual({
      note: "•••",
      orderNote: "•••",
      noteText: "3",
      footnote: "4",
    });
    expect(JSON.parse(masked(text, mask("note*")))).toEqual({
      note: "•••",
      orderNote: "2",
      noteText: "•••",
      footnote: "4",
    });
  });

  it("lead to one place in a body, or to all members of one", () => {
    const text = '{"a":{"b":"1","c":[{"d":"2"},{"d":"3"}]},"b":"4"}';
    expect(masked(text, mask("$.a.b"))).toBe('{"a":{"b":"•••","c":[{"d":"2"},{"d":"3"}]},"b":"4"}');
    expect(masked(text, mask("$.a.c[*].d"))).toBe('{"a":{"b":"1","c":[{"d":"•••"},{"d":"•••"}]},"b":"4"}');
    expect(masked(text, mask("$.a.c[1].d"))).toBe('{"a":{"b":"1","c":[{"d":"2"},{"d":"•••"}]},"b":"4"}');
    expect(masked(text, mask("$.*.b"))).toBe('{"a":{"b":"•••","c":[{"d":"2"},{"d":"3"}]},"b":"4"}');
    expect(masked('{"unit price":{"x.y":1}}', mask('$["unit price"]["x.y"]'))).toBe(
      '{"unit price":{"x.y":"••• number"}}',
    );
  });

  it("give way to the more specific one, whatever it says", () => {
    const text = '{"note":"1"}';
    const here = { exchanges: "orders" };
    const near = { exchanges: "ord*" };
    expect(masked(text, mask("note"), show("note", near))).toBe(text);
    expect(masked(text, show("note"), mask("note", near))).toBe('{"note":"•••"}');
    expect(masked(text, mask("note", near), show("note", here))).toBe(text);
    expect(masked(text, mask("note"), show("note", { vhost: "/" }))).toBe(text);
    expect(masked(text, mask("*note"), show("note"))).toBe(text);
    expect(masked(text, mask("note"), show("$.note"))).toBe(text);
    expect(masked(text, show("note"), mask("$.*"))).toBe('{"note":"•••"}');
  });

  it("that show something show what is in it too, except what another rule masks", () => {
    const address = { street: "High Street", phone: "1", note: "x" };
    const text = JSON.stringify({ address, other: { phone: "1" } });
    const judge = defaultJudge();
    expect(maskJson(text, judge)!.text).toBe('{"address":"••• object","other":{"phone":"•••"}}');
    const rules = [show("address"), mask("note")];
    const shown = JSON.parse(maskJson(text, { ...judge, ...judgeWith(rules) })!.text);
    expect(shown).toEqual({ address: { ...address, note: "•••" }, other: { phone: "•••" } });
  });
});

describe("a name", () => {
  it("is a person's unless what stands around it speaks for a thing", () => {
    expect(byDefault({ customer: { name: "Zoë" }, product: { name: "Teapot" } })).toEqual({
      customer: { name: "•••" },
      product: { name: "Teapot" },
    });
    expect(byDefault({ lines: [{ name: "Teapot", sku: "T-1" }], queue: { name: "q" } })).toEqual({
      lines: [{ name: "Teapot", sku: "T-1" }],
      queue: { name: "q" },
    });
    expect(byDefault({ Name: "Priya Raman", CustomerID: 3 })).toEqual({ Name: "•••", CustomerID: 3 });
    expect(byDefault({ customer: { name: "Jane jane@example.com" } })).toEqual({ customer: { name: "•••" } });
    expect(byDefault({ data: { nom: "Anaïs" } })).toEqual({ data: { nom: "•••" } });
    expect(byDefault({ productId: "p", name: "Lamp", price: 3 })).toMatchObject({ name: "Lamp" });
    expect(byDefault({ customer: { name: { first: "Zoë", sku: 1 } } })).toEqual({
      customer: { name: "••• object" },
    });
  });
});

function judgeWith(rules: ReturnType<typeof mask>[]) {
  const own = judgeOf(rules);
  const defaults = defaultJudge();
  return {
    paths: own.paths,
    field: (key: string) => ({ ...defaults.field(key), own: own.field(key).own }),
  };
}
