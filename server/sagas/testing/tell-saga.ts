import type { SagaInstance, SagaKey, SagaStep } from "../saga";

/** When the sagas of specs begin: microseconds since 1970. */
export const START = Date.UTC(2026, 10, 28, 9) * 1_000;

/** An event of a told saga: its type, and how many milliseconds after the one before it came. */
export type Told = readonly [
  type: string,
  afterMs: number,
  more?: {
    from?: string;
    exchange?: string;
    /** Number of the event that it says caused it, from 0. */
    cause?: number;
    streamId?: string;
  },
];

const KEY: SagaKey = {
  key: "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f",
  vhost: "/",
  basis: "correlation",
  value: "corr-1",
};

/** A saga instance as a spec tells it. */
export function tellSaga(told: readonly Told[], key: Partial<SagaKey> = {}): SagaInstance {
  const steps: SagaStep[] = [];
  let at = START;
  for (const [i, [type, afterMs, { from, exchange, cause, streamId } = {}]] of told.entries()) {
    at += afterMs * 1_000;
    const before = cause === undefined ? steps.at(-1) : steps[cause];
    steps.push({
      id: String(i + 1),
      at,
      vhost: "/",
      role: "event",
      firstId: null,
      exchange: exchange ?? "events",
      type,
      kind: "event",
      producer: from ?? null,
      eventId: `event-${i + 1}`,
      causationId: cause === undefined ? null : `event-${cause + 1}`,
      streamId: streamId ?? null,
      declaredVersion: null,
      before: before
        ? {
            id: before.id,
            type: before.type,
            exchange: before.exchange,
            link: cause === undefined ? "order" : "causation",
            gapMs: (at - before.at) / 1_000,
          }
        : null,
      dead: false,
    });
  }
  return {
    key: { ...KEY, ...key },
    ordinal: 1,
    form: steps.length === 1 ? "single" : "saga",
    steps,
    marks: [],
    variant: { id: "00000000-0000-4000-8000-000000000000", path: [] },
  };
}
