import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compact, editedAs, laidOut } from "./json-layout";

describe("a body in the editor", () => {
  it("that was sent without spaces gets lines, and loses them again", () => {
    const body = '{"id":12345678901234567890,"lines":[1.10,{"a":null}],"none":{},"text":"a, b: {c}"}';
    const { text, back } = editedAs(body);
    expect(text).toContain('\n  "id": 12345678901234567890,\n');
    expect(back(text)).toBe(body);
    expect(back(text.replace("1.10", "1.20"))).toBe(body.replace("1.10", "1.20"));
  });

  it("is any JSON, and comes back to the byte when nothing is changed", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, "\t"), (json, space) => {
        const body = JSON.stringify(JSON.parse(json), null, space);
        const { text, back } = editedAs(body);
        expect(JSON.parse(text)).toEqual(JSON.parse(body));
        expect(back(text)).toBe(body);
      }),
    );
  });

  it("that has spaces of its own, or is no JSON, is edited as it is", () => {
    for (const body of ['{ "a":1 }', "plain text", "", '{"a":']) {
      const { text, back } = editedAs(body);
      expect(text).toBe(body);
      expect(back(`${body} `)).toBe(`${body} `);
    }
  });

  it("that is no JSON any more is sent as it was written", () => {
    expect(editedAs('{"a":1}').back('{\n  "a": \n}')).toBe('{\n  "a": \n}');
  });

  it("keeps every token", () => {
    const odd = '{"\\u00e9":-0.0e+10,"":[true,false,null,""]}';
    expect(compact(laidOut(odd))).toBe(odd);
  });
});
