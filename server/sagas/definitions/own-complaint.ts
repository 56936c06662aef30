import type { SagaDefinition } from "../definition";

const TOLD = ["COMPLAINT_CREATED", "COMPLAINT_ASSIGNED", "COMPLAINT_PROCESSED", "COMPLAINT_REOPENED"];

/**
 * The complaint saga of our own services. What people do has no deadline here: how long that takes is another matter in
 * every house, and is learned.
 */
export const ownComplaint: SagaDefinition = {
  name: "complaint",
  title: "Complaint",
  starts: [{ type: "COMPLAINT_CREATED", exchange: "complaints.events" }],
  steps: [
    {
      type: "NOTIFICATION_SENT",
      after: TOLD,
      or: ["NOTIFICATION_FAILED", "NOTIFICATION_IN_DOUBT", "NOTIFICATION_COMPENSATION"],
      within: "5m",
      from: "notification-service",
    },
    { type: "COMPLAINT_ASSIGNED", after: "COMPLAINT_CREATED", from: "complaint-service" },
    {
      type: "COMPLAINT_PROCESSED",
      after: ["COMPLAINT_ASSIGNED", "COMPLAINT_REOPENED"],
      from: "complaint-service",
    },
    { type: "COMPLAINT_CLOSED", after: "COMPLAINT_PROCESSED", from: "complaint-service" },
    { type: "COMPLAINT_REOPENED", optional: true, resumes: true, from: "complaint-service" },
    { type: "COMPLAINT_REASSIGNED", optional: true, from: "complaint-service" },
    { type: "COMPLAINT_COMMENTED", optional: true, from: "complaint-service" },
    { type: "COMPLAINT_PRIORITY_CHANGED", optional: true, from: "complaint-service" },
    {
      type: "NOTIFICATION_COMPENSATION",
      after: "COMPLAINT_COMPENSATION_REQUIRED",
      or: ["NOTIFICATION_COMPENSATION_FAILED"],
      within: "5m",
      from: "notification-service",
    },
    {
      type: "AUDIT_COMPENSATION",
      after: "NOTIFICATION_COMPENSATION",
      or: ["AUDIT_COMPENSATION_FAILED"],
      within: "5m",
      from: "audit-service",
    },
    {
      type: "COMPLAINT_COMPENSATED",
      after: "AUDIT_COMPENSATION",
      or: ["COMPLAINT_COMPENSATION_FAILED"],
      within: "5m",
      from: "complaint-service",
    },
    {
      type: "COMPLAINT_COMPENSATION_FAILED",
      after: ["NOTIFICATION_COMPENSATION_FAILED", "AUDIT_COMPENSATION_FAILED"],
      within: "5m",
      from: "complaint-service",
    },
  ],
  ends: {
    completed: ["COMPLAINT_CLOSED"],
    failed: ["COMPLAINT_COMPENSATION_FAILED"],
    compensated: ["COMPLAINT_COMPENSATED"],
  },
  compensations: [
    { type: "COMPLAINT_COMPENSATION_REQUIRED" },
    { type: "NOTIFICATION_COMPENSATION", undoes: "NOTIFICATION_SENT" },
    { type: "NOTIFICATION_COMPENSATION_FAILED" },
    { type: "AUDIT_COMPENSATION" },
    { type: "AUDIT_COMPENSATION_FAILED" },
  ],
  compensateBy: { by: "complaint" },
};
