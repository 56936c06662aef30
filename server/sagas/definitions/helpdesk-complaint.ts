import type { SagaDefinition } from "../definition";

/** The complaint saga of the demo's help desk. */
export const helpdeskComplaint: SagaDefinition = {
  name: "helpdesk-complaint",
  title: "Help desk complaint",
  starts: [{ type: "COMPLAINT_CREATED", exchange: "helpdesk.complaints.events" }],
  steps: [
    {
      type: "NOTIFICATION_SENT",
      after: ["COMPLAINT_CREATED", "COMPLAINT_ASSIGNED", "COMPLAINT_PROCESSED"],
      or: ["NOTIFICATION_FAILED"],
      within: "2m",
      from: "notification-service",
    },
    { type: "COMPLAINT_ASSIGNED", after: "COMPLAINT_CREATED", from: "complaint-service" },
    { type: "COMPLAINT_PROCESSED", after: "COMPLAINT_ASSIGNED", from: "complaint-service" },
    { type: "COMPLAINT_CLOSED", after: "COMPLAINT_PROCESSED", from: "complaint-service" },
    {
      type: "COMPLAINT_COMPENSATION_REQUIRED",
      after: "NOTIFICATION_FAILED",
      within: "30s",
      from: "complaint-service",
    },
    {
      type: "NOTIFICATION_COMPENSATION",
      after: "COMPLAINT_COMPENSATION_REQUIRED",
      within: "30s",
      from: "notification-service",
    },
    {
      type: "AUDIT_COMPENSATION",
      after: "COMPLAINT_COMPENSATION_REQUIRED",
      within: "30s",
      from: "audit-service",
    },
  ],
  ends: { completed: ["COMPLAINT_CLOSED"], compensated: ["AUDIT_COMPENSATION"] },
  compensations: [
    { type: "COMPLAINT_COMPENSATION_REQUIRED" },
    { type: "NOTIFICATION_COMPENSATION", undoes: "NOTIFICATION_SENT" },
    { type: "AUDIT_COMPENSATION" },
  ],
};
