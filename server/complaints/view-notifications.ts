import type { CheckedEvent } from "./check-event";
import type { NotificationEntry } from "./view-schemas";

type OfType<Type extends CheckedEvent["eventType"]> = Extract<CheckedEvent, { eventType: Type }>;

const STATES = {
  NOTIFICATION_SENT: "sent",
  NOTIFICATION_FAILED: "failed",
  NOTIFICATION_IN_DOUBT: "in_doubt",
} as const;

/** The notifications of a complaint after one more was sent, failed, or turned out otherwise than it seemed. */
export function withNotification(
  notifications: readonly NotificationEntry[],
  event: OfType<keyof typeof STATES>,
): NotificationEntry[] {
  const { notificationId, template, audience, recipient, language, subject } = event.eventData;
  const known = notifications.find((entry) => entry.notificationId === notificationId);
  const entry: NotificationEntry = {
    notificationId,
    state: STATES[event.eventType],
    template,
    audience,
    recipient,
    language,
    subject,
    at: event.metadata.timestamp,
    eventId: event.eventId,
    causationId: known?.causationId ?? event.metadata.causationId ?? null,
    reason: "reason" in event.eventData ? event.eventData.reason : null,
    compensated: known?.compensated ?? null,
  };
  return known ? notifications.map((other) => (other === known ? entry : other)) : [...notifications, entry];
}

/** The notifications after a compensation cancelled or corrected some of them. */
export function withCompensatedMails(
  notifications: readonly NotificationEntry[],
  { eventData, metadata }: OfType<"NOTIFICATION_COMPENSATION">,
): NotificationEntry[] {
  const { compensationId, cancelled, corrected } = eventData;
  return notifications.map((entry) => {
    const how = cancelled.includes(entry.notificationId)
      ? "cancelled"
      : corrected.includes(entry.notificationId)
        ? "corrected"
        : null;
    return how ? { ...entry, compensated: { compensationId, how, at: metadata.timestamp } } : entry;
  });
}
