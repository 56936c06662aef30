import { SillageError } from "@/server/errors";
import type { StreamHead } from "@/server/event-store/find-streams";
import type { Visit } from "@/server/http/door";
import { differencesOf } from "@/server/streams/differences";
import { readState } from "@/server/streams/read-state";
import { resolveStream } from "@/server/streams/resolve-stream";
import type { SagaStateInput, SagaStateOutput, StreamState } from "./saga-state-schemas";

/**
 * The states of some streams, each as its event at a place left it, and of one of them what that event changed. Streams of
 * which the reader may see nothing up to there are left out.
 */
export async function sagaState(
  visit: Visit,
  { vhost, streams, changed }: SagaStateInput,
): Promise<SagaStateOutput> {
  const found: StreamState[] = [];
  // One after the other: they share the reader's turn at the database.
  for (const { streamId, version } of streams) {
    const one = await unlessMissing(async () => {
      const head = await resolveStream(visit.services.searchPool, streamId, { scope: visit.scope, vhost });
      return stateOf(visit, head, version, streamId === changed);
    });
    if (one) found.push(one);
  }
  return { streams: found };
}

async function stateOf(
  visit: Visit,
  head: StreamHead,
  version: number,
  withChanges: boolean,
): Promise<StreamState> {
  const { state, certainty } = await readState(visit, head, { version });
  const before =
    withChanges && version > 1
      ? await unlessMissing(() => readState(visit, head, { version: version - 1 }))
      : null;
  return {
    streamId: head.streamId,
    version,
    certainty,
    state: JSON.stringify(state),
    changes: withChanges
      ? differencesOf(before?.state ?? {}, state).map(({ path, stored, rebuilt }) => ({
          path,
          before: stored === undefined ? null : JSON.stringify(stored),
          after: rebuilt === undefined ? null : JSON.stringify(rebuilt),
        }))
      : null,
  };
}

/** Null for what is not there, or not for this reader. */
async function unlessMissing<Found>(read: () => Promise<Found>): Promise<Found | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SillageError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
