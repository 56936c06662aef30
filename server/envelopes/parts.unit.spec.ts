import { describe, expect, it } from "vitest";
import { analyseType } from "./event-type";
import { keyInfo } from "./keys";
import { declaredType } from "./nouns";
import { readTime } from "./read-time";
import { sanitiseHeaders } from "./sanitise-headers";
import { parseStreamId, streamId } from "./stream-id";

describe("a type's name", () => {
  it.each([
    ["OrderPlaced", "event", "Order"],
    ["COMPLAINT_CREATED", "event", "Complaint"],
    ["order-paid", "event", "Order"],
    ["PaymentComplete", "event", "Payment"],
    ["OrderCreatedEvent", "event", "Order"],
    ["CustomerCreatedIntegrationEvent", "integration_event", "Customer"],
    ["order.item.added", "event", "Order"],
    ["CreateOrder", "command", "Order"],
    ["CreateOrderCommand", "command", "Order"],
    ["ReserveStockForOrder", "command", "Stock"],
    ["passer_commande", "command", "Order"],
    ["order.create", null, "Order"],
    ["payment-processing", null, "Payment"],
    ["seed", null, "Seed"],
    ["employee.added", "event", "Employee"],
  ])("%s is %s of %s", (type, kind, noun) => {
    expect(analyseType(type)).toMatchObject({ kind, noun });
  });
});

describe("a key's name", () => {
  it.each([
    "orderId",
    "order_id",
    "OrderID",
    "orderID",
    "order-id",
    "orderid",
    "ORDER_ID",
    "commandeId",
    "id_commande",
  ])("%s holds an order's id", (key) => expect(keyInfo(key)).toMatchObject({ idOf: "Order", other: false }));

  it("of another order is no order's own, and plumbing is nobody's", () => {
    expect(keyInfo("parentOrderId")).toMatchObject({ idOf: "Order", other: true });
    expect(keyInfo("orderIDs")).toMatchObject({ idOf: "Order", list: true });
    for (const key of ["correlationId", "eventId", "paid", "valid", "grid", "externalId"])
      expect(keyInfo(key).idOf).toBeNull();
  });
});

describe("a declared aggregate type", () => {
  it.each([
    ["Complaint", "Complaint", false],
    ["ORDERS", "Order", false],
    ["order_item", "OrderItem", false],
    ["Commande", "Order", true],
    ["deliveries", "Delivery", false],
    ["--", null, false],
  ])("%s is %s", (name, type, translated) => expect(declaredType(name)).toEqual({ type, translated }));
});

describe("a time", () => {
  const time = "2024-01-15T10:30:00.000Z";
  it.each([
    "2024-01-15T10:30:00Z",
    "2024-01-15T11:30:00+01:00",
    "2024-01-15T11:30:00+0100",
    "2024-01-15T11:30:00+01",
    "2024-01-15 10:30:00",
    "2024-01-15T10:30:00.000000",
    "1705314600",
    1705314600,
    1705314600000,
    1705314600000000,
    { "!": "timestamp", value: 1705314600 },
  ])("%j is read", (value) => expect(readTime(value)?.toISOString()).toBe(time));

  it.each([
    "",
    "soon",
    "1",
    "May",
    "0001-01-01T00:00:00Z",
    "2201-01-01T00:00:00Z",
    "2024-13-01T00:00:00Z",
    0,
    -1,
    Number.NaN,
    1e30,
    {},
    [],
    null,
  ])("%j is none", (value) => expect(readTime(value)).toBeNull());
});

describe("headers", () => {
  it("keep in JSON what AMQP can say", () => {
    const proto = JSON.parse('{"__proto__":1}');
    expect(
      sanitiseHeaders({
        time: { "!": "timestamp", value: 1705314600 },
        text: Buffer.from("héllo"),
        bytes: Buffer.from([0, 255]),
        big: 2n ** 60n,
        small: 5n,
        none: Number.NaN,
        "x-death": [{ count: 1, "routing-keys": ["a\0"] }],
        undefined,
      }),
    ).toEqual({
      time: { "!": "timestamp", value: 1705314600 },
      text: "héllo",
      bytes: { "!": "bytes", base64: "AP8=" },
      big: { "!": "integer", value: "1152921504606846976" },
      small: 5,
      none: { "!": "number", value: "NaN" },
      "x-death": [{ count: 1, "routing-keys": ["a\uFFFD"] }],
      undefined: null,
    });
    expect(Object.hasOwn(sanitiseHeaders(proto), "__proto__")).toBe(true);
    expect(sanitiseHeaders(null)).toEqual({});
  });

  it("are cut where they are too deep, too many or too long", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(JSON.stringify(sanitiseHeaders({ deep })).length).toBeLessThan(200);
    expect(sanitiseHeaders({ list: Array(100_000).fill(1) }).list).toHaveLength(4_000);
    expect(sanitiseHeaders({ text: "x".repeat(10_000) })).toMatchObject({
      text: { "!": "cut", length: 10_000 },
    });
  });
});

describe("a stream id", () => {
  it("is type, dash, id, and back", () => {
    expect(streamId("Complaint", "c-1")).toBe("Complaint-c-1");
    expect(parseStreamId("Complaint-c-1")).toEqual({ type: "Complaint", id: "c-1" });
    for (const text of ["", "Complaint", "-1", "Complaint-"]) expect(parseStreamId(text)).toBeNull();
  });
});
