import { randomUUID } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import { SERVICES } from "@/server/complaints/complaint-events";
import { storable } from "@/server/envelopes/text";
import type { OwnStore } from "@/server/event-store/append-own";
import { openBody, sealBody } from "@/server/event-store/seal";
import { type Notification, type NotificationNews, newsData, STATE_AFTER } from "./notification";

const COLUMNS = `id, vhost, complaint_id AS "complaintId", event_id AS "eventId", event_type AS "eventType",
  correlation_id AS "correlationId", template, audience, recipient, language, subject, state, attempts, version`;

/** The mails that tell of an event, locked to the end of the transaction. */
export async function notificationsOf(client: ClientBase, eventId: string): Promise<Notification[]> {
  const { rows } = await client.query<Notification>(
    `SELECT ${COLUMNS} FROM notifications WHERE event_id = $1 ORDER BY planned_at, id FOR UPDATE`,
    [eventId],
  );
  return rows;
}

/** One mail, locked to the end of the transaction; null when there is none. */
export async function notificationById(client: ClientBase, id: string): Promise<Notification | null> {
  const { rows } = await client.query<Notification>(
    `SELECT ${COLUMNS} FROM notifications WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0] ?? null;
}

/** Plans a mail. One that was planned before stays as it is. */
export async function planNotification(
  client: ClientBase,
  notification: Omit<Notification, "state" | "attempts" | "version">,
  mail: Buffer | null,
  compensation: string | null = null,
): Promise<void> {
  const sealed = mail && sealBody(mail);
  const { id, vhost, complaintId, eventId, eventType, correlationId } = notification;
  const { template, audience, recipient, language, subject } = notification;
  await client.query(
    `INSERT INTO notifications (id, vhost, complaint_id, event_id, event_type, correlation_id, template, audience, recipient,
       language, subject, mail_codec, mail, compensation, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'planned') ON CONFLICT (id) DO NOTHING`,
    [
      id,
      vhost,
      complaintId,
      eventId,
      eventType,
      correlationId,
      template,
      audience,
      recipient,
      language,
      storable(subject),
      sealed?.codec ?? null,
      sealed?.bytes ?? null,
      compensation,
    ],
  );
}

/** The mail as it is handed over. */
export async function mailOf(reader: Pool | ClientBase, id: string): Promise<Buffer | null> {
  const { rows } = await reader.query<{ mail_codec: number; mail: Buffer | null }>(
    "SELECT mail_codec, mail FROM notifications WHERE id = $1",
    [id],
  );
  const row = rows[0];
  return row?.mail ? openBody(row.mail_codec, row.mail) : null;
}

/**
 * Notes that a planned mail is about to be handed over: commit this before anything is said to the mail server.
 * @returns false when it is not planned any more
 */
export async function beginSending(client: ClientBase, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE notifications SET state = 'sending', attempts = attempts + 1, sending_at = clock_timestamp()
     WHERE id = $1 AND state = 'planned'`,
    [id],
  );
  return rowCount === 1;
}

/** It was not taken this time, for sure, and may be tried again. */
export async function planAgain(client: ClientBase, id: string, reason: string): Promise<void> {
  await client.query("UPDATE notifications SET state = 'planned', reason = $2 WHERE id = $1", [
    id,
    storable(reason),
  ]);
}

/** Tells what became of a mail: its state, and the event that says so, in the caller's transaction. */
export async function settle(
  client: ClientBase,
  store: OwnStore,
  notification: Notification,
  news: NotificationNews,
  { at, actor }: { at: Date; actor?: string | undefined },
): Promise<void> {
  const { id, vhost, correlationId, eventId } = notification;
  const { version } = await store.append(client, {
    ...SERVICES.notification,
    vhost,
    aggregateId: id,
    expectedVersion: notification.version,
    correlationId,
    at,
    events: [
      {
        eventId: randomUUID(),
        eventType: news.eventType,
        eventData: newsData(notification, news, at),
        causationId: eventId,
        actor,
      },
    ],
  });
  await client.query(
    "UPDATE notifications SET state = $2, version = $3, reason = $4, settled_at = $5 WHERE id = $1",
    [id, STATE_AFTER[news.eventType], version, "reason" in news ? storable(news.reason) : null, at],
  );
}
