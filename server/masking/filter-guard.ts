import { SillageError } from "@/server/errors";
import type { MessageFilter } from "@/server/event-store/message-filter";
import type { Judge } from "./judge";
import { MASK } from "./mask-tokens";
import { type Column, isColumnMasked, isReferenceMasked, masksSomeId, typeOfStream } from "./masked-columns";
import type { Masker } from "./masker";
import { maskShapes } from "./text-shapes";

/** Filters that look at what a person wrote, with the field of the envelope that each is about. */
const COLUMN_OF = {
  eventId: "eventId",
  causationId: "causationId",
  correlationId: "correlationId",
  traceId: "traceId",
  aggregateId: "aggregateId",
  streamId: "aggregateId",
  userId: "actor",
  producer: "producer",
  routingKey: "routingKey",
  eventType: null,
  aggregateType: null,
} as const satisfies Partial<Record<keyof MessageFilter, Column | null>>;
type GuardedField = keyof typeof COLUMN_OF;

/**
 * A filter as somebody may use it who sees some places masked. Whoever may not see a value may not ask for it either: an
 * answer that is empty or not says what the mask hides.
 * @throws SillageError FORBIDDEN for a filter by a field that is masked, or by a value that would be
 */
export function guardFilter<Filter extends MessageFilter>(filter: Filter, masker: Masker): Filter {
  if (masker.open) return filter;
  const judge = judgeOfFilter(filter, masker);
  if (!judge) return filter;
  for (const field of Object.keys(COLUMN_OF) as GuardedField[]) {
    const value = filter[field];
    if (value === undefined) continue;
    const column = COLUMN_OF[field];
    if (column !== null && isFieldMasked(filter, field, column, judge, masker)) {
      throw refused(field, "its values are masked for your role");
    }
    if (holdsShape(value, judge)) throw refused(field, "this value would be masked for your role");
  }
  const q = masker.textView;
  const plainKey = filter.routingKey !== undefined && judge.shapes.size > 0;
  return { ...filter, ...(q ? { view: q } : {}), ...(plainKey ? { plainKey: true } : {}) };
}

/** The judge of all that the filter can find; null when none of it is masked. */
function judgeOfFilter({ vhost, exchange }: MessageFilter, masker: Masker): Judge | null {
  if (vhost !== undefined && exchange !== undefined) return masker.judgeOf({ vhost, exchange });
  return masker.strictest;
}

function isFieldMasked(
  filter: MessageFilter,
  field: GuardedField,
  column: Column,
  judge: Judge,
  masker: Masker,
): boolean {
  if (isColumnMasked(judge, column)) return true;
  if (column !== "aggregateId") return false;
  const type = field === "streamId" ? typeOfStream(filter.streamId!) : (filter.aggregateType ?? null);
  return type === null ? masksSomeId(masker.judges.book.rules) : isReferenceMasked(judge, type);
}

/** `@` and the beginning of a token are enough: a pattern could ask for the rest piece by piece. */
function holdsShape(value: string, { shapes }: Judge): boolean {
  return (
    value.includes(MASK) ||
    (shapes.has("email") && /@|%40/.test(value)) ||
    maskShapes(value, shapes) !== value
  );
}

function refused(field: string, why: string): SillageError {
  return new SillageError("FORBIDDEN", `You cannot search by ${field}: ${why}.`, {
    details: { fields: { [field]: `cannot be searched by: ${why}` } },
  });
}
