import { describe, expect, it } from "vitest";
import { classifyArrival } from "./classify-arrival";

const classify = (exchange: string, headers: Record<string, unknown> | undefined) =>
  classifyArrival({ exchange, routingKey: "order.paid", headers }, (name) => name.endsWith(".dlx"));
const redrive = {
  "sillage-redrive": "an-id",
  "sillage-redrive-message": 1,
  "sillage-redrive-exchange": "orders",
};
const death = { "x-death": [{ exchange: "orders", queue: "work", "routing-keys": ["order.made"] }] };

describe("an arrival", () => {
  it("is published where nothing speaks against it", () => {
    expect(classify("orders", undefined)).toEqual({
      arrival: "published",
      exchange: "orders",
      routingKey: "order.paid",
    });
    expect(classify("orders", { tenant: "acme" })).toMatchObject({ arrival: "published" });
  });

  it("is a death on a dead-letter exchange, and a retry elsewhere, of what was published first", () => {
    expect(classify("orders.dlx", death)).toEqual({
      arrival: "dead_lettered",
      exchange: "orders",
      routingKey: "order.made",
    });
    expect(classify("retry", death)).toMatchObject({ arrival: "retried", exchange: "orders" });
  });

  it("is published again where one of our services gave it up: no broker has dead-lettered that", () => {
    expect(classify("orders.dlx", { ...death, "x-sillage-service": "notification-service" })).toMatchObject({
      arrival: "retried",
      exchange: "orders",
    });
  });

  it("is redriven through our exchange or by our headers, and of the exchange that the headers name", () => {
    for (const exchange of ["sillage.redrive", "orders"]) {
      expect(classify(exchange, redrive)).toEqual({
        arrival: "redriven",
        exchange: "orders",
        routingKey: "order.paid",
      });
    }
    expect(classify("sillage.redrive", { "sillage-redrive-marker": "m" })).toMatchObject({
      arrival: "redriven",
      exchange: "sillage.redrive",
    });
  });

  it("is the death of what was redriven, on a dead-letter exchange", () => {
    const again = {
      ...redrive,
      "x-death": [{ exchange: "sillage.redrive", queue: "work", "routing-keys": ["order.paid"] }],
    };
    expect(classify("orders.dlx", again)).toEqual({
      arrival: "dead_lettered",
      exchange: "orders",
      routingKey: "order.paid",
    });
  });
});
