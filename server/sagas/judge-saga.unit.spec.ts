import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SagaDefinition } from "./definition";
import { ownComplaint } from "./definitions/own-complaint";
import { shopOrder } from "./definitions/shop-order";
import { judgeSaga } from "./judge-saga";
import { STORED_STATUSES } from "./saga";
import { LearnedSituations, learnModel } from "./saga-model";
import { START, type Told, tellSaga } from "./testing/tell-saga";

const patience = { multiple: 3, floorMs: 30_000 };
const at = (ms: number) => START + ms * 1_000;

function judged(
  told: readonly Told[],
  known: { by?: SagaDefinition; learned?: readonly (readonly Told[])[] } = {},
) {
  const model =
    known.learned &&
    learnModel(
      told[0]![0],
      known.learned.map((one) => tellSaga(one)),
    );
  return judgeSaga(tellSaga(told), {
    definition: known.by ? { version: 2, definition: known.by } : null,
    model: model ? { version: 7, situations: new LearnedSituations(model) } : null,
    patience,
  });
}

const order: Told[] = [
  ["OrderPlaced", 0],
  ["PaymentAuthorized", 20_000, { from: "payments" }],
  ["OrderCompleted", 1_000, { from: "orders" }],
];
const declined: Told[] = [
  ["OrderPlaced", 0],
  ["PaymentDeclined", 2_000],
  ["StockReleased", 1_000],
];
const healthy = Array.from({ length: 60 }, () => order);
const learned = [...healthy, ...Array.from({ length: 25 }, () => declined)];

describe("without a definition", () => {
  it("nothing is said of a saga of which too few are known", () => {
    expect(judged(order.slice(0, 2), { learned: healthy.slice(0, 19) })).toMatchObject({
      status: "RUNNING",
      certainty: "unknown",
      lateAt: null,
      stuckAt: null,
      waitingFor: [],
    });
  });

  it("it ends where mostly nothing came, and how, its names say", () => {
    expect(judged(order, { learned })).toMatchObject({
      status: "COMPLETED",
      certainty: "inferred",
      stuckAt: null,
    });
    expect(judged(declined, { learned })).toMatchObject({ status: "COMPENSATED", certainty: "inferred" });
    const failed = [declined.slice(0, 2)];
    expect(judged(failed[0]!, { learned: Array.from({ length: 30 }, () => failed[0]!) }).status).toBe(
      "FAILED",
    );
  });

  it("it waits for what usually came, late past the p95 and stuck past a multiple of it", () => {
    const verdict = judged(order.slice(0, 1), { learned: healthy });
    expect(verdict).toMatchObject({
      status: "RUNNING",
      lateAt: at(20_000),
      stuckAt: at(60_000),
      modelVersion: 7,
    });
    expect(verdict.waitingFor).toEqual([
      {
        type: "PaymentAuthorized",
        from: "payments",
        afterId: "1",
        afterType: "OrderPlaced",
        share: 1,
        p50Ms: 20_000,
        p95Ms: 20_000,
        instances: 60,
        dueAt: at(20_000),
      },
    ]);
  });

  it("it is not stuck before the floor, and compensates from the first event that undoes something", () => {
    expect(judged(order.slice(0, 2), { learned: healthy })).toMatchObject({
      lateAt: at(21_000),
      stuckAt: at(20_000 + 30_000),
    });
    expect(judged([...declined, ["MoneyReturned", 5]]).status).toBe("COMPENSATING");
  });
});

const upToShipping: Told[] = [
  ["order.created", 0],
  ["command.reserve-stock", 100, { cause: 0 }],
  ["stock.reserved", 300, { cause: 1 }],
  ["reserve-stock.reply", 0, { cause: 1 }],
  ["command.charge-payment", 100, { cause: 3 }],
  ["payment.captured", 900, { cause: 4 }],
  ["charge-payment.reply", 0, { cause: 4 }],
  ["command.ship-order", 100, { cause: 6 }],
];
const shipped: Told[] = [
  ...upToShipping,
  ["order.shipped", 900, { cause: 7 }],
  ["ship-order.reply", 0, { cause: 7 }],
  ["order.completed", 100, { cause: 9 }],
];
const refused: Told[] = [
  ...upToShipping.slice(0, 5),
  ["payment.refused", 900, { cause: 4 }],
  ["charge-payment.reply", 0, { cause: 4 }],
  ["command.release-stock", 100, { cause: 6 }],
];

describe("with the definition of an orchestrated order saga", () => {
  const by = shopOrder;

  it("it completes without any deviation", () => {
    expect(judged(shipped, { by })).toEqual({
      status: "COMPLETED",
      certainty: "exact",
      lateAt: null,
      stuckAt: null,
      waitingFor: [],
      deviations: [],
      definition: { name: "shop-order", version: 2 },
      modelVersion: null,
    });
  });

  it("a stuck one says what it waits for, from whom and since when", () => {
    const verdict = judged(upToShipping, { by });
    expect(verdict).toMatchObject({ status: "RUNNING", lateAt: at(31_500), stuckAt: at(91_500) });
    expect(verdict.waitingFor).toMatchObject([
      {
        type: "ship-order.reply",
        from: "shipping-service",
        afterType: "command.ship-order",
        dueAt: at(31_500),
        share: null,
      },
    ]);
  });

  it("it compensates, waits for that alone, and is compensated", () => {
    expect(judged(refused, { by })).toMatchObject({
      status: "COMPENSATING",
      waitingFor: [{ type: "release-stock.reply", from: "stock-service" }],
    });
    const undone: Told[] = [
      ...refused,
      ["stock.released", 300, { cause: 7 }],
      ["release-stock.reply", 0, { cause: 7 }],
    ];
    expect(judged([...undone, ["order.cancelled", 100, { cause: 9 }]], { by })).toMatchObject({
      status: "COMPENSATED",
      waitingFor: [],
      deviations: [],
    });
  });

  it("it says what is unexpected, out of order, late and missing", () => {
    const told: Told[] = [
      ["order.created", 0],
      ["order.gift-wrapped", 1],
      ["command.charge-payment", 1],
      ["command.reserve-stock", 12_000],
      ["ship-order.reply", 1],
      ["order.completed", 1],
    ];
    expect(judged(told, { by }).deviations).toEqual([
      { what: "unexpected", type: "order.gift-wrapped", after: null },
      { what: "order", type: "command.charge-payment", after: "reserve-stock.reply" },
      { what: "late", type: "command.reserve-stock", after: "order.created" },
      { what: "order", type: "ship-order.reply", after: "command.ship-order" },
      { what: "missing", type: "reserve-stock.reply", after: "command.reserve-stock" },
      { what: "missing", type: "charge-payment.reply", after: "command.charge-payment" },
    ]);
  });
});

describe("with the definition of a complaint saga", () => {
  const by = ownComplaint;
  const filed: Told[] = [
    ["COMPLAINT_CREATED", 0],
    ["NOTIFICATION_SENT", 800, { cause: 0 }],
  ];
  const assigned: Told[] = [
    ...filed,
    ["COMPLAINT_ASSIGNED", 20_000],
    ["NOTIFICATION_SENT", 700, { cause: 2 }],
  ];

  it("what people do is as late as it usually is, because the definition leaves that open", () => {
    expect(judged(filed, { by })).toMatchObject({ lateAt: null, stuckAt: null });
    const verdict = judged(filed, { by, learned: Array.from({ length: 40 }, () => assigned) });
    expect(verdict).toMatchObject({
      status: "RUNNING",
      certainty: "exact",
      lateAt: at(20_800),
      stuckAt: at(60_800),
    });
    expect(verdict.waitingFor).toMatchObject([
      {
        type: "COMPLAINT_ASSIGNED",
        from: "complaint-service",
        afterId: "2",
        share: null,
        p95Ms: 20_000,
        instances: 40,
      },
    ]);
  });

  it("a mail about one change is no mail about another", () => {
    const told: Told[] = [
      ["COMPLAINT_CREATED", 0],
      ["COMPLAINT_ASSIGNED", 100],
      ["NOTIFICATION_SENT", 700, { cause: 1 }],
    ];
    expect(judged(told, { by }).waitingFor.map(({ type, afterType }) => [type, afterType])).toEqual([
      ["NOTIFICATION_SENT", "COMPLAINT_CREATED"],
      ["COMPLAINT_PROCESSED", "COMPLAINT_ASSIGNED"],
    ]);
  });

  it("goes on when it is opened again, and is compensated when it says so", () => {
    const closed: Told[] = [
      ...assigned,
      ["COMPLAINT_PROCESSED", 10],
      ["COMPLAINT_CLOSED", 10],
      ["NOTIFICATION_SENT", 500, { cause: 5 }],
    ];
    expect(judged(closed, { by }).status).toBe("COMPLETED");
    const again = judged([...closed, ["COMPLAINT_REOPENED", 10]], { by });
    expect(again.status).toBe("RUNNING");
    expect(again.waitingFor.map(({ type }) => type)).toEqual(["NOTIFICATION_SENT", "COMPLAINT_PROCESSED"]);
    const required = judged([...closed, ["COMPLAINT_COMPENSATION_REQUIRED", 10]], { by });
    expect(required).toMatchObject({
      status: "COMPENSATING",
      waitingFor: [{ type: "NOTIFICATION_COMPENSATION" }],
    });
  });

  it("is never exact where its events belong together by conclusion only", () => {
    const verdict = judgeSaga(tellSaga(filed, { basis: "reference" }), {
      definition: { version: 1, definition: by },
      model: null,
      patience,
    });
    expect(verdict.certainty).toBe("inferred");
  });
});

describe("any saga, with or without a definition", () => {
  it("is late before it is stuck, and neither when it has ended", () => {
    const types = [
      ...shopOrder.steps.map((step) => step.type),
      "order.created",
      "stock.released",
      "constructor",
    ];
    const told = fc.array(fc.tuple(fc.constantFrom(...types), fc.nat(60_000)), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(told, fc.boolean(), (events, defined) => {
        const known = { learned: Array.from({ length: 20 }, () => events) };
        const verdict = judged(events.slice(0, -1).length ? events.slice(0, -1) : events, {
          ...known,
          ...(defined && { by: shopOrder }),
        });
        const open = verdict.status === "RUNNING" || verdict.status === "COMPENSATING";
        expect(STORED_STATUSES).toContain(verdict.status);
        expect((verdict.lateAt === null) === (verdict.stuckAt === null)).toBe(true);
        if (verdict.lateAt !== null) expect(verdict.lateAt).toBeLessThanOrEqual(verdict.stuckAt!);
        if (!open) expect([verdict.lateAt, verdict.waitingFor]).toEqual([null, []]);
      }),
      { numRuns: 100 },
    );
  });
});
