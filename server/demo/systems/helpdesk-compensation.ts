import { bodyOf } from "../shop-message";
import type { Handler } from "../system";
import { helpdeskComplaint, helpdeskEvent } from "./helpdesk-messages";

interface CompensationBody {
  eventId: string;
  aggregateId: string;
}

const compensating =
  (eventType: string, type: "Notification" | "Audit", takes: [string, number, number]): Handler =>
  (received, { now }) => {
    const { aggregateId: complaintId, eventId } = bodyOf<CompensationBody>(received);
    const complaint = helpdeskComplaint(complaintId);
    const afterMs = complaint.takes(...takes);
    const id = `${type === "Audit" ? "aud" : "ntf"}-${complaint.id(`${type} to undo`).slice(0, 13)}`;
    const aggregate = { type, id, version: 2 } as const;
    const eventData = { complaintId, action: type === "Audit" ? "mark-compensated" : "cancel" };
    const said = { complaint, aggregate, eventType, at: now + afterMs, eventData, causationId: eventId };
    return { afterMs, publish: [helpdeskEvent(said)] };
  };

/** Cancels what was to be mailed. */
export const undoMail = compensating("NOTIFICATION_COMPENSATION", "Notification", ["undo mail", 150, 900]);

/** Marks the audit entries as compensated. */
export const undoAudit = compensating("AUDIT_COMPENSATION", "Audit", ["undo audit", 1_000, 2_000]);
