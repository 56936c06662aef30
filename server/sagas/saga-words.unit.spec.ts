import { describe, expect, it } from "vitest";
import { endsWellByName, failsByName, undoesByName } from "./saga-words";

describe("the name of an event", () => {
  it.each([
    "stock.released",
    "STOCK_RELEASED",
    "StockReleased",
    "payment.refunded",
    "commandes.annulee",
    "CommandeAnnulée",
    "booking.roll-back",
    "AUDIT_COMPENSATION",
    "command.release-stock",
  ])("says that it undoes something: %s", (type) => {
    expect(undoesByName(type)).toBe(true);
  });

  it.each(["order.created", "stock.reserved", "releasing.soon", "Cancellable", ""])(
    "says nothing of that: %s",
    (type) => {
      expect(undoesByName(type)).toBe(false);
    },
  );

  it("says that something failed, or ended well; a compensation that is complete is no good end", () => {
    expect(["PaymentDeclined", "paiements.refuse", "NOTIFICATION_FAILED"].every(failsByName)).toBe(true);
    expect(["order.completed", "COMPLAINT_CLOSED", "livraisons.livrée"].every(endsWellByName)).toBe(true);
    expect(endsWellByName("refund.completed")).toBe(false);
  });
});
