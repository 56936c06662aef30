import { describe, expect, it } from "vitest";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { describeBody } from "@/server/audit/describe-body";
import type { FieldEntry } from "@/server/broker/field-table";
import { encodeProperties } from "@/server/broker/testing/encode-properties";
import { DEFAULTS } from "./default-rules";
import { guardFilter } from "./filter-guard";
import { maskBody } from "./mask-body";
import { maskForm } from "./mask-form";
import { maskHeaders } from "./mask-headers";
import { maskProperties } from "./mask-properties";
import { Judges, Masker } from "./masker";
import { readRule } from "./masking-rule";
import { defaultJudge, judgeOf, mask, maskerOf, PLACE, show } from "./testing/rules";

const text = (value: string) => ({ type: "text" as const, value });

describe("headers", () => {
  it("are masked by name at any depth, their types kept", () => {
    const entries: FieldEntry[] = [
      { name: "authorization", value: text("Bearer abc") },
      { name: "x-api-key", value: { type: "int64", value: "9007199254740993" } },
      { name: "user", value: { type: "table", value: [{ name: "name", value: text("Zoë") }] } },
      { name: "list", value: { type: "array", value: [text("a"), text("jane@example.com")] } },
      { name: "raw", value: { type: "bytes", value: "QUJD" } },
      { name: "trace", value: text("abc") },
    ];
    const { entries: masked, count } = maskHeaders(entries, defaultJudge());
    expect(count).toBe(5);
    expect(masked).toEqual([
      { name: "authorization", value: { type: "masked", value: "text" } },
      { name: "x-api-key", value: { type: "masked", value: "int64" } },
      {
        name: "user",
        value: { type: "table", value: [{ name: "name", value: { type: "masked", value: "text" } }] },
      },
      { name: "list", value: { type: "array", value: [text("a"), text("•••")] } },
      { name: "raw", value: { type: "masked", value: "bytes" } },
      { name: "trace", value: text("abc") },
    ]);
    expect(maskHeaders(masked, defaultJudge())).toEqual({ entries: masked, count: 0 });
    expect(entries[0]).toEqual({ name: "authorization", value: text("Bearer abc") });
  });

  it("and properties: what a rule names, and addresses in the rest", () => {
    const properties = { replyTo: "jane@example.com", userId: "shop", correlationId: "c-1", priority: 3 };
    const { properties: masked, count } = maskProperties(
      properties,
      judgeOf([mask("user_id"), mask("priority")]),
    );
    expect(masked).toEqual({ replyTo: "jane@example.com", userId: "•••", correlationId: "c-1" });
    expect(count).toBe(2);
    expect(maskProperties(properties, defaultJudge()).properties).toEqual({ ...properties, replyTo: "•••" });
  });
});

describe("a body", () => {
  const body = (bytes: string | Buffer, contentType?: string) => {
    const buffer = Buffer.from(bytes);
    return maskBody(
      describeBody(buffer, { bytes: buffer, decoded: [], problem: null }),
      contentType,
      defaultJudge(),
    );
  };

  it("that is JSON is masked, its first bytes too", () => {
    const masked = body('{"email":"jane@example.com","n":1}');
    expect(masked).toMatchObject({
      text: '{"email":"•••","n":1}',
      masked: 1,
      withheld: null,
      format: "json",
    });
    expect(Buffer.from(masked.head, "base64").toString()).toBe('{"email":"•••","n":1}');
  });

  it("that is a form is masked by its keys", () => {
    const form = "name=Jane+Doe&customer%5Bemail%5D=jane%40example.com&note=to+bob%40b.io&city=Bath&phone=";
    expect(body(form, "application/x-www-form-urlencoded")).toMatchObject({
      text: "name=•••&customer%5Bemail%5D=•••&note=to%20•••&city=Bath&phone=",
      masked: 3,
    });
    expect(maskForm("Dear Jane", defaultJudge())).toBeNull();
  });

  it("that is not understood is withheld, and says why", () => {
    const nothing = { text: null, head: "", masked: 0 };
    expect(body("Dear Jane")).toMatchObject({ ...nothing, withheld: "text", format: "text" });
    expect(body("<a>Jane</a>")).toMatchObject({ ...nothing, withheld: "text" });
    expect(body('"Dear Jane"')).toMatchObject({ ...nothing, withheld: "text" });
    expect(body('{"email":"a@b.co"}\n{"email":"c@d.co"}')).toMatchObject({ ...nothing, withheld: "text" });
    expect(body(Buffer.from([0, 1, 2, 255]))).toMatchObject({ ...nothing, withheld: "binary" });
    expect(body(`["${"x".repeat(5 << 20)}"]`)).toMatchObject({ ...nothing, withheld: "too_large" });
    expect(body("")).toMatchObject({ format: "empty", withheld: null });
  });

  it("is shown whole where nothing is masked at all", () => {
    const buffer = Buffer.from("Dear Jane");
    const described = describeBody(buffer, { bytes: buffer, decoded: [], problem: null });
    expect(maskBody(described, undefined, judgeOf([]))).toBe(described);
  });
});

const item = (
  event: Partial<NonNullable<AuditItem["event"]>> = {},
  message: Partial<AuditItem["message"]> = {},
) =>
  ({
    message: {
      vhost: "/",
      exchange: "orders",
      routingKey: "order.created",
      unreadable: null,
      unreadableReason: null,
      ...message,
    },
    event: {
      eventId: "e-1",
      eventType: "OrderPlaced",
      aggregateType: "Order",
      aggregateId: "o-1",
      streamId: "Order-o-1",
      correlationId: "c-1",
      causationId: null,
      traceId: null,
      spanId: null,
      producer: "shop",
      actor: "agent-3",
      references: ["Customer-42", "Product-7"],
      ...event,
    },
  }) as AuditItem;

describe("an item of a list", () => {
  it("keeps its fields where no rule names where they come from", () => {
    const it_ = item();
    expect(maskerOf().item(it_)).toBe(it_);
    expect(maskerOf([mask("$.customer.*")]).item(it_)).toBe(it_);
  });

  it("loses those that a rule names, under the name that they have in messages", () => {
    expect(maskerOf([mask("user_id")]).item(item()).event).toMatchObject({ actor: "•••", eventId: "e-1" });
    expect(maskerOf([mask("$.metadata.userId")]).item(item()).event).toMatchObject({ actor: "•••" });
    const masked = maskerOf([mask("customerId"), mask("order id")]).item(item());
    expect(masked.event).toMatchObject({
      aggregateId: "•••",
      streamId: "Order-•••",
      references: ["Customer-•••", "Product-7"],
      actor: "agent-3",
    });
    expect(masked.masked).toEqual(["aggregateId", "streamId", "references"]);
  });

  it("shows no address in any of them, and no routing key with one", () => {
    const address = "jane.doe@example.com";
    const masked = maskerOf().item(
      item(
        {
          actor: address,
          aggregateId: address,
          streamId: `User-${address}`,
          references: [`User-${address}`],
        },
        { routingKey: `user.${address}.created` },
      ),
    );
    expect(JSON.stringify(masked)).not.toMatch(/jane|doe|example/);
    expect(masked.message.routingKey).toBe("•••");
  });

  it("is as it is for whoever may see it", () => {
    const rules = { rules: [mask("userId")], off: new Set<never>() };
    const reader = new Masker(new Judges(rules), [{ vhost: "/", exchanges: "ord*" }]);
    expect(reader.item(item()).event?.actor).toBe("agent-3");
    expect(reader.item(item({}, { exchange: "crm" })).event?.actor).toBe("•••");
    const here = maskerOf([mask("userId"), show("userId", { exchanges: "orders" })]);
    expect(here.item(item()).event?.actor).toBe("agent-3");
  });
});

describe("a filter of somebody who sees a place masked", () => {
  const refused = (filter: object, ...rules: ReturnType<typeof mask>[]) => {
    try {
      guardFilter(filter, maskerOf(rules));
      return false;
    } catch (error) {
      expect(error).toMatchObject({ code: "FORBIDDEN" });
      return true;
    }
  };

  it("is refused by a field that is masked, or by a value that would be", () => {
    expect(refused({ userId: "agent-3" })).toBe(false);
    expect(refused({ userId: "agent-3" }, mask("userId"))).toBe(true);
    expect(refused({ userId: "agent-3" }, mask("$.metadata.userId"))).toBe(true);
    expect(refused({ userId: "jane@example.com" })).toBe(true);
    for (const field of [
      "aggregateId",
      "streamId",
      "correlationId",
      "eventId",
      "routingKey",
      "eventType",
      "producer",
    ])
      expect([field, refused({ [field]: "x-jane@example" })]).toEqual([field, true]);
    expect(refused({ aggregateId: "•••" })).toBe(true);
  });

  it("by an id is refused where ids of that type are masked, or might be", () => {
    const rule = mask("customerId");
    expect(refused({ aggregateId: "42" }, rule)).toBe(true);
    expect(refused({ aggregateType: "Order", aggregateId: "42" }, rule)).toBe(false);
    expect(refused({ aggregateType: "Customer", aggregateId: "42" }, rule)).toBe(true);
    expect(refused({ streamId: "Customer-42" }, rule)).toBe(true);
    expect(refused({ streamId: "Order-42" }, rule)).toBe(false);
  });

  it("looks at the place that it names, where it names one", () => {
    const rule = mask("userId", { exchanges: "crm" });
    expect(refused({ userId: "x" }, rule)).toBe(true);
    expect(refused({ userId: "x", vhost: "/", exchange: "orders" }, rule)).toBe(false);
    expect(refused({ userId: "x", vhost: "/", exchange: "crm" }, rule)).toBe(true);
  });

  it("is left alone for whoever sees everything, and where nothing is masked", () => {
    const open = new Masker(new Judges({ rules: [mask("userId")], off: new Set() }), "everything");
    const filter = { userId: "jane@example.com", q: "x" };
    expect(guardFilter(filter, open)).toBe(filter);
    expect(guardFilter(filter, maskerOf([], DEFAULTS))).toBe(filter);
  });

  it("searches by text what is shown, and by routing key only those that are", () => {
    const { view, plainKey } = guardFilter(
      { q: "jane", routingKey: "user.#" } as Parameters<typeof guardFilter>[0],
      maskerOf(),
    );
    expect(plainKey).toBe(true);
    const text = (value: string) => ({ tag: "S" as const, value: Buffer.from(value) });
    const headers: [string, ReturnType<typeof text>][] = [
      ["authorization", text("jane")],
      ["city", text("Bath")],
    ];
    const rawProperties = encodeProperties({ headers });
    const searched = view!({ ...PLACE, rawProperties, text: () => '{"email":"jane@example.com"}' });
    expect(searched).toEqual(['{"authorization": "•••", "city": "Bath"}', '{"email":"•••"}']);
    expect(view!({ ...PLACE, rawProperties, text: () => "Dear jane" })).toEqual([
      '{"authorization": "•••", "city": "Bath"}',
    ]);
  });
});

describe("a rule", () => {
  it.each(["", "*", "**", "a*b", "$", "$.", "$..a", "$[", "$.a[-1]", "a..b", "$.a[*", '$["a]'])(
    "of the pattern %s is none",
    (pattern) => {
      const place = { vhost: null, exchanges: null, effect: "mask" as const, id: "" };
      expect(
        readRule({
          ...place,
          by: pattern.startsWith("$") || pattern.includes("..") ? "path" : "name",
          pattern,
        }),
      ).toBeNull();
    },
  );
});
