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
  for await (const keys of views.follow(SAGA_VIEWS, signal)) {
    if (wanted === null || keys === null || keys.includes(wanted.key)) yield { changed: true };
  }
}
