import type { Complaint, ExistingComplaint } from "./complaint";
import { allowedCommands, type ComplaintCommand, type RecordCompensated } from "./complaint-commands";
import { ComplaintError } from "./complaint-error";
import type { ComplaintEvent } from "./complaint-events";

/** What every command is decided with. */
export interface Decision {
  complaintId: string;
  /** Who asks: the id of a person or a token, or the name of a service. */
  by: string;
  /** When, ISO 8601. */
  at: string;
}

/**
 * What follows from a command: the events, none where it asks for what is already so. Pure.
 * @throws ComplaintError when the complaint, as it is, does not allow it
 */
export function decide(command: ComplaintCommand, state: Complaint, decision: Decision): ComplaintEvent[] {
  const { complaintId, by, at } = decision;
  if (command.type === "create") {
    if (state.status !== null) throw new ComplaintError("already-filed", state);
    const { type: _, customer, ...what } = command;
    return [
      {
        eventType: "COMPLAINT_CREATED",
        eventData: { complaintId, ...what, createdAt: at, ...(customer && { customer }) },
      },
    ];
  }
  if (state.status === null) throw new ComplaintError("not-filed", state);
  switch (command.type) {
    case "assign": {
      const { assignedTo } = command;
      if (isAtWork(state) && state.assignedTo === assignedTo) return [];
      expectAllowed("assign", state);
      return [
        {
          eventType: "COMPLAINT_ASSIGNED",
          eventData: { complaintId, assignedTo, assignedBy: by, assignedAt: at },
        },
      ];
    }
    case "reassign":
      return reassign(command.assignedTo, state, decision);
    case "process":
      return process(command.resolution, state, decision);
    case "close":
      if (state.status === "CLOSED") return [];
      expectAllowed("close", state);
      return [{ eventType: "COMPLAINT_CLOSED", eventData: { complaintId, closedBy: by, closedAt: at } }];
    case "comment": {
      expectAllowed("comment", state);
      const { commentId, text } = command;
      return [
        {
          eventType: "COMPLAINT_COMMENTED",
          eventData: { complaintId, commentId, text, commentedBy: by, commentedAt: at },
        },
      ];
    }
    case "reopen": {
      expectAllowed("reopen", state);
      const status = state.assignedTo === null ? "OPEN" : "ASSIGNED";
      return [
        {
          eventType: "COMPLAINT_REOPENED",
          eventData: { complaintId, reason: command.reason, status, reopenedBy: by, reopenedAt: at },
        },
      ];
    }
    case "changePriority": {
      const { priority } = command;
      if (state.priority === priority) return [];
      expectAllowed("changePriority", state);
      const eventData = {
        complaintId,
        priority,
        previousPriority: state.priority,
        changedBy: by,
        changedAt: at,
      };
      return [{ eventType: "COMPLAINT_PRIORITY_CHANGED", eventData }];
    }
    case "requireCompensation": {
      const { type: _, ...what } = command;
      if (isKnown(state, command)) return [];
      if (state.compensation?.state === "running") throw new ComplaintError("compensation-under-way", state);
      return [
        {
          eventType: "COMPLAINT_COMPENSATION_REQUIRED",
          eventData: { complaintId, ...what, requiredBy: by, requiredAt: at },
        },
      ];
    }
    case "recordCompensated": {
      const { compensationId, outcomes } = command;
      if (!isRunning(state, compensationId) || !isComplete(state, command)) return [];
      return [
        {
          eventType: "COMPLAINT_COMPENSATED",
          eventData: { complaintId, compensationId, outcomes, compensatedAt: at },
        },
      ];
    }
    case "recordCompensationFailed": {
      const { type: _, ...what } = command;
      if (!isRunning(state, command.compensationId)) return [];
      return [
        { eventType: "COMPLAINT_COMPENSATION_FAILED", eventData: { complaintId, ...what, failedAt: at } },
      ];
    }
    default:
      return command satisfies never;
  }
}

function reassign(assignedTo: string, state: ExistingComplaint, decision: Decision): ComplaintEvent[] {
  const { complaintId, by, at } = decision;
  if (isAtWork(state) && state.assignedTo === assignedTo) return [];
  expectAllowed("reassign", state);
  const eventData = {
    complaintId,
    assignedTo,
    previousAssignee: state.assignedTo!,
    reassignedBy: by,
    reassignedAt: at,
  };
  return [{ eventType: "COMPLAINT_REASSIGNED", eventData }];
}

function process(
  resolution: string | undefined,
  state: ExistingComplaint,
  decision: Decision,
): ComplaintEvent[] {
  const { complaintId, by, at } = decision;
  const isSo =
    resolution === undefined
      ? state.status === "IN_PROGRESS"
      : state.status === "RESOLVED" && state.resolution === resolution;
  if (isSo) return [];
  expectAllowed("process", state);
  return [
    {
      eventType: "COMPLAINT_PROCESSED",
      eventData: {
        complaintId,
        status: resolution === undefined ? "IN_PROGRESS" : "RESOLVED",
        ...(resolution !== undefined && { resolution }),
        processedBy: by,
        processedAt: at,
      },
    },
  ];
}

function expectAllowed(command: ComplaintCommand["type"], state: ExistingComplaint): void {
  const allowed: readonly string[] = allowedCommands(state.status);
  if (!allowed.includes(command)) throw new ComplaintError("not-allowed-now", state, command);
}

const isAtWork = ({ status }: ExistingComplaint): boolean =>
  status === "ASSIGNED" || status === "IN_PROGRESS";

/** Whether this very compensation was required before: the same one, or one for the same event. */
function isKnown(
  state: ExistingComplaint,
  command: Extract<ComplaintCommand, { type: "requireCompensation" }>,
) {
  if (state.compensation?.compensationId === command.compensationId) return true;
  return command.causedBy !== null && state.causes.includes(command.causedBy.eventId);
}

function isRunning({ compensation }: ExistingComplaint, compensationId: string): boolean {
  return compensation?.state === "running" && compensation.compensationId === compensationId;
}

function isComplete({ compensation }: ExistingComplaint, { outcomes }: RecordCompensated): boolean {
  const done = new Set(outcomes.map((outcome) => outcome.order));
  return compensation!.actions.every((action) => done.has(action.order));
}
