import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Delivery } from "@/server/broker/delivery";
import { HISTORY_MS, history } from "./history";
import { MESSAGES_A_SAGA } from "./live-shop";
import { systemAt } from "./shop";
import { simulate } from "./simulation/simulate";

const UNTIL = Date.UTC(2026, 10, 21, 15, 30);
const deliveries = [...history(UNTIL, "/")];

function digestOf(all: Iterable<Delivery>): string {
  const hash = createHash("sha256");
  for (const { receivedAt, exchange, routingKey, rawProperties, body } of all) {
    hash.update(`${receivedAt} ${exchange} ${routingKey} `).update(rawProperties).update(body);
  }
  return hash.digest("hex");
}

describe("24 hours of history", () => {
  it("are about 20,000 messages, in order and in time", () => {
    expect(deliveries.length).toBeGreaterThan(18_000);
    expect(deliveries.length).toBeLessThan(22_000);
    let last = UNTIL - HISTORY_MS;
    for (const { receivedAt } of deliveries) {
      expect(receivedAt).toBeGreaterThanOrEqual(last);
      last = receivedAt;
    }
    expect(last).toBeLessThanOrEqual(UNTIL);
  });

  it("are the same each time they are told", () => {
    expect(digestOf(history(UNTIL, "/"))).toBe(digestOf(deliveries));
  });

  it("follow the day: at noon many times what there is at night", () => {
    const at = (hour: number) =>
      deliveries.filter((each) => new Date(each.receivedAt).getUTCHours() === hour).length;
    expect(at(11)).toBeGreaterThan(6 * at(3));
  });

  it("hold dead letters of every cause, as the broker writes them", () => {
    const dead = deliveries.filter(({ exchange }) => exchange.endsWith(".dlx"));
    const causes = new Set(
      dead.map(({ headers }) => `${headers?.["x-error-class"] ?? headers?.["x-first-death-reason"]}`),
    );
    expect(causes).toEqual(new Set(["transient", "business", "expired", "rejected"]));
    expect(dead.length / deliveries.length).toBeLessThan(0.03);
  });
});

describe("the live shop", () => {
  it("knows how many messages a saga makes", () => {
    const beginnings = Array.from({ length: 2_000 }, (_, n) => UNTIL + n * 1_013).map((at) => ({
      at,
      system: systemAt(at),
    }));
    const count = [...simulate(beginnings, 1)].length;
    expect(count / beginnings.length).toBeCloseTo(MESSAGES_A_SAGA, 0);
    expect(Math.abs(count / beginnings.length - MESSAGES_A_SAGA)).toBeLessThan(0.4);
  });
});
