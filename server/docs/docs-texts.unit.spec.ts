import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyShape, learn } from "@/server/dead-letters/event-shape";
import { code, table } from "./markdown-text";
import { tenseOf } from "./past-tense";
import { schemaOf } from "./shape-schema";

describe("the tense of an event's name", () => {
  it.each([
    ...[
      "OrderPlaced",
      "order.placed",
      "ORDER_PLACED",
      "order-sent.v2",
      "PaymentTaken",
      "HTTPRequestReceivedEvent",
    ],
    ...["COMPLAINT_COMPENSATION_REQUIRED", "stock.reserved.partially", "commandes.creee", "CommandeCréée"],
    ...["paiement.refusé", "colis.livre", "facture.payee", "livraison.expediee"],
  ])("%s is past", (type) => expect(tenseOf(type)).toBe("past"));
  it.each([
    "CreateOrder",
    "order.create",
    "OrderUpdate",
    "user.feed",
    "employee",
    "stock.quantite",
    "commande.creer",
  ])("%s is not", (type) => expect(tenseOf(type)).toBe("other"));
  it.each(["", "42", "注文", "---"])("%j cannot be told", (type) => expect(tenseOf(type)).toBe("unknown"));
});

describe("a learned shape as JSON Schema", () => {
  it("has fields, types, formats and what every object had", () => {
    const shape = emptyShape();
    for (const at of ["2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z", "2026-01-03T10:00:00Z"]) {
      learn(shape, { id: 7, at, items: [{ sku: "a" }], note: at < "2026-01-02" ? null : "hello" });
    }
    learn(shape, { id: "x", at: "2026-01-04T10:00:00Z", items: [] });
    expect(schemaOf(shape)).toEqual({
      type: "object",
      properties: {
        at: { type: "string", format: "date-time" },
        id: { type: ["number", "string"] },
        items: {
          type: "array",
          items: { type: "object", properties: { sku: { type: "string" } }, required: ["sku"] },
        },
        note: { type: ["null", "string"] },
      },
      required: ["at", "id", "items"],
    });
  });
});

describe("names in Markdown", () => {
  it.each([
    ["OrderPlaced", "`OrderPlaced`"],
    ["a`b", "`` a`b ``"],
    ["<img src=x>|[x](y)", "`<img src=x>\\|[x](y)`"],
    ["a\nb\u202E", "`a⟨U+000A⟩b⟨U+202E⟩`"],
    ["", "`(empty)`"],
  ])("%j stands as code", (name, text) => expect(code(name, true)).toBe(text));

  it("never leave their cell or their line", () => {
    const point = fc.oneof(fc.constantFrom(..."`|\\\n\r<>[]()"), fc.string({ unit: "binary", maxLength: 1 }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), (points) => {
        const row = table(["a", "b"], [[code(points.join(""), true), "x"]]).split("\n");
        expect(row).toHaveLength(3);
        expect(row[2]!.match(/(?<!\\)\|/g)).toHaveLength(3);
        // A span ends with a run of backticks as long as the one that began it, and nowhere before.
        const span = code(points.join(""));
        const fence = /^`+/.exec(span)![0];
        const runs = span.slice(fence.length).match(/`+/g) ?? [];
        expect(runs.filter((run) => run.length === fence.length)).toEqual([fence]);
        expect(span.endsWith(fence)).toBe(true);
      }),
    );
  });
});
