import { randomUUID } from "node:crypto";
import type { CheckedEvent } from "../check-event";

type TypeOf = CheckedEvent["eventType"];
type DataOf<Type extends TypeOf> = Extract<CheckedEvent, { eventType: Type }>["eventData"];

/** The complaint that a story is about. */
export const STORY_ID = "c-1";
const MINUTE_MS = 60_000;
const BEGIN = Date.parse("2026-03-02T09:00:00.000Z");

/** Moments of a story, in minutes after it began, as ISO text. */
export const minute = (n: number): string => new Date(BEGIN + n * MINUTE_MS).toISOString();

/** Tells what happened to one complaint, event by event: numbers, ids and streams follow by themselves. */
export class Story {
  readonly events: CheckedEvent[] = [];
  readonly #versions = new Map<string, number>();
  readonly #id: string;

  /** @param id of the complaint; those of events and other streams are made of it */
  constructor(id = STORY_ID) {
    this.#id = id;
  }

  /**
   * @param at minutes after the beginning
   * @param data fields that are not the usual ones
   */
  tell<Type extends TypeOf>(eventType: Type, at: number, data: Partial<DataOf<Type>> = {}): this {
    const [aggregateType, aggregateId] = streamOf(this.#id, eventType, data as Record<string, unknown>);
    const key = `${aggregateType}-${aggregateId}`;
    const version = (this.#versions.get(key) ?? 0) + 1;
    this.#versions.set(key, version);
    this.events.push({
      eventId: this.#id === STORY_ID ? `e-${this.events.length + 1}` : randomUUID(),
      eventType,
      aggregateType,
      aggregateId,
      eventData: { complaintId: this.#id, ...usual(eventType, minute(at)), ...data },
      metadata: { timestamp: minute(at), version, correlationId: "corr-1", userId: "agent-1" },
    } as unknown as CheckedEvent);
    return this;
  }
}

/** A complaint that was filed, taken on, worked on, resolved and closed, with mails. */
export function wholeStory(id?: string): Story {
  return new Story(id)
    .tell("COMPLAINT_CREATED", 0)
    .tell("NOTIFICATION_SENT", 1, id === undefined ? {} : { notificationId: `${id}-mail` })
    .tell("COMPLAINT_ASSIGNED", 10)
    .tell("COMPLAINT_PROCESSED", 30, { status: "IN_PROGRESS" })
    .tell("COMPLAINT_PROCESSED", 90, { status: "RESOLVED", resolution: "A new lamp is on its way." })
    .tell("COMPLAINT_CLOSED", 100);
}

const REFUSED = "The mail server refused it.";
const ACTIONS = [
  { service: "notification-service", action: "CORRECT", parameters: {}, order: 1 },
  { service: "audit-service", action: "MARK", parameters: {}, order: 2 },
];

function streamOf(id: string, eventType: TypeOf, data: Record<string, unknown>): [type: string, id: string] {
  if (eventType.startsWith("COMPLAINT_")) return ["Complaint", id];
  if (eventType.startsWith("AUDIT_")) return ["Audit", String(data.auditId ?? "a-1")];
  const own = eventType.startsWith("NOTIFICATION_COMPENSATION") ? "nx-1" : "n-1";
  return ["Notification", String(data.notificationId ?? own)];
}

function usual(eventType: TypeOf, at: string): object {
  const by = "agent-1";
  const mail = {
    notificationId: "n-1",
    template: "created",
    audience: "customer",
    recipient: "claire@example.com",
    language: "fr",
    subject: "Votre réclamation",
  };
  const usual: Partial<Record<TypeOf, object>> = {
    COMPLAINT_CREATED: {
      userId: "u-1",
      title: "The lamp arrived broken",
      description: "The box was dented.",
      priority: "HIGH",
      category: "delivery",
      createdAt: at,
      customer: { email: "claire@example.com", name: "Claire Martin", language: "fr" },
    },
    COMPLAINT_ASSIGNED: { assignedTo: "agent-1", assignedBy: by, assignedAt: at },
    COMPLAINT_REASSIGNED: {
      assignedTo: "agent-2",
      previousAssignee: "agent-1",
      reassignedBy: by,
      reassignedAt: at,
    },
    COMPLAINT_PROCESSED: { status: "IN_PROGRESS", processedBy: by, processedAt: at },
    COMPLAINT_CLOSED: { closedBy: by, closedAt: at },
    COMPLAINT_COMMENTED: { commentId: "k-1", text: "Called back.", commentedBy: by, commentedAt: at },
    COMPLAINT_REOPENED: { reason: "It broke again.", status: "ASSIGNED", reopenedBy: by, reopenedAt: at },
    COMPLAINT_PRIORITY_CHANGED: {
      priority: "CRITICAL",
      previousPriority: "HIGH",
      changedBy: by,
      changedAt: at,
    },
    COMPLAINT_COMPENSATION_REQUIRED: {
      compensationId: "x-1",
      reason: "The mail could not be sent.",
      causedBy: null,
      actions: ACTIONS,
      requiredBy: by,
      requiredAt: at,
    },
    COMPLAINT_COMPENSATED: { compensationId: "x-1", outcomes: [], compensatedAt: at },
    COMPLAINT_COMPENSATION_FAILED: {
      compensationId: "x-1",
      order: 1,
      service: "notification-service",
      action: "CORRECT",
      reason: REFUSED,
      failedAt: at,
    },
    NOTIFICATION_SENT: { ...mail, sentAt: at },
    NOTIFICATION_FAILED: { ...mail, reason: REFUSED, errorClass: "transient", attempts: 5, failedAt: at },
    NOTIFICATION_IN_DOUBT: { ...mail, reason: "The worker died while it spoke.", inDoubtAt: at },
    NOTIFICATION_COMPENSATION: {
      ...{ notificationId: "nx-1", compensationId: "x-1", order: 1, actions: ACTIONS },
      ...{ cancelled: [], corrected: ["n-1"], compensatedAt: at },
    },
    NOTIFICATION_COMPENSATION_FAILED: {
      ...{ notificationId: "nx-1", compensationId: "x-1", order: 1, actions: ACTIONS },
      ...{ reason: REFUSED, failedAt: at },
    },
    AUDIT_COMPENSATION: {
      ...{ auditId: "a-1", compensationId: "x-1", order: 2, actions: ACTIONS },
      ...{ entries: ["e-2"], compensatedAt: at },
    },
    AUDIT_COMPENSATION_FAILED: {
      ...{ auditId: "a-1", compensationId: "x-1", order: 2, actions: ACTIONS },
      ...{ reason: "No such entry.", failedAt: at },
    },
  };
  return usual[eventType] ?? {};
}
