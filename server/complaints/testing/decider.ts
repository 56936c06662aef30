import { expect } from "vitest";
import { replay } from "../complaint";
import type { ComplaintCommand } from "../complaint-commands";
import { ComplaintError, type ComplaintRule } from "../complaint-error";
import type { ComplaintEvent } from "../complaint-events";
import { decide } from "../decide";
import type { CompensationAction, ComplaintStatus } from "../event-fields";

/** Given what happened, when this is asked, then that follows. */
export function given(...events: ComplaintEvent[]) {
  const state = replay(events);
  return {
    when: (command: ComplaintCommand) => {
      const decided = () => decide(command, state, { complaintId: ID, by: "agent-2", at: NOW });
      return {
        thenEvents: (...expected: ComplaintEvent[]) => expect(decided()).toEqual(expected),
        thenNothing: () => expect(decided()).toEqual([]),
        thenRefused: (rule: ComplaintRule) => {
          let error: unknown;
          try {
            decided();
          } catch (thrown) {
            error = thrown;
          }
          expect(error).toBeInstanceOf(ComplaintError);
          expect(error).toMatchObject({ rule, status: state.status });
        },
      };
    },
  };
}

export const ID = "c-1";
export const BEFORE = "2026-11-21T10:00:00.000Z";
export const NOW = "2026-11-21T12:00:00.000Z";

export const created: ComplaintEvent = {
  eventType: "COMPLAINT_CREATED",
  eventData: {
    complaintId: ID,
    userId: "user-1",
    title: "Broken",
    description: "It came in two parts.",
    priority: "HIGH",
    category: "delivery",
    createdAt: BEFORE,
  },
};
export const assigned: ComplaintEvent = {
  eventType: "COMPLAINT_ASSIGNED",
  eventData: { complaintId: ID, assignedTo: "agent-1", assignedBy: "lead", assignedAt: BEFORE },
};
export const inProgress: ComplaintEvent = {
  eventType: "COMPLAINT_PROCESSED",
  eventData: { complaintId: ID, status: "IN_PROGRESS", processedBy: "agent-1", processedAt: BEFORE },
};
export const resolved: ComplaintEvent = {
  eventType: "COMPLAINT_PROCESSED",
  eventData: {
    complaintId: ID,
    status: "RESOLVED",
    resolution: "A new one was sent.",
    processedBy: "agent-1",
    processedAt: BEFORE,
  },
};
export const closed: ComplaintEvent = {
  eventType: "COMPLAINT_CLOSED",
  eventData: { complaintId: ID, closedBy: "agent-1", closedAt: BEFORE },
};

/** The shortest way to each status. */
export const WAYS: Record<ComplaintStatus, ComplaintEvent[]> = {
  OPEN: [created],
  ASSIGNED: [created, assigned],
  IN_PROGRESS: [created, assigned, inProgress],
  RESOLVED: [created, assigned, resolved],
  CLOSED: [created, assigned, resolved, closed],
};

export const ACTIONS: CompensationAction[] = [
  { service: "notification-service", action: "CANCEL_NOTIFICATION", parameters: {}, order: 1 },
  { service: "audit-service", action: "MARK_COMPENSATED", parameters: {}, order: 2 },
];
export const failure = { eventId: "failed-1", eventType: "NOTIFICATION_FAILED" };
export const required: ComplaintEvent = {
  eventType: "COMPLAINT_COMPENSATION_REQUIRED",
  eventData: {
    complaintId: ID,
    compensationId: "k-1",
    reason: "The mail could not be sent.",
    causedBy: failure,
    actions: ACTIONS,
    requiredBy: "complaint-service",
    requiredAt: BEFORE,
  },
};
export const compensated: ComplaintEvent = {
  eventType: "COMPLAINT_COMPENSATED",
  eventData: { complaintId: ID, compensationId: "k-1", outcomes: [], compensatedAt: BEFORE },
};
export const compensationFailed: ComplaintEvent = {
  eventType: "COMPLAINT_COMPENSATION_FAILED",
  eventData: {
    complaintId: ID,
    compensationId: "k-1",
    order: 1,
    service: "notification-service",
    action: "CANCEL_NOTIFICATION",
    reason: "It is unknown.",
    failedAt: BEFORE,
  },
};
