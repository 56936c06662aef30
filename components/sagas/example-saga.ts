import type { SagaDetail, ShownMark, ShownStep } from "@/server/sagas/saga-schemas";

/** Sagas that nobody ran: for the page of all components, and for specs. */

const START = Date.parse("2026-11-20T08:00:00.000Z") * 1_000;

export interface ToldStep extends Partial<Omit<ShownStep, "at">> {
  /** Milliseconds since the first event. */
  ms: number;
  type: string;
}

/** A saga of some steps, ids from 1 on, each after the one before unless it says otherwise. */
export function sagaOf(told: readonly ToldStep[], saga: Partial<SagaDetail["saga"]> = {}): SagaDetail {
  const steps: ShownStep[] = told.map(({ ms, ...step }, i) => ({
    id: String(i + 1),
    exchange: "shop",
    routingKey: step.type,
    kind: "event",
    producer: "shop",
    eventId: `e-${i + 1}`,
    causationId: i === 0 ? null : `e-${i}`,
    streamId: "Order-1",
    streamSeq: step.streamId === null ? null : i + 1,
    beforeId: i === 0 ? null : String(i),
    link: i === 0 ? null : "causation",
    gapMs: i === 0 ? null : ms - told[i - 1]!.ms,
    dead: false,
    compensation: null,
    pairId: null,
    elsewhere: null,
    ...step,
    at: START + ms * 1_000,
  }));
  const last = steps.at(-1)!;
  return {
    saga: {
      id: "0123456789abcdef0123456789abcdef",
      vhost: "/",
      basis: "correlation",
      value: "order-1",
      form: "saga",
      type: steps[0]!.type,
      definition: null,
      status: "COMPLETED",
      certainty: "inferred",
      late: false,
      startedAt: steps[0]!.at,
      lastAt: last.at,
      lastType: last.type,
      lateAt: null,
      stuckAt: null,
      durationMs: (last.at - steps[0]!.at) / 1_000,
      events: steps.length,
      inferredLinks: steps.filter(({ link }) => link === "order").length,
      dead: steps.filter(({ dead }) => dead).length,
      redriven: 0,
      participants: [...new Set(steps.flatMap(({ producer }) => producer ?? []))],
      streams: [...new Set(steps.flatMap(({ streamId }) => streamId ?? []))],
      variant: "00000000-0000-4000-8000-000000000000",
      waitingFor: [],
      deviations: [],
      ...saga,
    },
    steps,
    hiddenSteps: 0,
    outsideScope: 0,
    marks: [],
    deadLetters: [],
    instances: [],
    complaintId: null,
    compensable: false,
    asOf: last.at,
  };
}

/** An order of which the delivery is awaited, with a dead letter that was redriven, and one more that holds it up. */
export function exampleSaga(): SagaDetail {
  const detail = sagaOf(
    [
      { ms: 0, type: "OrderPlaced", producer: "storefront" },
      { ms: 40, type: "ReserveStock", kind: "command", producer: "storefront", streamId: null },
      { ms: 130, type: "StockReserved", producer: "warehouse", kind: "reply", streamId: "Stock-7" },
      { ms: 190, type: "TakePayment", kind: "command", producer: "storefront", streamId: null },
      { ms: 1_900, type: "PaymentDeclined", producer: "payments", dead: true, streamId: "Payment-3" },
      { ms: 2_700_000, type: "PaymentTaken", producer: "payments", streamId: "Payment-3" },
      { ms: 2_700_320, type: "OrderConfirmed", producer: "storefront" },
      { ms: 2_700_900, type: "ParcelPacked", producer: "warehouse", dead: true, streamId: "Parcel-9" },
      {
        ms: 2_701_400,
        type: "StockReleased",
        producer: "warehouse",
        compensation: "inferred",
        streamId: "Stock-7",
        beforeId: "7",
        link: "order",
      },
    ],
    {
      status: "STUCK",
      late: true,
      redriven: 1,
      waitingFor: [
        {
          type: "ParcelShipped",
          from: "carrier",
          afterId: "8",
          afterType: "ParcelPacked",
          share: 0.98,
          p50Ms: 60_000,
          p95Ms: 240_000,
          instances: 412,
          dueAt: START + 2_940_900_000,
        },
      ],
    },
  );
  const mark = (id: string, ms: number, role: ShownMark["role"], firstId: string): ShownMark => {
    const { type, exchange } = detail.steps.find((step) => step.id === firstId)!;
    return { id, at: START + ms * 1_000, role, firstId, type, exchange };
  };
  return {
    ...detail,
    marks: [
      mark("20", 2_400, "death", "5"),
      mark("21", 2_600_000, "redrive", "5"),
      mark("22", 2_701_200, "death", "8"),
    ],
    asOf: START + 6_300_000_000,
  };
}

/** A saga of many events by a few services, in bursts with silences between. */
export function longSaga(events: number): SagaDetail {
  const types = ["PartScanned", "PartScanned", "PartScanned", "PartChecked", "PartMoved"];
  return sagaOf(
    Array.from({ length: events }, (_, n) => ({
      ms: n * 35 + Math.floor(n / 60) * 90_000,
      type: n % 97 === 0 ? "BatchClosed" : types[Math.floor(n / 9) % types.length]!,
      producer: ["scanner", "quality", "mover", "ledger"][n % 7 === 0 ? n % 4 : Math.floor(n / 9) % 3]!,
      dead: n % 411 === 7,
    })),
  );
}
