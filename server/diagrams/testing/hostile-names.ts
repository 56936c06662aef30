import fc from "fast-check";

/** Names that try to be something else than a name. */
export const HOSTILE = [
  '"]; click x0 "javascript:alert(1)"',
  "%%{init: {'securityLevel': 'loose'}}%%",
  "<img src=x onerror=alert(1)>",
  "end",
  "`**bold**`",
  "[text](https://evil.example)",
  "https://evil.example/",
  "fa:fa-ban icon",
  "#quot;#lt;script#gt;",
  "&lt;script&gt;",
  "a\nstyle x0 fill:red",
  "\u202Egnp.exe\u0000\u200b",
  "---\ntitle: x\n---",
  "$$x^2$$",
  "a;b|c{d}e(f)g",
  "ﬂ°°35¶ß",
  "style x:y#1;",
  "a--b__c -_- x-->y->>z",
  "",
  "   ",
];

/** Code points, lone surrogates among them; mostly of ASCII, where the syntax is. */
const point = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0x10ffff }));
export const anyName = fc.oneof(
  fc.array(point, { maxLength: 40 }).map((points) => String.fromCodePoint(...points)),
  fc.constantFrom(...HOSTILE),
  // Words of the grammars.
  fc.constantFrom(
    "end",
    "loop",
    "rect",
    "participant",
    "note",
    "state",
    "subgraph",
    "as",
    "default",
    "o",
    "x",
    "click",
  ),
);
