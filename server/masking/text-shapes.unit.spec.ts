import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskShapes, SHAPES } from "./text-shapes";

const shaped = (text: string) => maskShapes(text, new Set(SHAPES));

describe("a text", () => {
  it.each([
    ["550 mailbox jane.o'connor+x@mail.example.co.uk does not exist", "550 mailbox ••• does not exist"],
    ["<Zoë@exämple.fr>, bob@b.io.", "<•••>, •••."],
    ["to=jane%40example.com&x=1", "to=•••&x=1"],
    ['"jane doe"@example.com', "•••"],
    ["山田@example.jp und jane_doe@xn--bcher-kva.example", "••• und •••"],
    ["amqp://user:pa@ss@host/%2f", "amqp://•••@host/%2f"],
    ["postgres://shop:hunter2@db:5432/shop", "postgres://•••@db:5432/shop"],
    ["IBAN FR7630006000011234567890189 paid", "IBAN ••• paid"],
    ["DE89 3704 0044 0532 0130 00 PAID", "••• PAID"],
    ["card 4111 1111 1111 1111, 4111-1111-1111-1111", "card •••, •••"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_9", "•••"],
    ["Authorization: Bearer abcdef0123456789", "Authorization: Bearer •••"],
    ["Basic dXNlcjpwYXNz c3dvcmQ=", "Basic dXNlcjpwYXNz c3dvcmQ="],
    ["Basic dXNlcjpwYXNzd29yZA==", "Basic •••"],
  ])("%s is masked where it has the shape of a person's data", (text, expected) => {
    expect(shaped(text)).toBe(expected);
  });

  it.each([
    "rabbit@node-1",
    "react@19.3.1 and @scope/name",
    "a @ b.c, 5@3",
    "https://example.com/a@b/c",
    "FR934613750 and FR7630006000011234567890180",
    "4111 1111 1111 1112",
    "f4fa2f72-8475-4117-9492-911721ad5bbf 69debdb5-1177-4920-9117-21ad5bbf59fe",
    "2026-06-01 1234-5678",
    "bearer of bad news, basic electronics",
    "ewokvillage eyJustice",
    "order 13046333095",
  ])("%s stays", (text) => {
    expect(shaped(text)).toBe(text);
  });

  it("is the same when it is masked again, and holds no address", () => {
    const piece = fc.constantFrom(
      "@",
      "a",
      "b.co",
      "%40",
      ".",
      " ",
      '"',
      "é",
      "://",
      ":",
      "eyJ",
      "FR76",
      "1111 ",
      "_",
      "-",
      "•••",
      "x@y.zz",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const once = shaped(pieces.join(""));
        expect(shaped(once)).toBe(once);
        expect(once).not.toMatch(/[a-z]@[a-z]+\.[a-z]{2}/);
      }),
      { numRuns: 2_000 },
    );
  });
});
