import { z } from "zod";
import { PRIORITIES, STATUSES } from "./words";

/**
 * A complaint as people and programs read it: the `ComplaintView` of the specification. Times are ISO text. Whatever a
 * customer or an agent wrote is hostile text.
 */

const time = z.iso.datetime();
const status = z.enum(STATUSES);
const priority = z.enum(PRIORITIES);

export const timelineEntry = z
  .object({
    eventId: z.string(),
    eventType: z.string(),
    version: z.number().meta({ description: "Place in the stream of the complaint, from 1" }),
    at: time,
    by: z.string().nullable().meta({ description: "Who did it: a person, a token or a service" }),
    status: status.meta({ description: "Status from then on" }),
    previousStatus: status.nullable().meta({ description: "Status before; null at the beginning" }),
    until: time.nullable().meta({
      description: "When the status that began here ended; null while it lasts, or where none began",
    }),
    lastedMs: z
      .number()
      .nullable()
      .meta({ description: "How long the status that began here lasted, in milliseconds" }),
    assignedTo: z.string().optional(),
    previousAssignee: z.string().optional(),
    resolution: z.string().optional(),
    commentId: z.string().optional(),
    comment: z.string().optional(),
    reason: z.string().optional(),
    priority: priority.optional(),
    previousPriority: priority.optional(),
    compensationId: z.string().optional(),
  })
  .meta({ id: "ComplaintTimelineEntry" });
export type TimelineEntry = z.output<typeof timelineEntry>;

const NOTIFICATION_STATES = ["sent", "failed", "in_doubt"] as const;

export const notificationEntry = z
  .object({
    notificationId: z.string(),
    state: z.enum(NOTIFICATION_STATES).meta({
      description: "in_doubt: handed to the mail server by a process that died before it knew the answer",
    }),
    template: z.string(),
    audience: z.enum(["customer", "administrators"]),
    recipient: z.string().nullable().meta({ description: "Null where no address was known" }),
    language: z.string(),
    subject: z.string().nullable(),
    at: time,
    eventId: z.string(),
    causationId: z.string().nullable().meta({ description: "The event that it tells of" }),
    reason: z.string().nullable().meta({ description: "Why it failed or is in doubt" }),
    compensated: z
      .object({ compensationId: z.string(), how: z.enum(["cancelled", "corrected"]), at: time })
      .nullable(),
  })
  .meta({ id: "ComplaintNotificationEntry" });
export type NotificationEntry = z.output<typeof notificationEntry>;

export const auditEntry = z
  .object({
    eventId: z.string(),
    eventType: z.string(),
    service: z.string(),
    streamId: z.string(),
    version: z.number(),
    at: time,
    by: z.string().nullable(),
    correlationId: z.string(),
    causationId: z.string().nullable(),
    compensated: z
      .object({ compensationId: z.string(), auditId: z.string(), at: time })
      .nullable()
      .meta({ description: "The marker that says so was appended; the entry itself never changes" }),
  })
  .meta({ id: "ComplaintAuditEntry" });
export type AuditEntry = z.output<typeof auditEntry>;

export const ACTION_STATES = ["waiting", "done", "failed"] as const;
export const compensationEntry = z
  .object({
    compensationId: z.string(),
    state: z.enum(["running", "done", "failed"]).meta({ description: "failed: a person is needed" }),
    reason: z.string(),
    requiredAt: time,
    requiredBy: z.string(),
    endedAt: time.nullable(),
    actions: z.array(
      z.object({
        order: z.number(),
        service: z.string(),
        action: z.string(),
        parameters: z.record(z.string(), z.unknown()),
        state: z.enum(ACTION_STATES),
        at: time.nullable(),
        eventId: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "ComplaintCompensationEntry" });
export type CompensationEntry = z.output<typeof compensationEntry>;

/** What a list shows of a complaint: all of its view but what has happened. */
export const complaintSummary = z.object({
  id: z.string(),
  version: z
    .number()
    .meta({ description: "Version of its stream: what `expectedVersion` of a command means" }),
  userId: z.string(),
  title: z.string(),
  description: z.string(),
  status,
  priority,
  category: z.string(),
  assignedTo: z.string().optional(),
  resolution: z.string().optional(),
  createdAt: time,
  updatedAt: time,
  resolvedAt: time.optional(),
  closedAt: time.optional(),
  dueAt: time.meta({ description: "When it is to be resolved by, for its priority" }),
  compensation: z.enum(["none", "running", "done", "failed"]).meta({
    description: "The last compensation; failed: it needs a person",
  }),
});
export type ComplaintSummary = z.output<typeof complaintSummary>;

export const complaintView = complaintSummary
  .extend({
    customer: z.object({ email: z.string(), name: z.string(), language: z.string() }).partial().optional(),
    timeline: z.array(timelineEntry),
    compensations: z.array(compensationEntry),
    notifications: z.array(notificationEntry),
    auditTrail: z.array(auditEntry),
  })
  .meta({ id: "ComplaintView" });
export type ComplaintView = z.output<typeof complaintView>;
