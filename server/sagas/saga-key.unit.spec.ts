import { describe, expect, it } from "vitest";
import { type Belonging, groupKeyOf } from "./saga-key";
import { DEFAULT_SAGA_SETTINGS, sagaSettings } from "./saga-settings";

const { anchors } = DEFAULT_SAGA_SETTINGS;
const SECRET = Buffer.alloc(32, 1);
const event = (fields: Partial<Belonging>): Belonging => ({
  id: "1",
  vhost: "/",
  correlationId: null,
  correlationInferred: false,
  traceId: null,
  streamId: null,
  references: [],
  ...fields,
});
const basisOf = (fields: Partial<Belonging>) => {
  const { basis, value } = groupKeyOf(event(fields), anchors, SECRET);
  return [basis, value];
};

describe("an event belongs", () => {
  it("by its correlation id, else by its trace, else by what it is about", () => {
    const all = { correlationId: "c", traceId: "t", streamId: "Order-1" };
    expect(basisOf(all)).toEqual(["correlation", "c"]);
    expect(basisOf({ ...all, correlationId: "t", correlationInferred: true })).toEqual(["trace", "t"]);
    expect(basisOf({ ...all, correlationId: null })).toEqual(["trace", "t"]);
    expect(basisOf({ streamId: "Parcel-1" })).toEqual(["reference", "Parcel-1"]);
    expect(basisOf({})).toEqual([null, ""]);
  });

  it("to the most telling aggregate that it names, its own first", () => {
    const references = ["Customer-7", "Invoice-3", "Order-1", "Order-2"];
    expect(basisOf({ streamId: "Payment-1", references })).toEqual(["reference", "Order-1"]);
    expect(basisOf({ streamId: "Invoice-9", references })).toEqual(["reference", "Invoice-9"]);
    expect(basisOf({ streamId: null, references })).toEqual(["reference", "Order-1"]);
    expect(basisOf({ streamId: "Payment-1", references: ["Customer-7"] })).toEqual([
      "reference",
      "Payment-1",
    ]);
  });

  it("to nothing that another virtual host, basis or event has", () => {
    const keyOf = (fields: Partial<Belonging>) => groupKeyOf(event(fields), anchors, SECRET).key;
    const keys = [
      keyOf({ correlationId: "x" }),
      keyOf({ correlationId: "x", vhost: "a" }),
      keyOf({ traceId: "x" }),
      keyOf({ streamId: "x" }),
      keyOf({ id: "x" }),
      keyOf({ id: "y" }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    // Nor to what another store has.
    const elsewhere = groupKeyOf(event({ correlationId: "x" }), anchors, Buffer.alloc(32, 2)).key;
    expect(keys).not.toContain(elsewhere);
  });
});

describe("anchors", () => {
  it("are nouns in any spelling, as stream ids write them", () => {
    const { anchors } = sagaSettings.parse({
      anchors: ["commande", "purchase-orders", "Réclamations", "Order"],
    });
    expect(anchors).toEqual(["Order", "PurchaseOrder", "Complaint"]);
    expect(sagaSettings.safeParse({ anchors: ["!?"] }).success).toBe(false);
  });

  it("that are stored come back as they were", () => {
    expect(sagaSettings.parse(JSON.parse(JSON.stringify(DEFAULT_SAGA_SETTINGS)))).toEqual(
      DEFAULT_SAGA_SETTINGS,
    );
  });
});
