import type { Judge } from "@/server/masking/judge";
import { MASK } from "@/server/masking/mask-tokens";
import {
  type Column,
  isAggregateMasked,
  isColumnMasked,
  typeOfStream,
} from "@/server/masking/masked-columns";
import { type Masker, maskStreamId } from "@/server/masking/masker";
import { maskShapes } from "@/server/masking/text-shapes";
import type { Basis, Expectation } from "./saga";
import type { SagaRow } from "./saga-item";

/**
 * A saga runs through several exchanges, and a rule may mask in one of them alone. Whatever is said of the whole is masked as in
 * the strictest of them.
 */
export type Judges = readonly Judge[];

/** The judges of the exchanges that a saga runs through; none where the reader sees everything of it. */
export function judgesOf(
  masker: Masker,
  { vhost, exchanges }: { vhost: string; exchanges: readonly string[] },
): Judges {
  if (masker.open) return [];
  return exchanges.map((exchange) => masker.judgeOf({ vhost, exchange })).filter((judge) => judge !== null);
}

const each = (judges: Judges, value: string, mask: (value: string, judge: Judge) => string): string =>
  judges.reduce(mask, value);

export const maskType = (value: string, judges: Judges): string =>
  each(judges, value, (text, { shapes }) => maskShapes(text, shapes));

export const maskColumn = (name: Exclude<Column, "routingKey">, value: string, judges: Judges): string =>
  each(judges, value, (text, judge) => (isColumnMasked(judge, name) ? MASK : maskShapes(text, judge.shapes)));

export const maskStream = (value: string, judges: Judges): string =>
  each(judges, value, (text, judge) =>
    maskStreamId(text, isAggregateMasked(judge, typeOfStream(value)), judge),
  );

/** What the events of a saga share, by what it is. */
export function maskValue(basis: Basis, value: string, judges: Judges): string {
  if (basis === "reference") return maskStream(value, judges);
  return maskColumn(basis === "trace" ? "traceId" : "correlationId", value, judges);
}

/** A row as a reader may see it. */
export function maskSaga(row: SagaRow, masker: Masker): SagaRow {
  const judges = judgesOf(masker, row);
  if (judges.length === 0) return row;
  const producer = (name: string) => maskColumn("producer", name, judges);
  return {
    ...row,
    value: maskValue(row.basis, row.value, judges),
    startType: maskType(row.startType, judges),
    lastType: maskType(row.lastType, judges),
    participants: unique(row.participants.map(producer)),
    streams: unique(row.streams.map((stream) => maskStream(stream, judges))),
    waitingFor: row.waitingFor.map(
      (expected): Expectation => ({
        ...expected,
        type: maskType(expected.type, judges),
        afterType: maskType(expected.afterType, judges),
        from: expected.from && producer(expected.from),
      }),
    ),
    deviations: row.deviations.map((deviation) => ({
      ...deviation,
      type: maskType(deviation.type, judges),
      after: deviation.after && maskType(deviation.after, judges),
    })),
  };
}

/** Whether a row, as it stands there, shows its reader something that others see masked. */
export function showsPersonalInSaga(row: SagaRow, masker: Masker): boolean {
  const seesMore = row.exchanges.some((exchange) => masker.seesMore({ vhost: row.vhost, exchange }));
  return seesMore && JSON.stringify(maskSaga(row, masker.forNobody)) !== JSON.stringify(row);
}

const unique = (values: readonly string[]) => [...new Set(values)];
