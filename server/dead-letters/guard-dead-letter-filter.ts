import { guardFilter } from "@/server/masking/filter-guard";
import type { Masker } from "@/server/masking/masker";
import type { GuardedFilter } from "./dead-letter-conditions";
import type { DeadLetterFilter } from "./dead-letter-filter";

/**
 * A filter as somebody may use it who sees some places masked: see `guardFilter`.
 * @throws SillageError FORBIDDEN for a filter by a field that is masked, or by a value that would be
 */
export function guardDeadLetterFilter<Filter extends DeadLetterFilter>(
  filter: Filter,
  masker: Masker,
): Filter & GuardedFilter {
  const { vhost, originExchange: exchange, eventType, producer, streamId, correlationId, eventId } = filter;
  guardFilter({ vhost, exchange, eventType, producer, streamId, correlationId, eventId }, masker);
  const hidden = filter.text !== undefined && masker.strictest !== null;
  return hidden ? { ...filter, maskedText: true } : filter;
}
