import type { ViewFollower } from "@/server/projections/view-changes";
import { parseSagaId } from "./saga";
import { SAGA_VIEWS } from "./served-sagas";

/**
 * Says each time that sagas have changed, until the signal aborts; with the id of one, when that one may have. It says nothing
 * of which, so that nobody hears of sagas that they may not see.
 */
export async function* liveSagas(
  views: ViewFollower,
  id: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<{ changed: true }> {
  const wanted = id === undefined ? null : parseSagaId(id);
  // Another instance under the same id concerns a page too: it lists them.
  const isIts = (changed: string) => parseSagaId(changed)?.key === wanted?.key;
  for await (const ids of views.follow(SAGA_VIEWS, signal)) {
    if (wanted === null || ids === null || ids.some(isIts)) yield { changed: true };
  }
}
