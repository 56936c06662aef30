import { describe, expect, it } from "vitest";
import { orderKey } from "../order-numbers";
import { SHOP } from "../shop";
import { simulate } from "../simulation/simulate";
import { momentWhere, play, storyOf } from "../testing/sagas";
import { boutique } from "./boutique";
import { type BoutiqueFate, boutiqueNumber, boutiqueOrder } from "./boutique-messages";
import { helpdesk } from "./helpdesk";
import { type ComplaintFate, helpdeskComplaint } from "./helpdesk-messages";
import { market } from "./market";
import { type MarketFate, marketOrder } from "./market-messages";
import { storefront } from "./storefront";
import { type StorefrontFate, storefrontOrder } from "./storefront-orders";
import { wholesale } from "./wholesale";
import { type WholesaleFate, wholesaleOrder } from "./wholesale-messages";

const FROM = Date.UTC(2026, 10, 21, 9);

const storefrontSaga = (fate: StorefrontFate) =>
  storyOf(
    play(
      storefront,
      momentWhere(FROM, (at) => storefrontOrder(orderKey(at)).fate === fate),
    ),
  );
const marketSaga = (fate: MarketFate) =>
  storyOf(
    play(
      market,
      momentWhere(FROM, (at) => marketOrder(`MKT-${orderKey(at)}`).fate === fate),
    ),
  );
const wholesaleSaga = (fate: WholesaleFate) => {
  const fits = (at: number) => {
    const order = wholesaleOrder(`W-${orderKey(at)}`);
    return order.fate === fate && !order.isNew;
  };
  return storyOf(play(wholesale, momentWhere(FROM, fits)));
};
const boutiqueSaga = (fate: BoutiqueFate) =>
  storyOf(
    play(
      boutique,
      momentWhere(FROM, (at) => boutiqueOrder(boutiqueNumber(at)).fate === fate),
    ),
  );
const complaintSaga = (fate: ComplaintFate) =>
  storyOf(
    play(
      helpdesk,
      momentWhere(FROM, (at) => helpdeskComplaint(`complaint-${orderKey(at)}`).fate === fate),
    ),
  );

describe("every system", () => {
  it.each(SHOP.map((system) => [system.name, system] as const))(
    "plays the same twice: %s",
    (_name, system) => {
      const beginnings = Array.from({ length: 30 }, (_, n) => ({ at: FROM + n * 977, system }));
      expect([...simulate(beginnings, 1)]).toEqual([...simulate(beginnings, 1)]);
    },
  );

  it.each(SHOP.map((system) => [system.name, system] as const))(
    "is done in the time it says: %s",
    (_name, system) => {
      for (let n = 0; n < 200; n++) {
        const at = FROM + n * 977;
        for (const arrival of simulate([{ at, system }], 2))
          expect(arrival.at - at).toBeLessThan(system.longestMs(2));
      }
    },
  );
});

describe("the web shop's orchestrated order saga", () => {
  const untilPaid = [
    "inventory.check",
    "inventory.check.reply",
    "order.created",
    "command.reserve-stock",
    "stock.reserved",
    "reserve-stock.reply",
    "command.charge-payment",
  ];

  it("completes", () => {
    expect(storefrontSaga("delivered")).toEqual([
      ...untilPaid,
      "payment.captured",
      "charge-payment.reply",
      "command.ship-order",
      "order.shipped",
      "integration.order.shipped",
      "ship-order.reply",
      "order.completed",
    ]);
  });

  it("compensates when the payment is refused", () => {
    expect(storefrontSaga("refused")).toEqual([
      ...untilPaid,
      "payment.refused",
      "charge-payment.reply",
      "command.release-stock",
      "stock.released",
      "release-stock.reply",
      "order.cancelled",
    ]);
  });

  it("gets stuck when shipping forgets it", () => {
    expect(storefrontSaga("stuck").at(-1)).toBe("command.ship-order");
  });

  it("dead-letters an address without a postcode, after one retry", () => {
    expect(storefrontSaga("bad address").slice(-3)).toEqual([
      "command.ship-order",
      "command.ship-order → shop.retry",
      "command.ship-order → shop.commands.dlx",
    ]);
  });

  it("does not begin when nothing is left, or nobody answers", () => {
    expect(storefrontSaga("sold out")).toEqual([
      "inventory.check",
      "inventory.check.reply",
      "cart.abandoned",
    ]);
    expect(storefrontSaga("unanswered")).toEqual(["inventory.check"]);
  });
});

describe("the marketplace's choreographed order saga", () => {
  const delivered = [
    "OrderPlaced",
    "StockReserved",
    "PaymentAuthorized",
    "ShipmentDispatched",
    "PaymentCaptured",
    "OrderCompleted",
  ];

  it("completes, at times with its last event sent twice", () => {
    expect(marketSaga("delivered")).toEqual(delivered);
    expect(marketSaga("repeated")).toEqual([...delivered, "OrderCompleted"]);
  });

  it("completes after a retry", () => {
    expect(marketSaga("flaky")).toEqual([
      "OrderPlaced",
      "StockReserved",
      "StockReserved → market.retry",
      ...delivered.slice(2),
    ]);
  });

  it("compensates a declined payment", () => {
    expect(marketSaga("declined").slice(2)).toEqual(["PaymentDeclined", "StockReleased", "OrderCancelled"]);
  });

  it("stops at a dead letter while the gateway is away", () => {
    expect(marketSaga("timeout").slice(2)).toEqual([
      "StockReserved → market.retry",
      "StockReserved → market.events.dlx",
    ]);
  });

  it("gets stuck when delivery takes an order and does nothing", () => {
    expect(marketSaga("stuck")).toEqual(delivered.slice(0, 3));
  });
});

describe("wholesale", () => {
  it("completes", () => {
    expect(wholesaleSaga("delivered")).toEqual([
      "CreateOrder",
      "order.created",
      "payment.completed",
      "inventory.reserved",
      "order.shipped",
    ]);
  });

  it("dead-letters an order over the credit limit", () => {
    expect(wholesaleSaga("over limit").slice(1)).toEqual([
      "order.created",
      "order.created → wholesale.retry",
      "order.created → wholesale.dlx",
    ]);
  });

  it("gives the money back when the shelf is empty, and at times forgets a transport", () => {
    expect(wholesaleSaga("out of stock").slice(-3)).toEqual([
      "inventory.rejected",
      "payment.refunded",
      "order.cancelled",
    ]);
    expect(wholesaleSaga("stuck").at(-1)).toBe("inventory.reserved");
  });
});

describe("the boutique", () => {
  it("delivers, or forgets to", () => {
    const delivered = ["commandes.creee", "paiements.recu", "commandes.validee", "livraisons.expediee"];
    expect(boutiqueSaga("livrée")).toEqual(delivered);
    expect(boutiqueSaga("oubliée")).toEqual(delivered.slice(0, 3));
  });

  it("cancels what is not paid; the SMS that nobody fetches expires", () => {
    expect(boutiqueSaga("refusée")).toEqual([
      "commandes.creee",
      "paiements.refuse",
      "commandes.annulee",
      "paiements.refuse → domain_events.dlx",
    ]);
  });

  it("dead-letters a total in words at once", () => {
    expect(boutiqueSaga("illisible")).toEqual(["commandes.creee", "commandes.creee → domain_events.dlx"]);
  });
});

describe("the help desk's complaint saga", () => {
  it("is closed, each step with its mail", () => {
    const story = complaintSaga("closed");
    const steps = ["COMPLAINT_CREATED", "COMPLAINT_ASSIGNED", "COMPLAINT_PROCESSED", "COMPLAINT_CLOSED"];
    expect(story.filter((type) => type.startsWith("COMPLAINT"))).toEqual(steps);
    expect(story.filter((type) => type === "NOTIFICATION_SENT")).toHaveLength(4);
  });

  it("compensates when the customer cannot be reached", () => {
    expect(complaintSaga("bounced")).toEqual([
      "COMPLAINT_CREATED",
      "NOTIFICATION_FAILED",
      "COMPLAINT_COMPENSATION_REQUIRED",
      "NOTIFICATION_COMPENSATION",
      "AUDIT_COMPENSATION",
    ]);
  });

  it("is forgotten, or loses a mail to a dead letter", () => {
    expect(complaintSaga("forgotten")).toEqual(["COMPLAINT_CREATED", "NOTIFICATION_SENT"]);
    expect(complaintSaga("mail down")).toContain("COMPLAINT_CREATED → helpdesk.complaints.events.dlx");
  });
});
