import { SillageError } from "@/server/errors";
import { parseSagaId, sagaId } from "./saga";
import type { SagaOrder } from "./saga-schemas";

/** Where a page of sagas ended: what it was ordered by, and which one that was. */
export interface SagaPlace {
  /** Microseconds since 1970, or the duration in milliseconds. */
  value: number;
  key: string;
  ordinal: number;
}

const LETTERS: Record<SagaOrder, string> = { started: "s", activity: "a", duration: "d" };

/** An opaque cursor: what comes after it in the same order. */
export function encodeSagaCursor(order: SagaOrder, { value, key, ordinal }: SagaPlace): string {
  return `${LETTERS[order]}${value}_${sagaId(key, ordinal)}`;
}

/**
 * Reads a cursor that `encodeSagaCursor` made for the same order.
 * @throws SillageError INVALID_INPUT for anything else
 */
export function decodeSagaCursor(order: SagaOrder, cursor: string): SagaPlace {
  const match = /^([sad])(\d{1,17}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?)_([0-9a-f.]{32,43})$/.exec(cursor);
  const id = match?.[1] === LETTERS[order] ? parseSagaId(match[3]!) : null;
  const value = Number(match?.[2]);
  if (id && Number.isFinite(value) && (order === "duration" || Number.isSafeInteger(value)))
    return { value, ...id };
  throw new SillageError(
    "INVALID_INPUT",
    "The cursor is not one that this list gave out in this order. Start without a cursor.",
    { details: { fields: { cursor: "is not a cursor of this list" } } },
  );
}
