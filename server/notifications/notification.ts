import { createHash } from "node:crypto";
import type { EventData } from "@/server/complaints/complaint-events";
import type { Language } from "@/server/complaints/event-fields";
import type { Audience, Template } from "./templates";

/** Where a mail stands: see the migration `notifications`. */
export const NOTIFICATION_STATES = ["planned", "sending", "sent", "failed", "in_doubt", "cancelled"] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** A mail about a complaint, for one recipient. */
export interface Notification {
  id: string;
  vhost: string;
  complaintId: string;
  /** The event that it tells of. */
  eventId: string;
  eventType: string;
  correlationId: string;
  template: Template;
  audience: Audience;
  /** Null where no address is known. */
  recipient: string | null;
  language: Language;
  subject: string;
  state: NotificationState;
  attempts: number;
  /** Of its stream `Notification-<id>`. */
  version: number;
}

/** What may be said about a notification, by the name of the event. */
export type NotificationNews =
  | { eventType: "NOTIFICATION_SENT"; messageId: string }
  | {
      eventType: "NOTIFICATION_FAILED";
      reason: string;
      errorClass: EventData<"NOTIFICATION_FAILED">["errorClass"];
    }
  | { eventType: "NOTIFICATION_IN_DOUBT"; reason: string };

/** Longest reason in an event, in characters. */
const LONGEST_REASON = 2_000;

/** The data of the event that says it. */
export function newsData(notification: Notification, news: NotificationNews, at: Date): object {
  const { id, complaintId, template, audience, recipient, language, subject, attempts } = notification;
  const about = { notificationId: id, complaintId, template, audience, recipient, language, subject };
  const time = at.toISOString();
  switch (news.eventType) {
    case "NOTIFICATION_SENT":
      return { ...about, messageId: news.messageId, sentAt: time };
    case "NOTIFICATION_FAILED": {
      const { reason, errorClass } = news;
      return {
        ...about,
        reason: reason.slice(0, LONGEST_REASON),
        errorClass,
        attempts: Math.max(1, attempts),
        failedAt: time,
      };
    }
    case "NOTIFICATION_IN_DOUBT":
      return { ...about, reason: news.reason.slice(0, LONGEST_REASON), inDoubtAt: time };
  }
}

/** The state that an event leaves its notification in. */
export const STATE_AFTER: Record<NotificationNews["eventType"], NotificationState> = {
  NOTIFICATION_SENT: "sent",
  NOTIFICATION_FAILED: "failed",
  NOTIFICATION_IN_DOUBT: "in_doubt",
};

/** An id that is the same whenever it is made from the same parts: a UUID of their digest (RFC 9562, version 8). */
export function idFrom(...parts: string[]): string {
  const bytes = createHash("sha256").update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
