import { byOf } from "@/server/access/by";
import { checkEvent } from "@/server/complaints/check-event";
import { replay } from "@/server/complaints/complaint";
import { complaintReader } from "@/server/complaints/complaint-door";
import { type ComplaintEvent, SERVICES } from "@/server/complaints/complaint-events";
import { readHistory } from "@/server/complaints/complaint-history";
import { foldView } from "@/server/complaints/complaint-view";
import { repairView } from "@/server/complaints/repair-view";
import { errorText } from "@/server/errors";
import type { StreamHead } from "@/server/event-store/find-streams";
import { readWholeStream, type StoredEvent } from "@/server/event-store/stored-event";
import type { Visit } from "@/server/http/door";
import { act } from "@/server/operator-actions/act";
import { isComplaint, readState } from "./read-state";
import type { ReplayOutput } from "./streams-schemas";

/**
 * Runs the events of a stream again: checks each of them, rebuilds the state, compares what the read model has, and puts
 * it right. Nothing that is stored changes; only the read model may. On record.
 */
export async function replayStream(visit: Visit, stream: StreamHead, repair: boolean): Promise<ReplayOutput> {
  const { streamId, vhost, version } = stream;
  if (!isComplaint(stream)) {
    const { state, events } = await readState(visit, stream, {});
    return { streamId, vhost, version, events, problems: [], state, readModel: null };
  }
  const reader = await complaintReader(visit, { vhost, exchange: SERVICES.complaint.exchange });
  const shown = (value: unknown) => JSON.parse(reader.json(JSON.stringify(value ?? null))) as unknown;
  const deed = {
    by: byOf(visit),
    action: "stream.replayed",
    target: { type: "stream", id: streamId },
  } as const;
  return act(visit.services.storePool, deed, async (client) => {
    const events = await readWholeStream(client, vhost, streamId);
    const history = await readHistory(client, vhost, stream.aggregateId);
    const view = foldView(history.map(({ event }) => checkEvent(event)));
    const readModel = await repairView(client, { vhost, complaintId: stream.aggregateId, history, repair });
    const problems = problemsOf(events, version);
    const value = {
      streamId,
      vhost,
      version,
      events: events.length,
      problems,
      state: view && reader.show(view),
      readModel: readModel && { ...readModel, differences: shown(readModel.differences) as [] },
    };
    const detail = {
      events: events.length,
      problems,
      differences: readModel?.differences.length ?? 0,
      repaired: readModel?.repaired ?? false,
    };
    return { value, detail };
  });
}

/** What is wrong with a stream of complaints; nothing, if nobody tampered with it. */
function problemsOf(events: readonly StoredEvent[], version: number): string[] {
  const problems: string[] = [];
  events.forEach((event, i) => {
    if (event.metadata.version !== i + 1)
      problems.push(`place ${i + 1} holds version ${event.metadata.version}`);
    try {
      checkEvent(event);
    } catch (error) {
      problems.push(`version ${event.metadata.version}: ${errorText(error)}`);
    }
  });
  if (events.length !== version) problems.push(`${events.length} events, but the stream says ${version}`);
  try {
    replay(events as unknown as ComplaintEvent[]);
  } catch (error) {
    problems.push(errorText(error));
  }
  return problems;
}
