import { describe, expect, it } from "vitest";
import { orderKey } from "./order-numbers";
import type { ShopMessage } from "./shop-message";
import { decodedHeaders } from "./simulation/simulate";
import type { System } from "./system";
import { boutique } from "./systems/boutique";
import { boutiqueNumber, boutiqueOrder } from "./systems/boutique-messages";
import { market } from "./systems/market";
import { marketOrder } from "./systems/market-messages";
import { momentWhere, play } from "./testing/sagas";

const FROM = Date.UTC(2026, 10, 21, 9);

/** What a queue's consumer does about a message now; it does not remember what it gave up on unless it is said. */
function react(system: System, queue: string, message: ShopMessage, now: number, gaveUp = false) {
  const handler = system.queues.find(({ name }) => name === queue)!.handler!;
  const received = { ...message, headers: decodedHeaders(message.headers) };
  return handler(received, { now, pace: 1, gaveUpOn: () => gaveUp });
}

describe("a payment that met an outage", () => {
  const at = momentWhere(FROM, (moment) => marketOrder(`MKT-${orderKey(moment)}`).fate === "timeout");
  const saga = play(market, at);
  const fresh = saga.find(({ routingKey }) => routingKey === "stock.reserved")!;
  const dead = saga.at(-1)!;

  it("fails as long as it is new", () => {
    expect(react(market, "market.payments", fresh, at + 2_000).publish[0]).toMatchObject({
      exchange: "market.retry",
      routingKey: "market.payments",
      headers: {
        "x-retry-count": 1,
        "x-error-class": "transient",
        "x-exception-type": "GatewayTimeoutError",
      },
    });
  });

  it("works once it comes back from its dead-letter queue", () => {
    expect(dead.exchange).toBe("market.events.dlx");
    const [authorized] = react(market, "market.payments", dead, at + 20_000).publish;
    expect(authorized?.routingKey).toBe("payment.authorized");
  });

  it("works as it was before its death, where the consumer remembers it or the outage is over", () => {
    const { "x-death": _, ...before } = dead.headers;
    const redriven = { ...dead, headers: before };
    expect(react(market, "market.payments", redriven, at + 20_000).giveUp).toBeDefined();
    expect(react(market, "market.payments", redriven, at + 20_000, true).giveUp).toBeUndefined();
    expect(react(market, "market.payments", redriven, at + 90_000).giveUp).toBeUndefined();
  });
});

describe("poison", () => {
  const at = momentWhere(FROM, (moment) => boutiqueOrder(boutiqueNumber(moment)).fate === "illisible");
  const dead = play(boutique, at).at(-1)!;

  it("dies again, until somebody edits it", () => {
    expect(react(boutique, "boutique.paiements", dead, at + 3_600_000).giveUp).toBeDefined();
    const edited = { ...JSON.parse(dead.body.toString()), total: 42 };
    const repaired = { ...dead, body: Buffer.from(JSON.stringify(edited)) };
    expect(react(boutique, "boutique.paiements", repaired, at + 3_600_000).publish).toHaveLength(1);
  });
});
