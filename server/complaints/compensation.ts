import type { Cause, CompensationAction } from "./event-fields";

/**
 * Compensation is choreographed: the events carry all actions and say which is done; a service acts when the next one is
 * its own. Pure.
 */

/** What our services can do to compensate; the words of `CompensationAction.action`. */
export const ACTIONS = {
  /** Do not send the one notification that failed (`notificationId`), nor try it again. */
  cancelNotification: "CANCEL_NOTIFICATION",
  /** Cancel what is still to be sent about the complaint, and send a correction (`reason`) for what was sent. */
  correctNotifications: "CORRECT_NOTIFICATIONS",
  /** Append a marker that the entries (`eventIds`) of the audit trail are compensated. */
  markEntries: "MARK_COMPENSATED",
} as const;

/** The action to do when those up to `doneOrder` are done; null when that was the last. 0: none is done. */
export function nextAction(
  actions: readonly CompensationAction[],
  doneOrder: number,
): CompensationAction | null {
  let next: CompensationAction | null = null;
  for (const action of actions) {
    if (action.order > doneOrder && (next === null || action.order < next.order)) next = action;
  }
  return next;
}

/** What there is to compensate. */
export type CompensationNeed =
  | {
      /** A notification that could not be sent: nobody was told what `event` says. */
      kind: "notification-failed";
      complaintId: string;
      notificationId: string;
      /** The failure, and the event that should have been told. */
      failure: Cause;
      eventId: string | null;
    }
  | {
      /** Somebody wants what was told to be corrected. */
      kind: "by-hand";
      complaintId: string;
      reason: string;
      /** Events of the complaint that were wrong: those since it was last in order. */
      eventIds: readonly string[];
    };

/** The actions that compensate it, in their order: first what the customer was told, then the audit trail. */
export function planCompensation(need: CompensationNeed): CompensationAction[] {
  const { complaintId } = need;
  if (need.kind === "notification-failed") {
    const { notificationId, failure, eventId } = need;
    const eventIds = eventId === null ? [failure.eventId] : [eventId, failure.eventId];
    return numbered([
      {
        service: "notification-service",
        action: ACTIONS.cancelNotification,
        parameters: { complaintId, notificationId },
      },
      { service: "audit-service", action: ACTIONS.markEntries, parameters: { complaintId, eventIds } },
    ]);
  }
  return numbered([
    {
      service: "notification-service",
      action: ACTIONS.correctNotifications,
      parameters: { complaintId, reason: need.reason },
    },
    {
      service: "audit-service",
      action: ACTIONS.markEntries,
      parameters: { complaintId, eventIds: [...need.eventIds] },
    },
  ]);
}

function numbered(actions: readonly Omit<CompensationAction, "order">[]): CompensationAction[] {
  return actions.map((action, i) => ({ ...action, order: i + 1 }));
}
