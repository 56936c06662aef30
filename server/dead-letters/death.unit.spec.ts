import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { causeOfDeath, readDeaths } from "./death";

const NOW = Date.UTC(2026, 10, 21);
const CONTEXT = {
  isDelayQueue: (queue: string) => queue.endsWith(".wait"),
  isDeadLetterQueue: (queue: string) => queue.endsWith(".dlq"),
};
const death = (queue: string, reason: string, secondsAgo = 10, more: object = {}) => ({
  count: 1,
  reason,
  queue,
  time: { "!": "timestamp", value: NOW / 1_000 - secondsAgo },
  exchange: "orders",
  "routing-keys": [`to.${queue}`],
  ...more,
});
const causeOf = (headers: Record<string, unknown>) => causeOfDeath(headers, NOW, CONTEXT);

describe("what a message died of", () => {
  it("is its newest death, and where it was first published is what the oldest one says", () => {
    const cause = causeOf({
      "x-death": [death("work", "rejected", 5), death("earlier", "expired", 60, { exchange: "shop" })],
    });
    expect(cause).toMatchObject({
      failedQueue: "work",
      reason: "rejected",
      originExchange: "shop",
      originKey: "to.earlier",
      diedAt: NOW - 5_000,
    });
  });

  it("looks past waits before a retry and past moves between dead-letter queues", () => {
    const deaths = [death("first.dlq", "expired"), death("work.wait", "expired"), death("work", "rejected")];
    expect(causeOf({ "x-death": deaths })).toMatchObject({ failedQueue: "work", reason: "rejected" });
    expect(causeOf({ "x-death": deaths.slice(0, 2) })).toMatchObject({
      failedQueue: "first.dlq",
      reason: "expired",
    });
  });

  it("takes the exchange that the broker says was the first", () => {
    const headers = { "x-death": [death("work", "rejected")], "x-first-death-exchange": "shop" };
    expect(causeOf(headers).originExchange).toBe("shop");
  });

  it("looks behind our exchange, through which a redrive goes, to where the message was published", () => {
    const redriven = { "x-death": [death("work", "rejected", 5, { exchange: "sillage.redrive" })] };
    expect(causeOf({ ...redriven, "sillage-redrive-exchange": "shop" }).originExchange).toBe("shop");
    expect(causeOf(redriven).originExchange).toBeNull();
  });

  it("is a move where a framework published the message to its queue of errors, which says where it failed", () => {
    const failedQueue = (headers: object) => causeOf({ ...headers }).failedQueue;
    expect(causeOf({}).reason).toBe("moved");
    expect(failedQueue({ "NServiceBus.FailedQ": "Sales.Orders@SERVER" })).toBe("Sales.Orders");
    expect(failedQueue({ "MT-Fault-InputAddress": "rabbitmq://host/vhost/submit-order?durable=true" })).toBe(
      "submit-order",
    );
    expect(
      causeOf({ "x-original-exchange": "orders", "x-original-routingKey": "order.created" }),
    ).toMatchObject({ originExchange: "orders", originKey: "order.created", failedQueue: null });
  });

  it("happened when the message reached us where no time can be believed", () => {
    const at = (value: unknown) =>
      causeOf({ "x-death": [death("work", "rejected", 0, { time: value })] }).diedAt;
    expect(at({ "!": "timestamp", value: NOW / 1_000 + 1_000 })).toBe(NOW);
    expect(at({ "!": "timestamp", value: 12 })).toBe(NOW);
    expect(at("yesterday")).toBe(NOW);
    expect(at(undefined)).toBe(NOW);
  });

  it("can be read from whatever stands there", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.anything(), (headers, deaths) => {
        const cause = causeOf({ ...headers, "x-death": deaths });
        expect(Number.isFinite(cause.diedAt)).toBe(true);
        expect(readDeaths({ "x-death": [deaths, headers] }).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
