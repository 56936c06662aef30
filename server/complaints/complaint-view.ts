import type { CheckedEvent } from "./check-event";
import { dueAt } from "./targets";
import { withAudited } from "./view-audit";
import { requiredCompensation, withProgress } from "./view-compensations";
import { withCompensatedMails, withNotification } from "./view-notifications";
import type { ComplaintView } from "./view-schemas";
import { withEntry } from "./view-timeline";

/**
 * What people see of a complaint, made of events alone: pure, so that the read model, the answer of a command, a replay
 * and a repair are the same. Takes the events of the complaint and those of notifications and audit that name it, in the
 * order of the log.
 */

/** The view of a complaint after all these events; null when it was never filed. */
export function foldView(events: Iterable<CheckedEvent>): ComplaintView | null {
  let view: ComplaintView | null = null;
  for (const event of events) view = evolveView(view, event);
  return view;
}

/** The view after one event more. What comes before a complaint was filed tells nothing of it: the view stays null. */
export function evolveView(view: ComplaintView | null, event: CheckedEvent): ComplaintView | null {
  const after = view === null ? filed(event) : changed(view, event);
  return after && { ...after, auditTrail: withAudited(after.auditTrail, event) };
}

function filed(event: CheckedEvent): ComplaintView | null {
  if (event.eventType !== "COMPLAINT_CREATED") return null;
  const { complaintId, userId, title, description, priority, category, createdAt, customer } =
    event.eventData;
  return {
    id: complaintId,
    version: event.metadata.version,
    userId,
    ...(customer ? { customer } : {}),
    title,
    description,
    status: "OPEN",
    priority,
    category,
    createdAt,
    updatedAt: createdAt,
    dueAt: dueAt(createdAt, priority),
    compensation: "none",
    timeline: withEntry(null, event, "OPEN", { priority }),
    compensations: [],
    notifications: [],
    auditTrail: [],
  };
}

function changed(view: ComplaintView, event: CheckedEvent): ComplaintView {
  switch (event.eventType) {
    case "NOTIFICATION_SENT":
    case "NOTIFICATION_FAILED":
    case "NOTIFICATION_IN_DOUBT":
      return { ...view, notifications: withNotification(view.notifications, event) };
    case "NOTIFICATION_COMPENSATION":
      return {
        ...view,
        notifications: withCompensatedMails(view.notifications, event),
        compensations: withProgress(view.compensations, event),
      };
    case "NOTIFICATION_COMPENSATION_FAILED":
    case "AUDIT_COMPENSATION":
    case "AUDIT_COMPENSATION_FAILED":
      return { ...view, compensations: withProgress(view.compensations, event) };
    default:
      // A newer version of Sillage that runs beside this one may say what this one cannot read.
      if (event.aggregateType !== "Complaint") return view;
      return {
        ...ofComplaint(view, event),
        version: event.metadata.version,
        updatedAt: event.metadata.timestamp,
      };
  }
}

type ComplaintEvent = Extract<CheckedEvent, { eventType: `COMPLAINT_${string}` }>;

/** What an event of the complaint's own stream changes. */
function ofComplaint(view: ComplaintView, event: ComplaintEvent): ComplaintView {
  const at = event.metadata.timestamp;
  const told = (status: ComplaintView["status"], detail?: Parameters<typeof withEntry>[3]) => ({
    status,
    timeline: withEntry(view, event, status, detail),
  });
  switch (event.eventType) {
    case "COMPLAINT_CREATED":
      return view;
    case "COMPLAINT_ASSIGNED": {
      const { assignedTo } = event.eventData;
      return { ...view, assignedTo, ...told("ASSIGNED", { assignedTo }) };
    }
    case "COMPLAINT_REASSIGNED": {
      const { assignedTo, previousAssignee } = event.eventData;
      return { ...view, assignedTo, ...told(view.status, { assignedTo, previousAssignee }) };
    }
    case "COMPLAINT_PROCESSED": {
      const { status, resolution } = event.eventData;
      const detail = resolution === undefined ? {} : { resolution };
      const resolved = status === "RESOLVED" ? { resolvedAt: at } : {};
      return { ...view, ...detail, ...resolved, ...told(status, detail) };
    }
    case "COMPLAINT_CLOSED":
      return { ...view, closedAt: event.eventData.closedAt, ...told("CLOSED") };
    case "COMPLAINT_REOPENED": {
      const { reason, status } = event.eventData;
      // It is neither resolved nor closed any more; how it once was stands in the timeline.
      const { resolution: _, resolvedAt: _at, closedAt: _closed, ...open } = view;
      return { ...open, ...told(status, { reason }) };
    }
    case "COMPLAINT_COMMENTED": {
      const { commentId, text } = event.eventData;
      return { ...view, ...told(view.status, { commentId, comment: text }) };
    }
    case "COMPLAINT_PRIORITY_CHANGED": {
      const { priority, previousPriority } = event.eventData;
      const due = dueAt(view.createdAt, priority);
      return { ...view, priority, dueAt: due, ...told(view.status, { priority, previousPriority }) };
    }
    case "COMPLAINT_COMPENSATION_REQUIRED": {
      const { compensationId, reason } = event.eventData;
      return {
        ...view,
        compensation: "running",
        compensations: [...view.compensations, requiredCompensation(event)],
        ...told(view.status, { compensationId, reason }),
      };
    }
    case "COMPLAINT_COMPENSATED":
    case "COMPLAINT_COMPENSATION_FAILED": {
      const failed = event.eventType === "COMPLAINT_COMPENSATION_FAILED";
      const detail = failed ? { reason: event.eventData.reason } : {};
      return {
        ...view,
        compensation: failed ? "failed" : "done",
        compensations: withProgress(view.compensations, event),
        ...told(view.status, { compensationId: event.eventData.compensationId, ...detail }),
      };
    }
    default:
      event satisfies never;
      return view;
  }
}
