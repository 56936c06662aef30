import { z } from "zod";
import {
  cause,
  compensationAction,
  customerContact,
  identifier,
  LONGEST,
  language,
  moment,
  priority,
  STATUSES,
  text,
} from "./event-fields";

/**
 * Every event that services of ours publish, and the schema of its data. A reader takes fields that it does not know, so
 * fields may be added, as optional ones; none may be taken away or change its meaning (see schemas/ and its test).
 */

const complaintId = identifier;
const compensationId = identifier;

const COMPLAINT_EVENTS = {
  COMPLAINT_CREATED: z.object({
    complaintId,
    userId: identifier,
    title: text(LONGEST.title),
    description: text(LONGEST.description),
    priority,
    category: text(LONGEST.category),
    createdAt: moment,
    customer: customerContact.optional(),
  }),
  COMPLAINT_ASSIGNED: z.object({
    complaintId,
    assignedTo: identifier,
    assignedBy: identifier,
    assignedAt: moment,
  }),
  COMPLAINT_REASSIGNED: z.object({
    complaintId,
    assignedTo: identifier,
    previousAssignee: identifier,
    reassignedBy: identifier,
    reassignedAt: moment,
  }),
  COMPLAINT_PROCESSED: z.object({
    complaintId,
    status: z.enum(["IN_PROGRESS", "RESOLVED"]),
    resolution: text(LONGEST.comment).optional(),
    processedBy: identifier,
    processedAt: moment,
  }),
  COMPLAINT_CLOSED: z.object({ complaintId, closedBy: identifier, closedAt: moment }),
  COMPLAINT_COMMENTED: z.object({
    complaintId,
    commentId: identifier,
    text: text(LONGEST.comment),
    commentedBy: identifier,
    commentedAt: moment,
  }),
  COMPLAINT_REOPENED: z.object({
    complaintId,
    reason: text(LONGEST.reason),
    status: z.enum(STATUSES),
    reopenedBy: identifier,
    reopenedAt: moment,
  }),
  COMPLAINT_PRIORITY_CHANGED: z.object({
    complaintId,
    priority,
    previousPriority: priority,
    changedBy: identifier,
    changedAt: moment,
  }),
  COMPLAINT_COMPENSATION_REQUIRED: z.object({
    complaintId,
    compensationId,
    reason: text(LONGEST.reason),
    causedBy: cause.nullable(),
    actions: z.array(compensationAction),
    requiredBy: identifier,
    requiredAt: moment,
  }),
  COMPLAINT_COMPENSATED: z.object({
    complaintId,
    compensationId,
    outcomes: z.array(
      z.object({ order: z.int().min(1), service: text(100), action: text(100), eventId: identifier }),
    ),
    compensatedAt: moment,
  }),
  COMPLAINT_COMPENSATION_FAILED: z.object({
    complaintId,
    compensationId,
    order: z.int().min(1),
    service: text(100),
    action: text(100),
    reason: text(LONGEST.reason),
    failedAt: moment,
  }),
} as const;

/** What is said about every mail; null where it could not be told, because there was no address. */
const notification = {
  notificationId: identifier,
  complaintId,
  template: text(100),
  audience: z.enum(["customer", "administrators"]),
  recipient: text(1_000).nullable(),
  language,
  subject: text(1_000).nullable(),
};

/** Which step of which compensation an outcome is about. Carries all actions, so that the next service knows its turn. */
const step = {
  compensationId,
  complaintId,
  order: z.int().min(1),
  actions: z.array(compensationAction),
};

const NOTIFICATION_EVENTS = {
  NOTIFICATION_SENT: z.object({ ...notification, messageId: text(1_000).optional(), sentAt: moment }),
  NOTIFICATION_FAILED: z.object({
    ...notification,
    reason: text(LONGEST.reason),
    errorClass: z.enum(["transient", "poison", "business"]),
    attempts: z.int().min(1),
    failedAt: moment,
  }),
  NOTIFICATION_IN_DOUBT: z.object({ ...notification, reason: text(LONGEST.reason), inDoubtAt: moment }),
  NOTIFICATION_COMPENSATION: z.object({
    notificationId: identifier,
    ...step,
    cancelled: z.array(identifier),
    corrected: z.array(identifier),
    compensatedAt: moment,
  }),
  NOTIFICATION_COMPENSATION_FAILED: z.object({
    notificationId: identifier,
    ...step,
    reason: text(LONGEST.reason),
    failedAt: moment,
  }),
} as const;

const AUDIT_EVENTS = {
  AUDIT_COMPENSATION: z.object({
    auditId: identifier,
    ...step,
    entries: z.array(identifier),
    compensatedAt: moment,
  }),
  AUDIT_COMPENSATION_FAILED: z.object({
    auditId: identifier,
    ...step,
    reason: text(LONGEST.reason),
    failedAt: moment,
  }),
} as const;

/** The schema of the data of each event type of ours. */
export const EVENT_SCHEMAS = { ...COMPLAINT_EVENTS, ...NOTIFICATION_EVENTS, ...AUDIT_EVENTS };

export type EventType = keyof typeof EVENT_SCHEMAS;
export type EventData<Type extends EventType> = z.infer<(typeof EVENT_SCHEMAS)[Type]>;
export const EVENT_TYPES = Object.keys(EVENT_SCHEMAS) as EventType[];

export type ComplaintEventType = keyof typeof COMPLAINT_EVENTS;
export const COMPLAINT_EVENT_TYPES = Object.keys(COMPLAINT_EVENTS) as ComplaintEventType[];

/** What happened to a complaint; the decider's events. */
export type ComplaintEvent = {
  [Type in ComplaintEventType]: { eventType: Type; eventData: EventData<Type> };
}[ComplaintEventType];

/** A service of ours: what it is called as a producer, where it publishes, and whose streams it extends. */
export const SERVICES = {
  complaint: { service: "complaint-service", exchange: "complaints.events", aggregateType: "Complaint" },
  notification: {
    service: "notification-service",
    exchange: "notifications.events",
    aggregateType: "Notification",
  },
  audit: { service: "audit-service", exchange: "audit.events", aggregateType: "Audit" },
} as const;
export type ServiceName = keyof typeof SERVICES;

/** Which service publishes a type: its name is the type's first word. */
export function serviceOf(eventType: EventType): (typeof SERVICES)[ServiceName] {
  return SERVICES[eventType.slice(0, eventType.indexOf("_")).toLowerCase() as ServiceName];
}
