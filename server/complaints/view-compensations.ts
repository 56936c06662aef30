import type { CheckedEvent } from "./check-event";
import type { CompensationEntry } from "./view-schemas";

type OfType<Type extends CheckedEvent["eventType"]> = Extract<CheckedEvent, { eventType: Type }>;

/** What is known of a compensation that was just required. */
export function requiredCompensation({
  eventData,
}: OfType<"COMPLAINT_COMPENSATION_REQUIRED">): CompensationEntry {
  const { compensationId, reason, requiredAt, requiredBy, actions } = eventData;
  return {
    compensationId,
    state: "running",
    reason,
    requiredAt,
    requiredBy,
    endedAt: null,
    actions: actions
      .toSorted((a, b) => a.order - b.order)
      .map((action) => ({ ...action, state: "waiting", at: null, eventId: null, reason: null })),
  };
}

/** The compensations of a complaint after a service did an action, or the complaint recorded what came of them all. */
export function withProgress(
  compensations: readonly CompensationEntry[],
  event: OfType<
    | "NOTIFICATION_COMPENSATION"
    | "NOTIFICATION_COMPENSATION_FAILED"
    | "AUDIT_COMPENSATION"
    | "AUDIT_COMPENSATION_FAILED"
    | "COMPLAINT_COMPENSATED"
    | "COMPLAINT_COMPENSATION_FAILED"
  >,
): CompensationEntry[] {
  return compensations.map((entry) =>
    entry.compensationId === event.eventData.compensationId ? progressed(entry, event) : entry,
  );
}

function progressed(entry: CompensationEntry, event: Parameters<typeof withProgress>[1]): CompensationEntry {
  const at = event.metadata.timestamp;
  const said = { at, eventId: event.eventId };
  switch (event.eventType) {
    case "NOTIFICATION_COMPENSATION":
    case "AUDIT_COMPENSATION":
      return withAction(entry, event.eventData.order, { ...said, state: "done", reason: null });
    case "NOTIFICATION_COMPENSATION_FAILED":
    case "AUDIT_COMPENSATION_FAILED":
      return withAction(entry, event.eventData.order, {
        ...said,
        state: "failed",
        reason: event.eventData.reason,
      });
    case "COMPLAINT_COMPENSATED":
      return event.eventData.outcomes.reduce<CompensationEntry>(
        (after, { order, eventId }) => withAction(after, order, { at, eventId, state: "done", reason: null }),
        { ...entry, state: "done", endedAt: at },
      );
    case "COMPLAINT_COMPENSATION_FAILED":
      return withAction({ ...entry, state: "failed", endedAt: at }, event.eventData.order, {
        ...said,
        state: "failed",
        reason: event.eventData.reason,
      });
  }
}

/** What the service itself said of its action stays: the complaint only repeats it. */
function withAction(
  entry: CompensationEntry,
  order: number,
  outcome: Pick<CompensationEntry["actions"][number], "state" | "at" | "eventId" | "reason">,
): CompensationEntry {
  return {
    ...entry,
    actions: entry.actions.map((action) =>
      action.order === order && action.state === "waiting" ? { ...action, ...outcome } : action,
    ),
  };
}
