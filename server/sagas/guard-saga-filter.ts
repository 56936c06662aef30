import { parseStreamId } from "@/server/envelopes/stream-id";
import { guardFilter } from "@/server/masking/filter-guard";
import type { Masker } from "@/server/masking/masker";
import type { Basis } from "./saga";
import type { GuardedSagaFilter } from "./saga-conditions";
import type { SagaFilter } from "./saga-schemas";

/**
 * A filter as somebody may use it who sees some places masked: see `guardFilter`. What sagas share may be a correlation id, a
 * trace id or a stream id: it finds by those of them that the reader sees.
 * @throws SillageError FORBIDDEN for a filter by a field that is masked, or by a value that would be
 */
export function guardSagaFilter<Filter extends SagaFilter>(
  filter: Filter,
  masker: Masker,
): Filter & GuardedSagaFilter {
  if (masker.open) return filter;
  const { vhost, type: eventType, participant: producer, streamId, correlationId: value } = filter;
  guardFilter({ vhost, eventType, producer, streamId }, masker);
  if (value === undefined) return filter;
  const refusals: unknown[] = [];
  const bases = (["correlation", "trace", "reference"] as const).filter((basis) => {
    try {
      guardFilter({ vhost, ...asField(basis, value) }, masker);
      return true;
    } catch (error) {
      refusals.push(error);
      return false;
    }
  });
  if (bases.length === 0) throw refusals[0];
  return { ...filter, bases };
}

function asField(basis: Basis, value: string) {
  if (basis === "correlation") return { correlationId: value };
  if (basis === "trace") return { traceId: value };
  return parseStreamId(value) ? { streamId: value } : { correlationId: value };
}
